"""The yearly adjustment (动态调整) in numbers: of each village what is due, under way and done, and the list behind it.

A number knows its list: the same filters that a person would set there by hand. Of a year that is over, files and
watched households are those of its last day; a case belongs to the year in which it was opened, and counts where it
stands today.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.case_sentences import STAGES
from households.filters.households import YEARS_BACK
from households.models import Adjustment, AdjustmentKind, Household, Identification, StatusChange
from households.policy.refusals import FIRST_YEAR
from households.policy.status import Change
from households.procedures import ADJUSTMENTS, IDENTIFICATION, Stage
from households.querysets import AdjustmentQuerySet
from villages.models import Village
from yuping.accounts.models import User
from yuping.core import clock

NEW = "identification"
KINDS: Mapping[str, str | Promise] = {NEW: _("identification"), **dict(AdjustmentKind.choices)}
# What ends a file without a procedure.
GONE = {Change.EXTINCT: _("household extinct"), Change.MOVED_OUT: _("moved out of the county")}
FILES, ADJUSTED = "households:household_list", "households:adjustment_list"
IDENTIFIED, CHANGED = "households:identification_list", "households:status_list"


@dataclass(frozen=True)
class Number:
    """A number and the list that holds its rows; no list where there is none of that year."""

    count: int
    url: str = ""


@dataclass(frozen=True)
class Column:
    """A column of the table of villages: whose rows it counts, and how its list is narrowed to them."""

    key: str
    label: str | Promise
    page: str
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A village, a township or all of it together: its numbers in the order of the columns."""

    code: str
    name: str
    numbers: tuple[Number, ...]
    township: str = ""


def day_of(year: int) -> datetime.date:
    """The day as of which the files of a year are counted: its last one, or today while it runs."""
    return min(datetime.date(year, 12, 31), clock.today())


def columns_of(year: int) -> list[Column]:
    """The columns of the table of a year."""
    day = day_of(year)
    over = day < clock.today()
    files = {"on_file": day.isoformat()} if over else {"state": "active"}
    if over and year >= FIRST_YEAR:
        files["year"] = str(year)
    watched = {"watched_on": day.isoformat()} if over else {"watch": "now"}
    cases = {"since": f"{year}-01-01", "to": f"{year}-12-31"}
    waiting = cases | {"stage": Stage.TO_ANNOUNCE.value}
    decided = cases | {"stage": Stage.DECIDED.value}
    return [
        Column("on_file", _("On file at the year's end") if over else _("On file today"), FILES, files),
        Column("missing", _("To be reviewed"), FILES, files | {"adjust": f"missing-{year}"}),
        Column("planned", _("Planned to exit"), FILES, files | {"adjust": f"planned-{year}"}),
        Column("exited", _("Marked as exited"), FILES, files | {"adjust": f"exited-{year}"}),
        Column("exit", _("Exits decided"), ADJUSTED, decided | {"kind": "exit"}),
        Column("new", _("Identifications decided"), IDENTIFIED, decided),
        Column("return", _("Returns decided"), ADJUSTED, decided | {"kind": "return"}),
        Column("removal", _("Removals decided"), ADJUSTED, decided | {"kind": "removal"}),
        Column("watched", _("Watched at the year's end") if over else _("Watched today"), ADJUSTED, watched),
        Column("under_way", _("Adjustments under way"), ADJUSTED, cases | {"stage": Stage.UNDER_WAY.value}),
        Column("on_notice", _("Of these on notice"), ADJUSTED, cases | {"stage": Stage.ON_NOTICE.value}),
        Column("to_announce", _("Adjustments to be announced"), ADJUSTED, waiting),
        Column("new_to_announce", _("Identifications to be announced"), IDENTIFIED, waiting),
    ]


class YearOfAdjustment:
    """The numbers of a year, village by village, as far as the person may see; nine questions whatever the size."""

    def __init__(self, user: User, year: int, villages: QuerySet[Village]) -> None:
        self.year, self.day, self.columns = year, day_of(year), columns_of(year)
        self.villages = list(villages.select_related("township").order_by("pk"))
        self.counts: dict[str, Counter[str]] = {}
        # Kind, state and village of every case that was opened in the year.
        self.cases: Counter[tuple[str, str, str]] = Counter()
        codes = [village.pk for village in self.villages]
        self._count_files(Household.objects.visible_to(user).on_file(self.day).filter(village__in=codes))
        self._count_cases(user, codes)
        self._count_gone(StatusChange.objects.visible_to(user).filter(village__in=codes))

    @property
    def over(self) -> bool:
        """Whether the year has passed."""
        return self.day < clock.today()

    def _count_files(self, homes: QuerySet[Household]) -> None:
        self.counts["on_file"] = _by_village(homes)
        for what in ("missing", "planned", "exited"):
            self.counts[what] = _by_village(homes.adjusted(what, self.year))

    def _count_cases(self, user: User, codes: Sequence[str]) -> None:
        applied = Identification.objects.visible_to(user).filter(village__in=codes, applied_on__year=self.year)
        for village, state, count in _counted(applied, "village", "state"):
            self.cases[NEW, state, village] += count
        adjusted = Adjustment.objects.visible_to(user).filter(village__in=codes)
        opened = adjusted.filter(proposed_on__year=self.year)
        for village, kind, state, count in _counted(opened, "village", "kind", "state"):
            self.cases[kind, state, village] += count
        self.counts["watched"] = _by_village(self._watching(adjusted))
        for (kind, state, village), count in self.cases.items():
            stages = _procedure(kind).stages_of(state)
            if kind == NEW:
                self._add("new", village, count if Stage.DECIDED in stages else 0)
                self._add("new_to_announce", village, count if Stage.TO_ANNOUNCE in stages else 0)
                continue
            if Stage.DECIDED in stages:
                self._add(kind, village, count)
            for stage in stages & {Stage.UNDER_WAY, Stage.ON_NOTICE, Stage.TO_ANNOUNCE}:
                self._add(stage.value, village, count)

    def _watching(self, cases: AdjustmentQuerySet) -> AdjustmentQuerySet:
        return cases.watching_on(self.day) if self.over else cases.watching()

    def _count_gone(self, changes: QuerySet[StatusChange]) -> None:
        ended = changes.filter(kind__in=list(GONE), date__year=self.year)
        self.gone = {(kind, village): count for village, kind, count in _counted(ended, "village", "kind")}

    def _add(self, key: str, village: str, count: int) -> None:
        self.counts.setdefault(key, Counter())[village] += count

    def by_village(self, township: str = "") -> list[Place]:
        """A row for each village, or for those of a township."""
        mine = [village for village in self.villages if village.township_id.startswith(township)]
        return [
            self._place(village.pk, str(village), [village.pk], {"village": village.pk}, str(village.township))
            for village in mine
        ]

    def by_township(self) -> list[Place]:
        """A row for each township."""
        names = {village.township_id: str(village.township) for village in self.villages}
        return [self._place(code, name, self._codes(code), {"township": code}) for code, name in names.items()]

    def total(self, name: str, township: str = "") -> Place:
        """All villages together, or those of a township."""
        return self._place(township, name, self._codes(township), {"township": township} if township else {})

    def _codes(self, area: str) -> list[str]:
        return [village.pk for village in self.villages if village.pk.startswith(area)]

    def _place(self, code: str, name: str, villages: Iterable[str], where: dict[str, str], township: str = "") -> Place:
        villages = list(villages)
        numbers = []
        for column in self.columns:
            counted = self.counts.get(column.key, Counter())
            numbers.append(
                Number(sum(counted[one] for one in villages), self._list(column.page, {**where, **column.query}))
            )
        return Place(code, name, tuple(numbers), township)

    def _list(self, page: str, query: Mapping[str, str]) -> str:
        """The list behind a number; files are filtered by the last years alone."""
        if "adjust" in query and self.year <= clock.today().year - YEARS_BACK:
            return ""
        return f"{reverse(page)}?{urlencode(query)}"

    def matrix(self, area: str) -> list[tuple[str, list[Number]]]:
        """For each kind of case: how many were opened in the year, and how many stand at each stage."""
        where = {"village": area} if len(area) == VILLAGE else ({"township": area} if area else {})
        cases = {"since": f"{self.year}-01-01", "to": f"{self.year}-12-31", **where}
        return [(str(label), self._stages(kind, area, cases)) for kind, label in KINDS.items()]

    def _stages(self, kind: str, area: str, query: dict[str, str]) -> list[Number]:
        page, own = (IDENTIFIED, query) if kind == NEW else (ADJUSTED, query | {"kind": kind})
        states: Counter[str] = Counter()
        for (case, state, village), count in self.cases.items():
            if case == kind and village.startswith(area):
                states[state] += count
        numbers = [Number(states.total(), self._list(page, own))]
        for stage in STAGES:
            count = sum(states[state] for state in _procedure(kind).states_at(stage))
            numbers.append(Number(count, self._list(page, own | {"stage": stage.value})))
        return numbers

    def ended(self, area: str) -> list[tuple[str, Number]]:
        """Files that ended in the year without a procedure."""
        where = {"village": area} if len(area) == VILLAGE else ({"township": area} if area else {})
        found = []
        for kind, label in GONE.items():
            mine = [n for (code, village), n in self.gone.items() if code == kind and village.startswith(area)]
            query = {"kind": kind.value, "since": f"{self.year}-01-01", "to": f"{self.year}-12-31", **where}
            found.append((str(label), Number(sum(mine), self._list(CHANGED, query))))
        return found


VILLAGE = 12


def _procedure(kind: str) -> Any:
    return IDENTIFICATION if kind == NEW else ADJUSTMENTS[kind]


def _counted(rows: QuerySet[Any], *names: str) -> Iterable[tuple[Any, ...]]:
    return rows.order_by().values_list(*names).annotate(rows=Count("pk"))


def _by_village(rows: QuerySet[Any]) -> Counter[str]:
    return Counter(dict(_counted(rows, "village")))
