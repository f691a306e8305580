"""From the cells of an uploaded workbook to facts of households, with every cell that can't be read named."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from households.facts import AccountFacts, HouseholdFacts, HouseholdYearFacts, MemberFacts, MemberYearFacts
from households.policy import Level, Problem
from households.resources.sheets import IGNORED, NUMBER, SHEETS, HouseholdSheet, MemberSheet, Sheet, heading_key
from households.services.rows import MEMBER_YEAR_FIELDS, YEAR_FIELDS
from villages.models import Village
from yuping.core.errors import BadInput, PolicyRefused
from yuping.core.excel import BadWorkbook, Cell, read_sheets

# The heading stands in one of the first rows: above it a title, or who exported the list.
HEADING_WITHIN = 5
HEADER_FIELDS = (
    "number",
    "village",
    "group",
    "address",
    "phone",
    "identification_standard",
    "soldier_or_martyr_family",
    "one_child_household",
    "two_daughters_household",
    "registered_on",
)
ACCOUNT_FIELDS = ("account_bank", "account_kind", "account_number", "account_holder")
MEMBER_FIELDS = tuple(name for name in MemberSheet.columns() if name not in {"number", *MEMBER_YEAR_FIELDS})
# Where the validator names a field of the account, and where that stands in the sheet.
ACCOUNT_PLACES = {"bank_name": "account_bank", "kind": "account_kind", "holder": "account_holder"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell: sheet, row as the person counts, heading."""

    sheet: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell, or doubtful."""

    spot: Spot
    code: str
    level: Level = Level.REFUSED
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Line:
    """A row read: its number in the sheet and its values by field."""

    row: int
    values: dict[str, Any]


@dataclass(slots=True)
class Place:
    """Where a household stands in the file: its own row and those of its members."""

    line: Line
    members: list[Line]

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Sheet and row of everything about the household."""
        own = (HouseholdSheet.sheet_name, self.line.row)
        return [own, *((MemberSheet.sheet_name, line.row) for line in self.members)]

    def spot_of(self, problem: Problem) -> Spot:
        """The cell of a problem that the validator found."""
        if problem.member is not None and problem.member < len(self.members):
            line = self.members[problem.member]
            return Spot(MemberSheet.sheet_name, line.row, MemberSheet.column_of(problem.field).column_name)
        name = ACCOUNT_PLACES.get(problem.field, problem.field)
        own_number = problem.code.startswith("households.") and problem.field == "number"
        if name == "account" or (name == "number" and not own_number):
            name = "account_number"
        return Spot(HouseholdSheet.sheet_name, self.line.row, HouseholdSheet.column_of(name).column_name)


@dataclass(slots=True)
class Reading:
    """The households of a file, where each stands, and the cells that can't be read."""

    households: list[HouseholdFacts]
    places: list[Place]
    faults: list[Fault]
    members: int

    @property
    def lost_lines(self) -> Iterator[Fault]:
        """Faults of member rows that belong to no household of the file."""
        return (fault for fault in self.faults if fault.code == "households.household_unknown")


def read_households(data: bytes, *, name: str) -> Reading:
    """Read an uploaded workbook. Raises BadWorkbook for the file, PolicyRefused for missing sheets and columns."""
    if not name.lower().endswith(".xlsx"):
        raise BadWorkbook("households.file_not_xlsx")
    faults: list[Fault] = []
    homes_read, members_read = _sheets(data, name)
    lines = _lines(HouseholdSheet, homes_read, faults, years={}, villages=_villages())
    years = {line.values["number"]: line.values["year"] for line in lines}
    people = _lines(MemberSheet, members_read, faults, years=years, villages={})
    homes: dict[str, list[Line]] = defaultdict(list)
    known = {line.values["number"] for line in lines}
    for line in people:
        if line.values["number"] in known:
            homes[line.values["number"]].append(line)
        else:
            faults.append(Fault(Spot(MemberSheet.sheet_name, line.row, NUMBER), "households.household_unknown"))
    places = [
        Place(line, sorted(homes.pop(line.values["number"], []), key=lambda one: one.values["relation"] != "01"))
        for line in lines
    ]
    households = [_household(place, faults) for place in places]
    return Reading(households, places, faults, len(people))


def _villages() -> dict[str, str | None]:
    """Name or code of a village to its code; None where two villages of the county have the name."""
    found: dict[str, str | None] = {}
    rows = Village.objects.all_areas(reason="names in a file; the check asks for the person's reach")
    for code, name, short in rows.filter(valid_to__isnull=True).values_list("pk", "name", "short_name"):
        found[code] = code
        for text in {name, short}:
            found[text] = None if text in found else code
    return found


def _sheets(data: bytes, name: str) -> list[list[list[Cell]]]:
    try:
        return read_sheets(data, [sheet.sheet_name for sheet in SHEETS], name=name)
    except BadWorkbook as error:
        if error.code == "file_no_sheet":
            raise BadWorkbook("households.sheet_missing", **error.params) from None
        raise


def _lines(
    sheet: type[Sheet],
    rows: Sequence[Sequence[Cell]],
    faults: list[Fault],
    *,
    years: Mapping[str, int | None],
    villages: Mapping[str, str | None],
) -> list[Line]:
    heading = next((place for place, row in enumerate(rows[:HEADING_WITHIN]) if NUMBER in map(heading_key, row)), None)
    if heading is None:
        raise BadWorkbook("households.column_missing", column=NUMBER, sheet=sheet.sheet_name)
    order = _order(sheet, rows[heading])
    lines = []
    for place, cells in enumerate(rows[heading + 1 :], start=heading + 2):
        if all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            continue
        lines.append(_line(sheet, place, cells, order, faults, years))
    if not lines:
        raise BadWorkbook("households.no_rows", sheet=sheet.sheet_name)
    for line in lines if villages else ():
        _find_village(line, villages, faults)
    return lines


def _order(sheet: type[Sheet], heading: Sequence[Cell]) -> dict[str, int]:
    """Field to place in the row. Raises PolicyRefused for columns missing, twice, or unknown."""
    wanted = {column.key: name for name, column in sheet.columns().items()}
    found: dict[str, int] = {}
    problems = []
    for place, text in enumerate(heading):
        key = heading_key(text)
        if not key or key in IGNORED:
            continue
        if key not in wanted:
            problems.append(BadInput("households.column_unknown", column=str(text)[:30], sheet=sheet.sheet_name))
        elif wanted[key] in found:
            problems.append(BadInput("households.column_twice", column=key, sheet=sheet.sheet_name))
        else:
            found[wanted[key]] = place
    problems += [
        BadInput("households.column_missing", column=column.column_name, sheet=sheet.sheet_name)
        for name, column in sheet.columns().items()
        if column.required and name not in found
    ]
    if problems:
        raise PolicyRefused("households.refused", reasons=problems)
    return found


def _line(
    sheet: type[Sheet],
    row: int,
    cells: Sequence[Cell],
    order: Mapping[str, int],
    faults: list[Fault],
    years: Mapping[str, int | None],
) -> Line:
    values: dict[str, Any] = {}
    for name, column in sheet.columns().items():
        place = order.get(name)
        cell = "" if place is None or place >= len(cells) else cells[place]
        try:
            values[name] = column.widget.clean(cell, values)
        except BadInput as error:
            values[name] = column.widget.blank
            faults.append(Fault(Spot(sheet.sheet_name, row, column.column_name), error.code, params=error.params))
        else:
            if column.required and values[name] in ("", None):
                faults.append(Fault(Spot(sheet.sheet_name, row, column.column_name), "households.required"))
        if name == "number" and years:
            values["year"] = years.get(values["number"])
    return Line(row, values)


def _find_village(line: Line, villages: Mapping[str, str | None], faults: list[Fault]) -> None:
    text = line.values["village"]
    if not text:
        return
    code = villages.get(text)
    if code is None:
        reason = "households.village_name_twice" if text in villages else "households.village_unknown"
        spot = Spot(HouseholdSheet.sheet_name, line.row, HouseholdSheet.column_of("village").column_name)
        faults.append(Fault(spot, reason))
    line.values["village"] = code or ""


def _household(place: Place, faults: list[Fault]) -> HouseholdFacts:
    values = place.line.values
    members = tuple(_member(line, values["year"]) for line in place.members)
    years: tuple[HouseholdYearFacts, ...] = ()
    if values["year"]:
        answers = {name: values[name] for name in YEAR_FIELDS}
        answers["population_end"] = answers["population_end"] or 0
        years = (HouseholdYearFacts(year=values["year"], **answers),)
    header = {name: values[name] for name in HEADER_FIELDS}
    return HouseholdFacts(**header, members=members, years=years, account=_account(place, members, faults))


def _member(line: Line, year: int | None) -> MemberFacts:
    values = line.values
    answers = {name: values[name] for name in MEMBER_YEAR_FIELDS}
    years = (MemberYearFacts(year=year, **answers),) if year else ()
    return MemberFacts(**{name: values[name] for name in MEMBER_FIELDS}, years=years)


def _account(place: Place, members: Sequence[MemberFacts], faults: list[Fault]) -> AccountFacts | None:
    values = place.line.values
    if not any(values[name] for name in ACCOUNT_FIELDS):
        return None
    holder, wanted = 0, values["account_holder"]
    if wanted:
        names = [member.name for member in members]
        if wanted not in names:
            column = HouseholdSheet.column_of("account_holder").column_name
            spot = Spot(HouseholdSheet.sheet_name, place.line.row, column)
            faults.append(Fault(spot, "households.account_holder"))
        else:
            holder = names.index(wanted)
    return AccountFacts(
        number=values["account_number"], kind=values["account_kind"], bank_name=values["account_bank"], holder=holder
    )
