"""Import of another office's list: its persons are compared with those on file and with applicants; only matches stay.

A row that matches nobody leaves nothing behind but the count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from households.models import Identification, ImportRun, ImportStage, Lead, Member
from households.policy.leads import due_on
from households.querysets import id_index
from households.resources.layouts import Table, refuse_problems, table_of
from households.resources.lead_sheet import LeadRows
from households.resources.lines import Fault, Line, read_lines, spot
from households.resources.reading import Reading
from households.services.import_check import Checked, Tell, silent
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock, vault
from yuping.core.errors import BadInput
from yuping.core.excel import BadWorkbook, read_book
from yuping.core.identity import parse_identity
from yuping.core.text import clean_search

IMPORT_LEADS = "households.import_leads"
DETAILS_PURPOSE = "lead"
AT_ONCE = 5000
WHY = "another office's list is compared with the whole county"


@dataclass(slots=True)
class _List:
    """The rows of a list, the index of each person that could be read, and what is wrong with the cells."""

    table: Table
    lines: list[Line]
    indexes: dict[int, str]
    faults: list[Fault]


def check_leads(*, actor: User, data: bytes, name: str, chosen: Mapping[str, str], tell: Tell = silent) -> Checked:
    """Read and check a list; writes nothing. Raises BadWorkbook or PolicyRefused for the file."""
    access.require(actor, IMPORT_LEADS)
    tell(ImportStage.READING, 0, 0)
    rows = _read_list(data, name, chosen, tell)
    matches = _matches(rows)
    found = {row.row: person.number for row, person in matches}
    reading = Reading([], [], rows.faults, len(rows.lines), {rows.table.title: rows.table.marking})
    reading.named = {line.row: (found.get(line.row, ""), line.values["name"]) for line in rows.lines}
    return Checked(reading, (), tuple(sorted(rows.faults, key=lambda fault: fault.spot.row)), matched=len(found))


def write_leads(*, actor: User, run: ImportRun, data: bytes, reason: str, tell: Tell = silent) -> str:
    """Make a lead of each match, inside the caller's transaction; returns the area. An entry known already is none."""
    scope = access.require(actor, IMPORT_LEADS)
    rows = _read_list(data, run.file_name, run.headings, silent)
    if rows.faults:
        raise BadInput("households.import_changed")
    today, total = clock.today(), len(rows.lines)
    tell(ImportStage.WRITING, 0, total)
    matches = _matches(rows)
    leads = [_lead(run, line, person, rows.indexes[line.row]) for line, person in matches]
    for lead in leads:
        lead.found_on, lead.due_on = today, due_on(today)
    Lead.objects.bulk_create(leads, batch_size=500, ignore_conflicts=True)
    made = Lead.objects.all_areas(reason=WHY).filter(source=run).count()
    run.written = {"rows": total, "leads": made, "known": len(leads) - made, "unmatched": total - _rows_of(matches)}
    area = min(scope.codes)
    facts = {**run.written, "sha256": run.sha256}
    record_act(actor=actor, verb=IMPORT_LEADS, obj=run, area_code=area, reason=reason, facts=facts)
    return area


@dataclass(frozen=True, slots=True)
class _Person:
    """Who was met: a member of a household on file, or an applicant."""

    name: str
    number: str
    village_id: str
    household_id: int | None = None
    member_id: int | None = None
    identification_id: int | None = None


def _read_list(data: bytes, name: str, chosen: Mapping[str, str], tell: Tell) -> _List:
    table = table_of(read_book(data, name=name), LeadRows, chosen=chosen)
    refuse_problems(table)
    faults: list[Fault] = []
    lines = read_lines(table, faults, years=lambda values: None)
    if not lines:
        raise BadWorkbook("households.no_rows", sheet=table.title)
    rows = _List(table, lines, {}, faults)
    unread = {(fault.spot.row, fault.spot.column) for fault in faults}
    seen: set[tuple[str, str, str]] = set()
    today = clock.today()
    for done, line in enumerate(lines):
        tell(ImportStage.CHECKING, done, len(lines))
        values = line.values
        if values["data_on"] and values["data_on"] > today:
            faults.append(Fault(spot(table, line.row, "data_on"), "households.future_date"))
        if not values["id_number"] or (line.row, table.column("id_number")) in unread:
            continue
        try:
            index = id_index(parse_identity(values["id_number"], on=today).canonical18)
        except BadInput as error:
            faults.append(Fault(spot(table, line.row, "id_number"), error.code, params=error.params))
            continue
        key = index, values["kind"], values["details"]
        if key in seen:
            faults.append(Fault(spot(table, line.row, "id_number"), "households.row_twice"))
        seen.add(key)
        rows.indexes[line.row] = index
    return rows


def _matches(rows: _List) -> list[tuple[Line, _Person]]:
    """Each row with each person it means: one who is on file and has an application open is met twice."""
    persons = _met(list(dict.fromkeys(rows.indexes.values())))
    return [
        (line, person)
        for line in rows.lines
        if line.row in rows.indexes
        for person in persons.get(rows.indexes[line.row], ())
    ]


def _rows_of(matches: Sequence[tuple[Line, _Person]]) -> int:
    return len({line.row for line, _person in matches})


def _met(indexes: Sequence[str]) -> dict[str, list[_Person]]:
    found: dict[str, list[_Person]] = {}
    living = Member.objects.all_areas(reason=WHY).living_here().filter(household__state="active")
    asked = Identification.objects.all_areas(reason=WHY).on_their_way()
    for start in range(0, len(indexes), AT_ONCE):
        some = indexes[start : start + AT_ONCE]
        for row in living.filter(id_index__in=some).select_related("household").order_by("pk"):
            home = row.household
            person = _Person(row.name, home.number, row.village_id, household_id=home.pk, member_id=row.pk)
            found.setdefault(row.id_index, []).append(person)
        for row in asked.filter(id_index__in=some).order_by("pk"):
            person = _Person(row.applicant, "", row.village_id, identification_id=row.pk)
            found.setdefault(row.id_index, []).append(person)
    return found


def _lead(run: ImportRun, line: Line, person: _Person, index: str) -> Lead:
    values = line.values
    return Lead(
        household_id=person.household_id,
        member_id=person.member_id,
        identification_id=person.identification_id,
        village_id=person.village_id,
        person=person.name,
        kind=values["kind"],
        details=values["details"],
        department=values["department"],
        data_on=values["data_on"],
        name_differs=clean_search(values["name"]) != clean_search(person.name),
        id_index=index,
        details_index=vault.index_of(values["details"], DETAILS_PURPOSE),
        source=run,
    )
