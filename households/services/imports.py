"""Import of a household workbook: upload and check, confirm, discard. What is confirmed is what the server stored.

The confirming request names an upload and nothing else: what the check completed was kept sealed, and what others may
have put on file meanwhile is asked again in the transaction that writes.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, transaction

from households.facts import HouseholdFacts, ImportBatch
from households.models import ImportRun, ImportState
from households.policy import RULES, Level, Problem, doubts_of, year_file
from households.reference import poverty_line
from households.resources.headings import heading_key
from households.resources.lines import Fault, Spot
from households.resources.reading import Reading, read_households
from households.resources.sheets import HouseholdSheet, MemberSheet
from households.services.checking import check_alone, check_tables
from households.services.findings import update_findings
from households.services.keeping import pack, pack_households, unpack, unpack_households
from households.services.registration import IMPORT, import_households
from villages.services.loading import area_of
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import NotAllowedNow, PolicyRefused
from yuping.core.memory import growing
from yuping.core.show import show_day, show_money


# Rules are read over so many new files at a time: the server knows nothing yet of tables that were just filled, and
# may take minutes over a question about all of them.
FOUND_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """A file read and checked: what stands in it, and everything wrong or doubtful, worst first."""

    reading: Reading
    households: tuple[HouseholdFacts, ...]
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> int:
        return sum(fault.level is Level.REFUSED for fault in self.faults)

    @property
    def warnings(self) -> int:
        return len(self.faults) - self.errors


@growing()
def check_file(*, actor: User, data: bytes, name: str) -> Checked:
    """Read and check a workbook for this person; writes nothing. Raises BadWorkbook or PolicyRefused for the file."""
    access.require(actor, IMPORT)
    reading = read_households(data, name=name)
    done, problems = check_alone(reading.households)
    verdict = check_tables(actor=actor, verb=IMPORT, households=done, problems=problems)
    found = list(reading.faults)
    unreadable = {fault.spot for fault in found}
    refused: set[int] = set()
    line_of = lru_cache(poverty_line)
    for place, problem in verdict.problems:
        refused.add(place)
        fault = _fault(reading, place, problem)
        if fault.spot not in unreadable and not _follows(fault, unreadable):
            found.append(fault)
    unread = {(spot.sheet, spot.row) for spot in unreadable}
    for place, household in enumerate(verdict.households):
        if place in refused or not household.years or unread.intersection(reading.places[place].rows):
            continue
        year = household.years[0]
        file = year_file(household, year, poverty_line=line_of(year.year - 1))
        found += [_fault(reading, place, doubt) for doubt in doubts_of(file, RULES.values())]
    first = reading.places[0].home.title
    return Checked(reading, verdict.households, tuple(sorted(found, key=lambda fault: _order(fault, first))))


def _fault(reading: Reading, place: int, problem: Problem) -> Fault:
    return Fault(reading.places[place].spot_of(problem), problem.code, problem.level, problem.params)


def _follows(fault: Fault, unreadable: set[Spot]) -> bool:
    """Sex and birth date are missing only because the number that says both can't be read."""
    numbers = {MemberSheet.column_of("id_number").column_name, HouseholdSheet.column_of("head_number").column_name}
    return fault.code == "households.required" and any(
        spot.sheet == fault.spot.sheet and spot.row == fault.spot.row and heading_key(spot.column) in numbers
        for spot in unreadable
    )


def _order(fault: Fault, first: str) -> tuple[int, bool, int]:
    return (list(Level).index(fault.level), fault.spot.sheet != first, fault.spot.row)


@growing()
def upload_households(*, actor: User, data: bytes, name: str) -> ImportRun:
    """Check a file and keep it for its person for an hour.

    Raises BadWorkbook, PolicyRefused, and NotAllowedNow for a file that was imported already.
    """
    access.require(actor, IMPORT)
    sweep_uploads()
    digest = hashlib.sha256(data).hexdigest()
    refuse_repeated(digest)
    checked = check_file(actor=actor, data=data, name=name)
    run = ImportRun.objects.create(
        actor=actor,
        file_name=name[-120:],
        sha256=digest,
        size=len(data),
        households=len(checked.reading.households),
        members=checked.reading.members,
        errors=checked.errors,
        warnings=checked.warnings,
        payload=base64.b64encode(data).decode(),
        verdict=pack(_rows(checked)),
        kept="" if checked.errors else pack_households(checked.households),
        tables=checked.reading.tables,
    )
    # As stored: file and verdict sealed, and read only when asked for.
    return ImportRun.objects.defer("payload", "verdict", "kept").get(pk=run.pk)


@growing()
def confirm_import(*, actor: User, run_id: int, reason: str = "") -> ImportRun:
    """Put the households of an own, checked upload on file, all or none.

    Another person's upload does not exist (ImportRun.DoesNotExist). Raises NotAllowedNow when it was imported or
    discarded, is older than an hour, holds mistakes, or the files on record have changed since the check.
    """
    access.require(actor, IMPORT)
    with transaction.atomic():
        run = _open_run(actor, run_id)
        if run.errors:
            raise NotAllowedNow("households.import_faulty", count=run.errors)
        refuse_repeated(run.sha256)
        households = unpack_households(run.kept.open())
        batch = ImportBatch(households, source_digest=run.sha256, checked=True)
        try:
            written = import_households(actor=actor, batch=batch, reason=reason)
        except PolicyRefused as error:
            raise NotAllowedNow("households.import_changed") from error
        # What the check called doubtful stands from now on as findings.
        for start in range(0, len(written), FOUND_AT_ONCE):
            update_findings(written[start : start + FOUND_AT_ONCE])
        _close(run, ImportState.WRITTEN, area_of(household.village for household in households))
        return run


def discard_import(*, actor: User, run_id: int) -> ImportRun:
    """Throw an own upload away; its rows are wiped. Raises NotAllowedNow when it is no longer open."""
    access.require(actor, IMPORT)
    with transaction.atomic():
        run = _open_run(actor, run_id, fresh=False)
        _close(run, ImportState.DISCARDED)
        return run


def sweep_uploads() -> int:
    """Wipe uploads that nobody confirmed within the hour; returns how many."""
    return ImportRun.objects.stale().update(state=ImportState.DISCARDED, payload="", verdict="", kept="")


def refuse_repeated(digest: str) -> None:
    """Raises NotAllowedNow when this very file was imported, by whomever."""
    before = ImportRun.objects.filter(sha256=digest, state=ImportState.WRITTEN).first()
    if before is not None:
        raise NotAllowedNow("households.import_repeated", day=before.imported_on)


def file_of(run: ImportRun) -> bytes:
    """The uploaded file of an open upload."""
    return base64.b64decode(run.payload.open())


def verdict_rows(run: ImportRun) -> list["VerdictRow"]:
    """The verdict row by row, faulty ones first; none once the upload is wiped."""
    if not run.verdict:
        return []
    rows = unpack(run.verdict.open())
    return [VerdictRow(*row[:4], tuple(Remark(*remark) for remark in row[4])) for row in rows]


@dataclass(frozen=True, slots=True)
class Remark:
    """What the check says of a cell."""

    column: str
    level: str
    code: str
    params: Mapping[str, object]
    place: int = -1


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """The verdict on a row of the workbook."""

    sheet: str
    row: int
    number: str
    name: str
    remarks: tuple[Remark, ...]

    @property
    def level(self) -> str:
        """The worst of its remarks; "" for a row without any."""
        return min((remark.level for remark in self.remarks), key=list(Level).index, default="")


def _open_run(actor: User, run_id: int, *, fresh: bool = True) -> ImportRun:
    run = ImportRun.objects.own(actor).select_for_update().get(pk=run_id)
    if run.state == ImportState.WRITTEN:
        raise NotAllowedNow("households.import_done", day=run.imported_on)
    if run.state != ImportState.CHECKED or (fresh and run.is_stale):
        raise NotAllowedNow("households.import_gone")
    return run


def _close(run: ImportRun, state: ImportState, area_code: str = "") -> None:
    run.state, run.payload, run.verdict, run.kept, run.area_code = state, "", "", "", area_code
    run.imported_on = clock.today() if state == ImportState.WRITTEN else None
    try:
        with transaction.atomic():
            run.save(update_fields=["state", "payload", "verdict", "kept", "area_code", "imported_on"])
    except IntegrityError as error:
        raise NotAllowedNow("households.import_repeated", day=clock.today()) from error


def _rows(checked: Checked) -> list[list[Any]]:
    """Every row of the file with its remarks: the worst first, then in the order of the file."""
    remarks: dict[tuple[str, int], list[Any]] = {}
    for fault in checked.faults:
        params = {name: _written(value) for name, value in fault.params.items()}
        said = [fault.spot.column, fault.level.value, fault.code, params, fault.spot.place]
        remarks.setdefault((fault.spot.sheet, fault.spot.row), []).append(said)
    lines = {}
    for place, household in zip(checked.reading.places, checked.reading.households, strict=True):
        head = household.members[0].name if household.members else ""
        lines[place.home.title, place.line.row] = (household.number, head)
        for line in place.members if place.people else ():
            lines[place.people.title, line.row] = (household.number, line.values["name"])
    lost = {(fault.spot.sheet, fault.spot.row): ("", "") for fault in checked.reading.lost_lines}
    faulty = [[*key, *(lines | lost).get(key, ("", "")), said] for key, said in remarks.items()]
    return faulty + [[*key, *named, []] for key, named in lines.items() if key not in remarks]


def _written(value: object) -> object:
    if isinstance(value, Decimal):
        return show_money(value)
    if isinstance(value, list | tuple):
        return [_written(one) for one in value]
    return value if isinstance(value, int | str) or value is None else show_day(value)


def spots_of(rows: Sequence[VerdictRow]) -> list[tuple[Spot, Remark]]:
    """Every remark with its cell, for marking the workbook."""
    return [(Spot(row.sheet, row.row, remark.column, remark.place), remark) for row in rows for remark in row.remarks]
