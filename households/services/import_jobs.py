"""Long work on an upload, apart from the request that asked for it: checking a large file, importing or undoing many
rows.

The work runs in a thread of the server that was asked. While it lives it holds a lock in the database, which is gone
with its connection: whoever looks at the progress and finds work that is not over and nobody at it starts it anew.
Checking writes nothing, importing and undoing are one transaction, so work that was cut off leaves nothing behind.
"""

import logging
import time
from threading import Thread

import pghistory
from django.db import connection, connections, transaction

from households.models import ImportProgress, ImportRun, ImportStage, ImportState
from households.services import import_undo, imports
from households.services.import_check import plain_params
from households.services.import_seal import file_of
from households.services.imports import HowToRead
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import DomainError, NotAllowedNow, PolicyRefused
from yuping.core.excel.limits import MAX_BYTES, MEGABYTE, BadWorkbook

logger = logging.getLogger(__name__)

# Larger files are checked, and more rows are imported or taken back, apart from the request.
AT_ONCE_BYTES, AT_ONCE_ROWS = 200 * 1024, 1500
LOCKS = 541101
MOST_ATTEMPTS = 3
# Milliseconds between two reports.
TOLD_EVERY = 400
STOPPED, NOT_UNDONE = "households.import_stopped", "households.undo_stopped"
OF_HEADINGS = ("households.sheet_missing", "households.no_rows")


def receive_upload(*, actor: User, data: bytes, name: str, how: HowToRead) -> ImportRun:
    """Keep a file and check it: a small one at once, a large one apart.

    Raises MissingVerb, NotAllowedNow for a file that was imported already, BadWorkbook for one that is no workbook.
    What is wrong with its headings is told by its progress; it stays, so that it can be read in another way.
    """
    if len(data) > MAX_BYTES:
        raise BadWorkbook("file_too_large", limit=MAX_BYTES // MEGABYTE)
    digest = imports.before_upload(actor, data)
    with transaction.atomic():
        run = imports.new_run(actor, data, name, how, digest=digest)
        _have_checked(run, data)
    return ImportRun.objects.defer("payload").get(pk=run.pk)


def read_again(*, actor: User, run_id: int, how: HowToRead) -> ImportRun:
    """Check an own upload anew with something else chosen. Raises NotAllowedNow when it is no longer open."""
    access.require(actor, imports.IMPORT)
    with transaction.atomic():
        run = imports.open_run(actor, run_id)
        _refuse_at_work(run)
        imports.choose(run, how)
        _have_checked(run, file_of(run))
    return ImportRun.objects.defer("payload").get(pk=run.pk)


def _refuse_at_work(run: ImportRun) -> None:
    progress = ImportProgress.objects.filter(run=run).first()
    if progress and not progress.is_over:
        raise NotAllowedNow("households.import_at_work")


def _have_checked(run: ImportRun, data: bytes) -> None:
    """Check it now, or once the transaction is over."""
    apart = len(data) > AT_ONCE_BYTES
    anew = {"writes": False, "done": 0, "total": 0, "attempts": 0, "problems": []}
    stage = ImportStage.READING if apart else ImportStage.DONE
    ImportProgress.objects.update_or_create(run=run, defaults={**anew, "stage": stage})
    if apart:
        transaction.on_commit(lambda: begin(run.pk))
        return
    try:
        with transaction.atomic():
            imports.check_received(run, data)
    except DomainError as error:
        if not _can_be_read_otherwise(error):
            raise
        ImportProgress.objects.filter(run=run).update(stage=ImportStage.FAILED)
        _stop(run, error)


def _can_be_read_otherwise(error: DomainError) -> bool:
    """Whether the file is a workbook, and only its headings are not those of what was chosen."""
    return isinstance(error, PolicyRefused) or str(error.code) in OF_HEADINGS


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


def undo_apart(*, actor: User, run_id: int, reason: str) -> ImportRun:
    """Have an import taken back. Raises what ``undo_import`` raises before it reads the rows; what stands in the way
    there is told by the progress, and nothing is taken back."""
    with transaction.atomic():
        run, reason = import_undo.open_to_undo(actor, run_id, reason)
        _refuse_at_work(run)
        anew = {"stage": ImportStage.UNDOING, "done": 0, "total": 0, "attempts": 0, "problems": []}
        ImportProgress.objects.update_or_create(run=run, defaults={**anew, "undone_by": actor, "undone_reason": reason})
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
    progress = ImportProgress.objects.select_related("undone_by").get(run=run)
    if progress.is_over:
        return
    teller = _Teller(run_id)
    stopped = NOT_UNDONE if progress.undone_by else STOPPED
    progress.attempts += 1
    progress.save(update_fields=["attempts"])
    try:
        if progress.attempts > MOST_ATTEMPTS:
            raise DomainError(stopped)
        with clock.fixed(clock.current()), pghistory.context(user=(progress.undone_by or run.actor).pk):
            _go_on(run, progress, teller)
        teller.end(ImportStage.DONE)
    except DomainError as error:
        _stop(run, error)
        teller.end(ImportStage.FAILED)
    except Exception:
        # Whatever it was, the person who waits is told that nothing was done.
        logger.exception("the work on import %s stopped", run_id)
        _stop(run, DomainError(stopped))
        teller.end(ImportStage.FAILED)
    finally:
        teller.close()


def _go_on(run: ImportRun, progress: ImportProgress, teller: "_Teller") -> None:
    """Whatever of the work is not done yet."""
    if run.state == ImportState.RECEIVED:
        imports.check_received(run, file_of(run), tell=teller.tell)
    if progress.writes and run.state == ImportState.CHECKED:
        imports.confirm_import(actor=run.actor, run_id=run.pk, reason=run.reason, compared=True, tell=teller.tell)
    elif progress.undone_by and run.state == ImportState.WRITTEN:
        import_undo.undo_import(actor=progress.undone_by, run_id=run.pk, reason=progress.undone_reason)


def _stop(run: ImportRun, error: DomainError) -> None:
    reasons = error.params.get("reasons") or [error]
    said = [[str(one.code), plain_params(one.params)] for one in reasons]
    ImportProgress.objects.filter(run=run).update(problems=said)
    if _can_be_read_otherwise(error):
        return
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
