"""From an uploaded workbook to facts of households: two sheets as in our form, or one list as townships keep them.

The list of persons has a row for each person with the household's answers in the head's; the list of households names
the head alone, who is then the only member.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from households.facts import AccountFacts, HouseholdFacts, HouseholdYearFacts, MemberFacts, MemberYearFacts
from households.policy import Problem
from households.resources.cells import Month
from households.resources.layouts import Table, refuse_problems, table_of
from households.resources.lines import Fault, Line, Spot, read_lines, spot, title_year
from households.resources.places import VillageNames
from households.resources.sheets import HOUSEHOLDS, MEMBERS, HouseholdSheet, MemberSheet, PersonSheet
from households.services.rows import MEMBER_YEAR_FIELDS, YEAR_FIELDS
from yuping.core.excel import BadWorkbook, Rows, read_book

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
# A list of households names its head in columns of its own.
HEAD_PLACES = {"name": "head_name", "id_number": "head_number"}
ANSWERS = tuple(name for name in HouseholdSheet.columns() if name not in {"number", "phone"})


@dataclass(slots=True)
class Place:
    """Where a household stands in the file: its own row and those of its members, each with its table."""

    line: Line
    members: list[Line]
    home: Table
    people: Table | None

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Sheet and row of everything about the household."""
        own = [(self.home.title, self.line.row)]
        return own + ([(self.people.title, line.row) for line in self.members] if self.people else [])

    def spot_of(self, problem: Problem) -> Spot:
        """The cell of a problem that the validator found."""
        if problem.member is not None and problem.member < len(self.members):
            if self.people is None:
                return spot(self.home, self.line.row, HEAD_PLACES.get(problem.field, "number"))
            name = problem.field if problem.field in MemberSheet.columns() else "number"
            return spot(self.people, self.members[problem.member].row, name)
        name = ACCOUNT_PLACES.get(problem.field, problem.field)
        own_number = problem.code.startswith("households.") and problem.field == "number"
        if name == "account" or (name == "number" and not own_number):
            name = "account_number"
        return spot(self.home, self.line.row, name if name in HouseholdSheet.columns() else "number")


@dataclass(slots=True)
class Reading:
    """The households of a file, where each stands, and the cells that can't be read."""

    households: list[HouseholdFacts]
    places: list[Place]
    faults: list[Fault]
    members: int
    tables: dict[str, tuple[int, int]]
    # Of rows about households on file: row to household number and name.
    named: dict[int, tuple[str, str]] = field(default_factory=dict)
    # And row to what its import does.
    does: dict[int, str] = field(default_factory=dict)
    # The file year of rows that don't tell it, and the columns that were passed over.
    year: int | None = None
    unread: list[str] = field(default_factory=list)

    @property
    def lost_lines(self) -> Iterator[Fault]:
        """Faults of member rows that belong to no household of the file."""
        return (fault for fault in self.faults if fault.code == "households.household_unknown")


def read_households(
    data: bytes, *, name: str, chosen: Mapping[str, str] | None = None, year: int | None = None
) -> Reading:
    """Read an upload. Raises BadWorkbook for the file, PolicyRefused for missing, doubled and unknown columns.

    ``chosen`` are headings of a saved profile with the field that each stands for; ``year`` is the file year where
    neither a column nor the title tells it.
    """
    book = read_book(data, name=name)
    faults: list[Fault] = []
    home, people = _tables(book, chosen or {}, year)
    refuse_problems(*filter(None, (home, people)))
    year = title_year(home) or year
    places, members = _places(home, people, faults, year)
    if not places:
        raise BadWorkbook("households.no_rows", sheet=home.title)
    villages = VillageNames()
    for place in places:
        villages.find(place.line, home, faults)
    households = [_household(place, faults) for place in places]
    tables = {one.title: one for one in (home, people) if one}
    reading = Reading(households, places, faults, members, {title: one.marking for title, one in tables.items()})
    reading.year = None if "year" in home.order else year
    return reading


def _tables(book: Mapping[str, Rows], chosen: Mapping[str, str], year: int | None) -> tuple[Table, Table | None]:
    """The tables of households and of members; the same one twice for a list of persons, no second for one of heads."""
    titles = {title.strip() for title in book}
    if {HOUSEHOLDS, MEMBERS} & titles:
        if not {HOUSEHOLDS, MEMBERS} <= titles:
            raise BadWorkbook("households.sheet_missing", sheet=(HOUSEHOLDS, MEMBERS)[HOUSEHOLDS in titles])
        return table_of(book, HouseholdSheet, chosen=chosen), table_of(book, MemberSheet, chosen=chosen)
    persons = table_of(book, PersonSheet, chosen=chosen)
    if "relation" in persons.order:
        other = {title: rows for title, rows in book.items() if title != persons.title}
        heads = _second(other, chosen)
        if heads is not None:
            return _with_year(heads, year), table_of({persons.title: book[persons.title]}, MemberSheet, chosen=chosen)
        return _with_year(persons, year), persons
    return _with_year(table_of(book, HouseholdSheet, chosen=chosen), year), None


def _second(book: Mapping[str, Rows], chosen: Mapping[str, str]) -> Table | None:
    """A further sheet with the households themselves, if the workbook has one."""
    try:
        table = table_of(book, HouseholdSheet, chosen=chosen) if book else None
    except BadWorkbook:
        return None
    return table if table and {"number", "population_end"} <= set(table.order) else None


def _with_year(table: Table, year: int | None) -> Table:
    """The file year may stand in the title, or be given with the upload, instead of a column."""
    if "year" not in table.order and (title_year(table) or year):
        column = table.sheet.column_of("year").column_name
        table.problems = [problem for problem in table.problems if problem.params.get("column") != column]
    return table


def _places(home: Table, people: Table | None, faults: list[Fault], year: int | None) -> tuple[list[Place], int]:
    if people is home:
        return _of_persons(home, year, faults)
    lines = read_lines(home, faults, years=lambda values: year)
    if people is None:
        return [Place(line, [_head(line)], home, None) for line in lines], len(lines)
    years = {line.values["number"]: line.values["year"] for line in lines}
    homes: dict[str, list[Line]] = defaultdict(list)
    rows = read_lines(people, faults, years=lambda values: years.get(values["number"]))
    for line in rows:
        if line.values["number"] in years:
            homes[line.values["number"]].append(line)
        else:
            faults.append(Fault(spot(people, line.row, "number"), "households.household_unknown"))
    return [Place(line, _head_first(homes.pop(line.values["number"], [])), home, people) for line in lines], len(rows)


def _head_first(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda one: one.values["relation"] != "01")


def _of_persons(table: Table, year: int | None, faults: list[Fault]) -> tuple[list[Place], int]:
    """Rows of persons, gathered by household: a row without number belongs to the one above."""
    optional = [name for name in HouseholdSheet.columns() if name not in MemberSheet.columns()]
    lines = read_lines(table, faults, years=lambda values: year, optional=[*optional, "number"])
    homes: dict[str, list[Line]] = {}
    above = ""
    for line in lines:
        above = line.values["number"] = line.values["number"] or above
        homes.setdefault(above, []).append(line)
    places = []
    unread = {(fault.spot.row, fault.spot.column) for fault in faults}
    for members in map(_head_first, homes.values()):
        home = Line(members[0].row, dict(members[0].values))
        _gather(table, home, members[1:], faults, unread)
        places.append(Place(home, members, table, table))
    return places, len(lines)


def _gather(
    table: Table, home: Line, others: Iterable[Line], faults: list[Fault], unread: set[tuple[int, str]]
) -> None:
    """The household's answers stand in the head's row, or in any one row; two that differ are a fault."""
    columns = HouseholdSheet.columns()
    present = [name for name in ANSWERS if name in table.order]
    for line in others:
        for name in present:
            value, blank = line.values[name], columns[name].widget.blank
            if value == blank:
                continue
            if home.values[name] == blank:
                home.values[name] = value
            elif home.values[name] != value:
                faults.append(Fault(spot(table, line.row, name), "households.differs_in_household"))
    for name, column in columns.items():
        missing = column.required and home.values[name] in ("", None) and (home.row, table.column(name)) not in unread
        if missing:
            faults.append(Fault(spot(table, home.row, name), "households.required"))


def _head(line: Line) -> Line:
    """The only member that a list of households names."""
    values = {name: column.widget.blank for name, column in MemberSheet.columns().items()}
    given = {"name": line.values["head_name"], "id_number": line.values["head_number"], "relation": "01"}
    return Line(line.row, values | given | {"number": line.values["number"]})


def _household(place: Place, faults: list[Fault]) -> HouseholdFacts:
    values = place.line.values
    people = place.people or place.home
    members = tuple(_member(line, values["year"], people, faults) for line in place.members)
    years: tuple[HouseholdYearFacts, ...] = ()
    if values["year"]:
        answers = {name: values[name] for name in YEAR_FIELDS if name in values}
        answers["population_end"] = answers["population_end"] or 0
        years = (HouseholdYearFacts(year=values["year"], **answers),)
    header = {name: values[name] for name in HEADER_FIELDS}
    _compare_head(place, members, faults)
    return HouseholdFacts(**header, members=members, years=years, account=_account(place, members, faults))


def _compare_head(place: Place, members: Sequence[MemberFacts], faults: list[Fault]) -> None:
    """The head named with the household is the one among its members."""
    head = next((member for member in members if member.is_head), None)
    if head is None:
        return
    for name, own in HEAD_PLACES.items():
        stated = place.line.values[own]
        if stated and getattr(head, name) and stated != getattr(head, name):
            faults.append(Fault(spot(place.home, place.line.row, own), "households.head_differs"))


def _member(line: Line, year: int | None, table: Table, faults: list[Fault]) -> MemberFacts:
    values = line.values
    answers = {name: values[name] for name in MEMBER_YEAR_FIELDS}
    years = (MemberYearFacts(year=year, **answers),) if year else ()
    given = {name: values[name] for name in MEMBER_FIELDS}
    if isinstance(values["birth_date"], Month):
        given["birth_date"] = _birth_date(values["birth_date"], line, table, faults)
    return MemberFacts(**given, years=years)


def _birth_date(month: Month, line: Line, table: Table, faults: list[Fault]) -> Any:
    """Of a birth given by its month the number tells the day; None where it does."""
    number = line.values["id_number"]
    if not number:
        return month.replace(day=1)
    if number[6:12] != f"{month:%Y%m}" and number[6:10] != f"{month:%y%m}":
        faults.append(Fault(spot(table, line.row, "birth_date"), "households.number_against_birth_date"))
    return None


def _account(place: Place, members: Sequence[MemberFacts], faults: list[Fault]) -> AccountFacts | None:
    values = place.line.values
    if not any(values[name] for name in ACCOUNT_FIELDS):
        return None
    holder, wanted = 0, values["account_holder"]
    if wanted:
        names = [member.name for member in members]
        if wanted not in names:
            faults.append(Fault(spot(place.home, place.line.row, "account_holder"), "households.account_holder"))
        else:
            holder = names.index(wanted)
    return AccountFacts(
        number=values["account_number"], kind=values["account_kind"], bank_name=values["account_bank"], holder=holder
    )
