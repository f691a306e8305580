"""The check of an upload: everything wrong or doubtful at its cell, and the verdict row by row as it is kept."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from households.facts import HouseholdFacts
from households.models import ImportRun, ImportStage, ImportState
from households.policy import Level, Problem, year_file
from households.reference import poverty_line
from households.resources.layouts import Table
from households.resources.lines import Fault, Spot
from households.resources.reading import Reading, read_households
from households.services.apart import LIKELY, doubts_of_batch
from households.services.checking import check_alone, check_tables
from households.services.identified import MISSING, before_the_case, cases_of, doubts_about_cases
from households.services.import_seal import VERDICT, opened_for
from households.services.keeping import unpack
from households.services.registration import IMPORT
from households.services.row_doubts import REPEATED
from households.services.rule_reading import Failure, doubts_in
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core.memory import growing
from yuping.core.show import show_day, show_money

TOLD_BY_NUMBER = {"sex", "birth_date"}
# Told how far the work is: stage, rows done, rows in all.
Tell = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Nobody waits for news."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file read and checked: what stands in it, and everything wrong or doubtful, worst first.

    ``doubts`` holds what the rules of data quality found, household by household.
    """

    reading: Reading
    households: tuple[HouseholdFacts, ...]
    faults: tuple[Fault, ...]
    doubts: tuple[tuple[Problem, ...], ...] = ()
    # Rows of another office's list that mean somebody on file.
    matched: int = 0

    @property
    def errors(self) -> int:
        return sum(fault.level is Level.REFUSED for fault in self.faults)

    @property
    def warnings(self) -> int:
        return len(self.faults) - self.errors


@growing()
def check_file(
    *,
    actor: User,
    data: bytes,
    name: str,
    chosen: Mapping[str, str] | None = None,
    year: int | None = None,
    tell: Tell = silent,
) -> Checked:
    """Read and check a workbook for this person; writes nothing. Raises BadWorkbook or PolicyRefused for the file."""
    access.require(actor, IMPORT)
    tell(ImportStage.READING, 0, 0)
    reading = read_households(data, name=name, chosen=chosen, year=year)
    total = len(reading.households)
    done, problems = check_alone(reading.households, step=lambda done: tell(ImportStage.CHECKING, done, total))
    verdict = check_tables(actor=actor, verb=IMPORT, households=done, problems=problems)
    cases = cases_of(verdict.households)
    # What the writing refuses is refused here, at its row.
    problems = [*verdict.problems, *before_the_case(verdict.households, cases)]
    found = list(reading.faults)
    unreadable = {fault.spot for fault in found}
    refused = {place for place, _problem in problems}
    line_of = lru_cache(poverty_line)
    found += _beyond_reading(reading, problems, unreadable)
    unread = {(spot.sheet, spot.row) for spot in unreadable}
    doubts: list[tuple[Problem, ...]] = []
    failed: dict[str, Failure] = {}
    for place, household in enumerate(verdict.households):
        doubts.append(())
        if place in refused or not household.years or unread.intersection(reading.places[place].rows):
            continue
        answers = household.years[0]
        file = year_file(household, answers, poverty_line=line_of(answers.year - 1))
        doubts[place] = tuple(doubts_in(file, failed))
        found += [_fault(reading, place, doubt) for doubt in doubts[place]]
    if not refused and not unreadable:
        # While anything is wrong the file comes back anyway; whoever looks like somebody on file is told at the end.
        found += [_fault(reading, place, doubt) for place, doubt in doubts_of_batch(actor, verdict.households)]
        found += [_fault(reading, place, doubt) for place, doubt in doubts_about_cases(verdict.households, cases)]
    first = reading.places[0].home.title
    # A phone in one cell is the household's and its head's: what is wrong with it is said once.
    once = {(fault.spot, fault.code, repr(fault.params)): fault for fault in found}
    faults = tuple(sorted(once.values(), key=lambda fault: _order(fault, first)))
    return Checked(reading, verdict.households, faults, tuple(doubts))


def _fault(reading: Reading, place: int, problem: Problem) -> Fault:
    return Fault(reading.places[place].spot_of(problem), problem.code, problem.level, problem.params)


def _beyond_reading(
    reading: Reading, problems: Sequence[tuple[int, Problem]], unreadable: set[Spot]
) -> Iterator[Fault]:
    """What the validator refuses beside the cells that can't be read, without what only follows from another fault.

    Sex and birth date are missing because the number that says both is wrong, and of a village that is unknown no
    group is known: who corrects the one need not be told of the other.
    """
    home, people = reading.places[0].home, reading.places[0].people
    numbers = _rows_at(unreadable, (home, "head_number"), (people, "id_number"))
    villages = _rows_at(unreadable, (home, "village"))
    faults = [(problem, _fault(reading, place, problem)) for place, problem in problems]
    numbers |= {_row(fault) for problem, fault in faults if problem.code.startswith("identity_")}
    villages |= {_row(fault) for problem, fault in faults if problem.code == "households.village_out_of_reach"}
    for problem, fault in faults:
        told_by_number = problem.code == "households.required" and problem.field in TOLD_BY_NUMBER
        if fault.spot in unreadable or (told_by_number and _row(fault) in numbers):
            continue
        if problem.code != "households.group_unknown" or _row(fault) not in villages:
            yield fault


def _rows_at(spots: set[Spot], *columns: tuple[Table | None, str]) -> set[tuple[str, int]]:
    """The rows in which one of these columns is among the cells."""
    places = {(table.title, table.order.get(name)) for table, name in columns if table}
    return {(spot.sheet, spot.row) for spot in spots if (spot.sheet, spot.place) in places}


def _row(fault: Fault) -> tuple[str, int]:
    return fault.spot.sheet, fault.spot.row


def _order(fault: Fault, first: str) -> tuple[int, bool, int]:
    return (list(Level).index(fault.level), fault.spot.sheet != first, fault.spot.row)


def verdict_rows(run: ImportRun) -> list["VerdictRow"]:
    """The verdict row by row, faulty ones first; none before the check and once the upload is wiped.

    Raises NotAllowedNow where the upload is no longer what was checked.
    """
    if run.state != ImportState.CHECKED:
        return []
    rows = unpack(opened_for(run, VERDICT))
    return [VerdictRow(*row[:4], tuple(Remark(*remark) for remark in row[4]), *row[5:]) for row in rows]


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
    # What its import does, where there is more than one thing that it may do.
    does: str = ""

    @property
    def level(self) -> str:
        """The worst of its remarks; "" for a row without any."""
        return min((remark.level for remark in self.remarks), key=list(Level).index, default="")


def verdict_of(checked: Checked) -> list[list[Any]]:
    """Every row of the file with its remarks: the worst first, then in the order of the file."""
    remarks: dict[tuple[str, int], list[Any]] = {}
    for fault in checked.faults:
        params = plain_params(fault.params)
        said = [fault.spot.column, fault.level.value, fault.code, params, fault.spot.place]
        remarks.setdefault((fault.spot.sheet, fault.spot.row), []).append(said)
    lines = {}
    for place, household in zip(checked.reading.places, checked.reading.households, strict=True):
        head = household.members[0].name if household.members else ""
        lines[place.home.title, place.line.row] = (household.number, head)
        for line in place.members if place.people else ():
            lines[place.people.title, line.row] = (household.number, line.values["name"])
    title = next(iter(checked.reading.tables))
    lines |= {(title, row): named for row, named in checked.reading.named.items()}
    lost = {(fault.spot.sheet, fault.spot.row): ("", "") for fault in checked.reading.lost_lines}
    does = {(title, row): told for row, told in checked.reading.does.items()}
    named = lines | lost
    faulty = [[*key, *named.get(key, ("", "")), said, does.get(key, "")] for key, said in remarks.items()]
    return faulty + [[*key, *whose, [], does.get(key, "")] for key, whose in lines.items() if key not in remarks]


def plain_params(params: Mapping[str, object]) -> dict[str, object]:
    """The values of a sentence, as they are kept."""
    return {name: plain(value) for name, value in params.items()}


def plain(value: object) -> object:
    if isinstance(value, Decimal):
        return show_money(value)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if isinstance(value, int | str) or value is None else show_day(value)


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever confirms an upload is asked about, and of how many rows."""

    # Rows that look like people or households on file, visits that stand there, households without an accepted case.
    doubles: int = 0
    repeated: int = 0
    unidentified: int = 0


def asked_of(run: ImportRun) -> Asked:
    """What is to be asked before an upload is imported. Raises NotAllowedNow as ``verdict_rows`` does."""
    codes = Counter(code for row in verdict_rows(run) for code in {remark.code for remark in row.remarks})
    return Asked(codes[LIKELY], codes[REPEATED], codes[MISSING])


def spots_of(rows: Sequence[VerdictRow]) -> list[tuple[Spot, Remark]]:
    """Every remark with its cell, for marking the workbook."""
    return [(Spot(row.sheet, row.row, remark.column, remark.place), remark) for row in rows for remark in row.remarks]
