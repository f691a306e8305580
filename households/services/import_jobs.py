"""Long work on an upload, apart from the request that asked for it: checking a large file, importing many rows.

The work runs in a thread of the server that was asked. While it lives it holds a lock in the database, which is gone
with its connection: whoever looks at the progress and finds work that is not over and nobody at it starts it anew.
Checking writes nothing and importing is one transaction, so work that was cut off leaves nothing behind.
"""

import logging
import time
from collections.abc import Mapping
from threading import Thread

import pghistory
from django.db import connection, connections, transaction

from households.models import ImportKind, ImportProgress, ImportRun, ImportStage, ImportState
from households.services import imports
from households.services.import_check import plain_params
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import DomainError

logger = logging.getLogger(__name__)

# Larger files are checked, and more rows are imported, apart from the request.
AT_ONCE_BYTES, AT_ONCE_ROWS = 200 * 1024, 1500
LOCKS = 541101
MOST_ATTEMPTS = 3
# Milliseconds between two reports.
TOLD_EVERY = 400
STOPPED = "households.import_stopped"


def receive_upload(
    *,
    actor: User,
    data: bytes,
    name: str,
    kind: str = ImportKind.HOUSEHOLDS,
    chosen: Mapping[str, str] | None = None,
) -> ImportRun:
    """Keep a large file and have it checked. Raises MissingVerb, NotAllowedNow for a file that was imported already."""
    digest = imports.before_upload(actor, data)
    with transaction.atomic():
        run = imports.new_run(actor, data, name, kind=kind, digest=digest, chosen=chosen or {})
        ImportProgress.objects.create(run=run)
        transaction.on_commit(lambda: begin(run.pk))
    return ImportRun.objects.defer("payload").get(pk=run.pk)


def import_apart(*, actor: User, run_id: int, compared: bool = False, reason: str = "") -> ImportRun:
    """Have an own, checked upload imported. Raises what ``confirm_import`` raises before it writes."""
    with transaction.atomic():
        run = imports.open_to_import(actor, run_id, compared=compared, reason=reason)
        ImportProgress.objects.update_or_create(
            run=run,
            defaults={"writes": True, "stage": ImportStage.WRITING, "done": 0, "total": 0, "attempts": 0},
        )
        transaction.on_commit(lambda: begin(run.pk))
    return run


def progress_of(run: ImportRun) -> ImportProgress | None:
    """How far the work is, started anew where whoever did it is gone; None where nothing was asked."""
    found = ImportProgress.objects.filter(run=run).first()
    if found and not found.is_over and not _is_held(run.pk):
        begin(run.pk)
    return found


def begin(run_id: int) -> None:
    """Start the work; a second one ends at once where a first is at it."""
    Thread(target=work, args=(run_id,), name=f"import-{run_id}", daemon=True).start()


def work(run_id: int) -> None:
    """Do what is asked of an upload, in a connection of its own."""
    try:
        if _hold(run_id):
            _work(run_id)
    finally:
        connections.close_all()


def _work(run_id: int) -> None:
    run = ImportRun.objects.select_related("actor").get(pk=run_id)
    progress = ImportProgress.objects.get(run=run)
    if progress.is_over:
        return
    teller = _Teller(run_id)
    progress.attempts += 1
    progress.save(update_fields=["attempts"])
    try:
        if progress.attempts > MOST_ATTEMPTS:
            raise DomainError(STOPPED)
        with clock.fixed(clock.current()), pghistory.context(user=run.actor_id):
            if run.state == ImportState.RECEIVED:
                imports.check_received(run, tell=teller.tell)
            if progress.writes and run.state == ImportState.CHECKED:
                imports.confirm_import(
                    actor=run.actor, run_id=run_id, reason=run.reason, compared=True, tell=teller.tell
                )
        teller.end(ImportStage.DONE)
    except DomainError as error:
        _stop(run, error)
        teller.end(ImportStage.FAILED)
    except Exception:
        # Whatever it was, the person who waits is told that nothing was imported.
        logger.exception("the work on import %s stopped", run_id)
        _stop(run, DomainError(STOPPED))
        teller.end(ImportStage.FAILED)
    finally:
        teller.close()


def _stop(run: ImportRun, error: DomainError) -> None:
    reasons = error.params.get("reasons") or [error]
    said = [[str(one.code), plain_params(one.params)] for one in reasons]
    ImportProgress.objects.filter(run=run).update(problems=said)
    ImportRun.objects.filter(pk=run.pk, state=ImportState.RECEIVED).update(
        state=ImportState.DISCARDED, payload="", verdict="", kept=""
    )


def _hold(run_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, run_id])
        return cursor.fetchone()[0]


def _is_held(run_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [LOCKS, run_id],
        )
        return cursor.fetchone()[0]


class _Teller:
    """Writes how far the work is by a connection of its own, so that it shows before the work is committed."""

    def __init__(self, run_id: int) -> None:
        self.run_id, self.connection = run_id, connection.copy()
        self.last, self.stage = 0, ""

    def tell(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic_ns() // 1_000_000
        if stage == self.stage and now - self.last < TOLD_EVERY:
            return
        self.stage, self.last = stage, now
        self._set("stage = %s, done = %s, total = %s", stage, done, total)

    def end(self, stage: str) -> None:
        self._set("stage = %s, done = total", stage)

    def _set(self, values: str, *given: object) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(f"UPDATE households_importprogress SET {values} WHERE run_id = %s", [*given, self.run_id])

    def close(self) -> None:
        self.connection.close()
