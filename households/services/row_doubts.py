"""What is doubtful about rows that the verbs take: visits that stand on file already, answers that an import leaves."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from households.models import HouseholdYear, ImportKind, Visit
from households.policy import Level
from households.resources.lines import Line
from households.services.row_writers import Pair
from households.services.years import STATUS_FIELDS
from villages.models import Cadre
from yuping.accounts.models import User
from yuping.core.codes import code_list
from yuping.core.text import clean_name, clean_note, clean_search

REPEATED, LEFT = "households.visit_on_file", "households.status_left"
NO_CADRE = "households.visitor_no_cadre"
# How several visitors stand in one cell.
BETWEEN_NAMES = re.compile(r"[、,，;；/]+")
CODE_SETS = {"exit_flag": "exit_flag", "return_cause": "cause"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row, the field it is about, and the sentence with its values."""

    row: int
    field: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    level: Level = Level.WARNING


def doubts_of_rows(kind: str, pairs: Sequence[Pair]) -> list[Doubt]:
    """Everything doubtful about rows with which nothing is wrong; one query for any number of them."""
    return list(DOUBTS[kind](pairs)) if kind in DOUBTS and pairs else []


def _of_visits(pairs: Sequence[Pair]) -> Iterator[Doubt]:
    """The same visit again: a list that was saved anew has other bytes, and its visits no number of their own."""
    days = {line.values["date"] for _home, line in pairs}
    stored = Visit.unguarded.filter(household__in={home.pk for home, _line in pairs}, date__in=days)
    on_file = set(stored.values_list("household_id", "date", "visitor", "content"))
    above = set()
    for home, line in pairs:
        values = line.values
        visit = (home.pk, values["date"], clean_name(values["visitor"]), clean_note(values["content"]))
        if visit in on_file:
            yield Doubt(line.row, "content", REPEATED)
        elif visit in above:
            yield Doubt(line.row, "content", "households.row_twice")
        above.add(visit)


def doubts_of_visitors(lines: Sequence[Line]) -> list[Doubt]:
    """Visitors who are neither on the register of cadres nor sign in here; rows that are wrong are told too."""
    named = {line.row: _people(line.values["visitor"]) for line in lines}
    asked = {name for names in named.values() for name in names}
    if not asked:
        return []
    known = set(Cadre.unguarded.filter(name__in=asked).values_list("name", flat=True))
    known.update(User.objects.filter(full_name__in=asked).values_list("full_name", flat=True))
    unknown = {row: [name for name in names if name not in known] for row, names in named.items()}
    return [Doubt(row, "visitor", NO_CADRE, {"names": "、".join(names)}) for row, names in unknown.items() if names]


def _people(visitor: str) -> list[str]:
    return [name for part in BETWEEN_NAMES.split(visitor) if (name := clean_search(part))]


def _of_years(pairs: Sequence[Pair]) -> Iterator[Doubt]:
    """Exit and return as the row has them, where the file on record says otherwise and goes on saying so."""
    stored = HouseholdYear.unguarded.filter(household__in={home.pk for home, _line in pairs}).order_by("year")
    records: dict[int, dict[int, dict[str, object]]] = {}
    for record in stored.values("household_id", "year", *STATUS_FIELDS):
        records.setdefault(record["household_id"], {})[record["year"]] = record
    for home, line in pairs:
        year = line.values["year"]
        standing = [record for begun, record in records.get(home.pk, {}).items() if begun <= year]
        for name in STATUS_FIELDS if standing else ():
            said, stands = line.values[name], standing[-1][name]
            if said not in ("", None) and said != stands:
                yield Doubt(line.row, name, LEFT, {"stands": _shown(name, stands, year)})


def _shown(name: str, value: object, year: int) -> str:
    if value in ("", None):
        return "—"
    return code_list(CODE_SETS[name], year=year).get(str(value), str(value)) if name in CODE_SETS else str(value)


DOUBTS: Mapping[str, Callable[[Sequence[Pair]], Iterator[Doubt]]] = {
    ImportKind.VISITS: _of_visits,
    ImportKind.YEARS: _of_years,
}
