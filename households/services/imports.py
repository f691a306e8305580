"""Import of a workbook: upload and check, confirm, discard. What is confirmed is what the server stored.

The confirming request names an upload and nothing else: what the check completed was kept sealed, and what others may
have put on file meanwhile is asked again in the transaction that writes.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from households.facts import ImportBatch
from households.models import Household, ImportKind, ImportRun, ImportStage, ImportState
from households.services.doubles import update_doubles
from households.services.findings import open_checked
from households.services.import_check import Checked, Tell, asked_of, check_file, silent, verdict_of
from households.services.import_rows import check_rows, write_rows
from households.services.import_seal import KEPT, VERDICT, file_of, named_for, opened_for, sealed_facts
from households.services.import_trail import marks, note_written
from households.services.keeping import pack, pack_households, unpack_households
from households.services.lead_import import IMPORT_LEADS, check_leads, write_leads
from households.services.registration import IMPORT, import_households
from households.services.undoing_households import rows_of
from villages.services.loading import area_of
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.database import joined_whole
from yuping.core.errors import BadInput, DomainError, NotAllowedNow, PolicyRefused
from yuping.core.memory import growing
from yuping.core.text import clean_line

CONFIRM, DISCARD = "households.confirm_import", "households.discard_import"
# What the check writes down.
CHECK_WRITES = [
    "households",
    "members",
    "errors",
    "warnings",
    "tables",
    "verdict",
    "kept",
    "state",
    "unread",
    "year_read",
]


@dataclass(frozen=True, slots=True)
class HowToRead:
    """What the person chose for a file: what its rows are, a profile's headings, the year that it does not tell."""

    kind: str = ImportKind.HOUSEHOLDS
    headings: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None


@growing()
def upload_households(
    *,
    actor: User,
    data: bytes,
    name: str,
    kind: str = ImportKind.HOUSEHOLDS,
    chosen: Mapping[str, str] | None = None,
    year: int | None = None,
) -> ImportRun:
    """Check a file and keep it for its person for an hour.

    Raises BadWorkbook, PolicyRefused, and NotAllowedNow for a file that was imported already.
    """
    digest = before_upload(actor, data)
    how = HowToRead(kind, chosen or {}, year)
    checked = _check(actor, data, name, how, silent)
    run = new_run(actor, data, name, how, digest=digest)
    _keep(run, checked)
    # As stored: file and verdict sealed, and read only when asked for.
    return ImportRun.objects.defer("payload", "verdict", "kept").get(pk=run.pk)


def before_upload(actor: User, data: bytes) -> str:
    """The digest of a file that may be uploaded; raises MissingVerb, NotAllowedNow for one imported already."""
    access.require(actor, IMPORT)
    sweep_uploads()
    digest = hashlib.sha256(data).hexdigest()
    refuse_repeated(digest)
    return digest


def new_run(actor: User, data: bytes, name: str, how: HowToRead, *, digest: str) -> ImportRun:
    """An upload that is not checked yet."""
    return ImportRun.objects.create(
        actor=actor,
        kind=how.kind,
        year=how.year,
        file_name=name[-120:],
        sha256=digest,
        size=len(data),
        state=ImportState.RECEIVED,
        payload=base64.b64encode(data).decode(),
        headings=dict(how.headings),
    )


def check_received(run: ImportRun, data: bytes, *, tell: Tell = silent) -> None:
    """Check an upload that was only kept; raises what ``upload_households`` raises for the file."""
    _keep(run, _check(run.actor, data, run.file_name, how_of(run), tell))


def how_of(run: ImportRun) -> HowToRead:
    """What was chosen for an upload."""
    return HowToRead(run.kind, run.headings, run.year)


def _check(actor: User, data: bytes, name: str, how: HowToRead, tell: Tell) -> Checked:
    given = {"actor": actor, "data": data, "name": name, "chosen": how.headings, "tell": tell}
    if how.kind == ImportKind.HOUSEHOLDS:
        return check_file(**given, year=how.year)
    if how.kind == ImportKind.LEADS:
        return check_leads(**given)
    return check_rows(**given, kind=how.kind, year=how.year)


def _keep(run: ImportRun, checked: Checked) -> None:
    run.households, run.members = len(checked.reading.households) or checked.matched, checked.reading.members
    run.errors, run.warnings, run.tables = checked.errors, checked.warnings, checked.reading.tables
    run.state, run.unread, run.year_read = ImportState.CHECKED, checked.reading.unread, checked.reading.year
    # Named last: the name tells what the check counted.
    run.verdict, run.kept = named_for(run, VERDICT, pack(verdict_of(checked))), ""
    if checked.households and not checked.errors:
        run.kept = named_for(run, KEPT, pack_households(checked.households, checked.doubts))
    run.save(update_fields=CHECK_WRITES)


def open_to_import(actor: User, run_id: int, *, compared: bool, reason: str) -> ImportRun:
    """An own upload that may be imported now, locked, with its reason; raises what ``confirm_import`` raises."""
    access.require(actor, IMPORT)
    run = open_run(actor, run_id)
    if run.state != ImportState.CHECKED:
        raise NotAllowedNow("households.import_gone")
    file_of(run)
    asked = asked_of(run)
    if run.errors:
        raise NotAllowedNow("households.import_faulty", count=run.errors)
    if asked.doubles and not compared:
        raise NotAllowedNow("households.import_doubles", field="compared", count=asked.doubles)
    if asked.repeated and not compared:
        raise NotAllowedNow("households.import_repeats", field="compared", count=asked.repeated)
    reason = clean_line(reason, max_length=200)
    if asked.unidentified and not reason:
        raise NotAllowedNow("households.reason_without_identification", field="reason", count=asked.unidentified)
    refuse_repeated(run.sha256)
    run.reason = reason
    run.save(update_fields=["reason"])
    return run


@growing()
def confirm_import(
    *, actor: User, run_id: int, reason: str = "", compared: bool = False, tell: Tell = silent
) -> ImportRun:
    """Put the rows of an own, checked upload on file, all or none. ``compared``: the likely doubles and the visits on
    file that the check named were looked at. ``reason``: why households come on file without identification.

    Another person's upload does not exist (ImportRun.DoesNotExist). Raises NotAllowedNow when it was imported or
    discarded, is older than an hour, holds mistakes, or the files on record have changed since the check.
    """
    with transaction.atomic():
        run = open_to_import(actor, run_id, compared=compared, reason=reason)
        try:
            area = _import_kind(actor, run, run.reason, tell)
        except PolicyRefused as error:
            raise NotAllowedNow("households.import_changed") from error
        _close(run, ImportState.WRITTEN, area)
        facts = {"file": run.sha256, "rows": run.members, **sealed_facts(run)}
        right = IMPORT_LEADS if run.kind == ImportKind.LEADS else IMPORT
        record_act(actor=actor, verb=CONFIRM, obj=run, area_code=area, reason=reason, facts=facts, right=right)
        return run


def _import_kind(actor: User, run: ImportRun, reason: str, tell: Tell) -> str:
    """Write what the file holds; the area it lies in."""
    if run.kind == ImportKind.HOUSEHOLDS:
        return _write_households(actor, run, reason, tell)
    before = marks()
    write = _write_leads if run.kind == ImportKind.LEADS else _write_rows
    area = write(actor, run, reason, tell)
    note_written(run, before)
    return area


def _write_households(actor: User, run: ImportRun, reason: str, tell: Tell) -> str:
    facts, doubts = unpack_households(opened_for(run, KEPT))
    batch = ImportBatch(facts, source_digest=run.sha256, checked=True)
    # The check called things doubtful; they stand from now on as findings, and likenesses as likely doubles.
    total = 3 * len(facts)
    tell(ImportStage.WRITING, 0, total)
    written = import_households(actor=actor, batch=batch, reason=reason)
    with joined_whole():
        tell(ImportStage.WRITING, len(facts), total)
        open_checked(written, doubts)
        tell(ImportStage.WRITING, 2 * len(facts), total)
        update_doubles(written)
    run.written = rows_of(written, facts)
    return area_of(household.village for household in facts)


def _write_rows(actor: User, run: ImportRun, reason: str, tell: Tell) -> str:
    data, name = file_of(run), run.file_name
    try:
        return write_rows(
            actor=actor,
            data=data,
            name=name,
            kind=run.kind,
            chosen=run.headings,
            # As the check read it, should the business year have turned since.
            year=run.year_read or run.year,
            reason=reason,
            tell=tell,
        )
    except (DomainError, Household.DoesNotExist) as error:
        raise NotAllowedNow("households.import_changed") from error


def _write_leads(actor: User, run: ImportRun, reason: str, tell: Tell) -> str:
    try:
        return write_leads(actor=actor, run=run, data=file_of(run), reason=reason, tell=tell)
    except BadInput as error:
        raise NotAllowedNow("households.import_changed") from error


def discard_import(*, actor: User, run_id: int) -> ImportRun:
    """Throw an own upload away; its rows are wiped. Raises NotAllowedNow when it is no longer open."""
    access.require(actor, IMPORT)
    with transaction.atomic():
        run = open_run(actor, run_id, fresh=False)
        _close(run, ImportState.DISCARDED)
        record_act(actor=actor, verb=DISCARD, obj=run, facts={"file": run.sha256}, right=IMPORT)
        return run


def sweep_uploads() -> int:
    """Wipe uploads that nobody confirmed within the hour; returns how many."""
    return ImportRun.objects.stale().update(state=ImportState.DISCARDED, payload="", verdict="", kept="")


def refuse_repeated(digest: str) -> None:
    """Raises NotAllowedNow when this very file was imported, by whomever."""
    before = ImportRun.objects.filter(sha256=digest, state=ImportState.WRITTEN).first()
    if before is not None:
        raise NotAllowedNow("households.import_repeated", day=before.imported_on)


def choose(run: ImportRun, how: HowToRead) -> None:
    """Let an open upload, locked by the caller, be read in another way; what was checked of it is forgotten."""
    run.kind, run.headings, run.year = how.kind, dict(how.headings), how.year
    run.state, run.verdict, run.kept = ImportState.RECEIVED, "", ""
    run.households = run.members = run.errors = run.warnings = 0
    run.save(update_fields=[*CHECK_WRITES, "kind", "headings", "year"])


def open_run(actor: User, run_id: int, *, fresh: bool = True) -> ImportRun:
    """An own upload that is neither imported nor thrown away, locked. Raises NotAllowedNow for another."""
    run = ImportRun.objects.own(actor).select_for_update().get(pk=run_id)
    if run.state == ImportState.WRITTEN:
        raise NotAllowedNow("households.import_done", day=run.imported_on)
    if not run.is_open or (fresh and run.is_stale):
        raise NotAllowedNow("households.import_gone")
    return run


def _close(run: ImportRun, state: ImportState, area_code: str = "") -> None:
    run.state, run.payload, run.verdict, run.kept, run.area_code = state, "", "", "", area_code
    run.imported_on = clock.today() if state == ImportState.WRITTEN else None
    try:
        with transaction.atomic():
            run.save(update_fields=["state", "payload", "verdict", "kept", "written", "area_code", "imported_on"])
    except IntegrityError as error:
        raise NotAllowedNow("households.import_repeated", day=clock.today()) from error
