"""What the files of many households say against their cases, read for all of them at once."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Count

from households.models import Adjustment, Household, HouseholdYear, Member
from households.policy import RULES, Problem, doubts_of, year_file
from households.policy.adjustments import CaseFacts, warnings
from households.policy.status import Income, StatusFacts, incomes_tested
from households.procedures import Kind
from households.reference import poverty_line
from households.services.opening import flags_of
from households.services.reading import stored_households

MONITOR = "monitor"


def purpose_of(kind: Kind) -> str:
    """By which line the income is measured: a watched household's lies higher."""
    return MONITOR if kind in {Kind.WATCH, Kind.WATCH_END} else "exit"


def facts_of_files(
    households: Sequence[Household], *, on: datetime.date, purpose: str = "exit"
) -> dict[int, StatusFacts]:
    """What the rules ask of each file on a day: of the year's record, and of the record that holds the income tested.

    The same number of queries for any number of households.
    """
    living = dict(
        Member.unguarded.filter(household__in=households, state="living_here")
        .order_by()
        .values_list("household")
        .annotate(persons=Count("pk"))
    )
    records = {row.household_id: row for row in HouseholdYear.unguarded.filter(household__in=households, year=on.year)}
    wanted = incomes_tested(on)
    incomes = _incomes(households, wanted, purpose)
    idle = _out_of_school([row for row in households if row.pk in records], on.year)
    found = {}
    for pk, flag in flags_of(households, year=on.year).items():
        facts = replace(flag, living=living.get(pk, 0))
        if record := records.get(pk):
            known = incomes[pk]
            facts = replace(
                facts,
                income=known[0] if known else None,
                older=known[1] if len(known) > 1 else None,
                awaited=None if known and known[0].year == wanted[0] else wanted[0],
                unsafe_house=record.unsafe_house,
                safe_water=record.safe_water,
                children_out_of_school=idle[pk],
            )
        found[pk] = facts
    return found


def facts_of(household: Household, *, on: datetime.date, purpose: str = "exit") -> StatusFacts:
    """The same of one household."""
    return facts_of_files([household], on=on, purpose=purpose)[household.pk]


def _incomes(households: Sequence[Household], years: Sequence[int], purpose: str) -> dict[int, list[Income]]:
    """The incomes of these years that are on file, in this order; that of a year stands in the next year's record.

    Where nothing of it was entered the income is not known.
    """
    lines = {year: poverty_line(year, purpose=purpose) for year in years}
    rows = HouseholdYear.unguarded.filter(household__in=households, year__in=[year + 1 for year in years])
    records = {(row.household_id, row.year): row for row in rows}
    found: dict[int, list[Income]] = defaultdict(list)
    for home in households:
        for year in years:
            if record := records.get((home.pk, year + 1)):
                per_head = record.per_head_net_income if record.has_income else None
                found[home.pk].append(Income(year, per_head, lines[year]))
    return found


def _out_of_school(households: Sequence[Household], year: int) -> dict[int, int]:
    """By household, how many children of school age are not at school, as the records of the year say."""
    stored = stored_households(households, year=year)
    rule = [RULES["child_not_at_school"]]
    return {
        row.pk: len(list(doubts_of(year_file(one, one.years[0]), rule)))
        for row, one in zip(households, stored, strict=True)
    }


def warnings_of_files(
    households: Sequence[Household], kind: Kind, on: datetime.date, *, watch_kinds: dict[int, str] | None = None
) -> dict[int, list[Problem]]:
    """What each file says today against a case of this kind, by household."""
    watched = {}
    if kind.startswith("watch"):
        cases = Adjustment.objects.all_areas(reason="of households in reach").watching()
        watched = dict(cases.filter(household__in=households).values_list("household", "state_on"))
    files = facts_of_files(households, on=on, purpose=purpose_of(kind))
    return {
        row.pk: warnings(
            CaseFacts(
                kind=kind,
                on=on,
                file=files[row.pk],
                watched_since=watched.get(row.pk),
                watch_kind=(watch_kinds or {}).get(row.pk, ""),
                never_registered=row.never_registered,
            )
        )
        for row in households
    }


def warnings_of_cases(cases: Sequence[Adjustment], on: datetime.date) -> dict[int, list[Problem]]:
    """What the files say today against cases of one kind that are under way, by case."""
    if not cases:
        return {}
    households = [case.household for case in cases]
    watch_kinds = {case.household_id: case.watch_kind for case in cases}
    found = warnings_of_files(households, Kind(cases[0].kind), on, watch_kinds=watch_kinds)
    return {case.pk: found[case.household_id] for case in cases}
