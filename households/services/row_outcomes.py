"""What rows do that were tried: who is new, what changes, and which findings come of it.

It is read while the rows stand, before they are taken back, so it is what will be.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models

from households.facts import HouseholdYearFacts
from households.models import Household, HouseholdYear, ImportKind, Member, MemberYear
from households.policy import year_file
from households.services.findings import findings_to_come
from households.services.reading import stored_households
from households.services.row_doubts import Doubt
from households.services.row_writers import Pair, Wrote
from households.services.rule_reading import Failure, doubts_in
from yuping.accounts import quality
from yuping.accounts.quality import Broken
from yuping.core import clock


class Does(StrEnum):
    """What the import of a row does."""

    NEW = "new"
    CHANGED = "changed"
    NOTHING = "nothing"


@dataclass(slots=True)
class Outcomes:
    """Row to what it does, and what would be doubtful afterwards at its row."""

    does: dict[int, Does] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


# The records whose history tells what a row did: those of people and those of their answers.
TOLD_BY: Mapping[str, tuple[type[models.Model], ...]] = {
    ImportKind.MEMBERS: (Member, MemberYear),
    ImportKind.YEARS: (HouseholdYear,),
}


def history_ends(kind: str) -> dict[type[models.Model], int]:
    """The last entry of each history, before the rows are tried."""
    last = models.Max("pgh_id")
    return {model: model.pgh_event_model.objects.aggregate(last=last)["last"] or 0 for model in TOLD_BY.get(kind, ())}


def outcomes_of(kind: str, pairs: Sequence[Pair], wrote: Wrote, before: Mapping[type[models.Model], int]) -> Outcomes:
    """What was done since ``before``; a few queries for any number of rows."""
    if kind not in TOLD_BY:
        return Outcomes({line.row: Does.NEW for _home, line in pairs})
    made, changed = _written_since(wrote, before)
    does = {
        row: Does.NEW if pk in made else Does.CHANGED if pk in changed else Does.NOTHING for row, pk in wrote.items()
    }
    return Outcomes(does, list(_doubts_at_rows(kind, pairs, wrote, does)))


def _written_since(wrote: Wrote, before: Mapping[type[models.Model], int]) -> tuple[set[int], set[int]]:
    """Of the records that rows stand for, those that were made and those that were changed."""
    made: set[int] = set()
    changed: set[int] = set()
    for model, last in before.items():
        # A member's answers are told at the member.
        key = "member_id" if model is MemberYear else "pgh_obj_id"
        rows = model.pgh_event_model.objects.filter(pgh_id__gt=last, **{f"{key}__in": list(wrote.values())})
        for pk, label in rows.order_by().values_list(key, "pgh_label"):
            (made if label == "insert" and model is not MemberYear else changed).add(pk)
    return made, changed


def _doubts_at_rows(kind: str, pairs: Sequence[Pair], wrote: Wrote, does: Mapping[int, Does]) -> Iterator[Doubt]:
    """Each finding to come at the row of its person, else at the first row that adds to its household."""
    at_member = {pk: row for row, pk in wrote.items()} if kind == ImportKind.MEMBERS else {}
    at_home: dict[int, int] = {}
    for home, line in sorted(pairs, key=lambda pair: does.get(pair[1].row) != Does.NEW):
        at_home.setdefault(home.pk, line.row)
    for found in _to_come(kind, pairs):
        row = at_member.get(found.member_id)
        at_field = str(found.facts.get("field", "")) if row or kind == ImportKind.YEARS else ""
        params = {name: value for name, value in found.facts.items() if name != "field"}
        level = quality.rules()[found.rule].level
        yield Doubt(row or at_home[found.household_id], at_field or "number", found.rule, params, level)


def _to_come(kind: str, pairs: Sequence[Pair]) -> Iterator[Broken]:
    homes = {home.pk: home for home, _line in pairs}
    told = set()
    for found in findings_to_come(list(homes.values())):
        told.add(found.key)
        yield found
    if kind == ImportKind.MEMBERS:
        yield from (found for found in _of_persons(pairs) if found.key not in told)


def _of_persons(pairs: Sequence[Pair]) -> Iterator[Broken]:
    """What the rules say of persons in files that no finding is kept of: before the last one, or not begun yet."""
    years: dict[int, dict[int, Household]] = defaultdict(dict)
    for home, line in pairs:
        years[line.values["year"]][home.pk] = home
    failed: dict[str, Failure] = {}
    until_now = HouseholdYear.unguarded.filter(
        household__in={home.pk for home, _line in pairs}, year__lte=clock.today().year
    )
    kept = until_now.order_by("household_id", "-year").distinct("household_id")
    for home_id, kept_year in kept.values_list("household_id", "year"):
        years[kept_year].pop(home_id, None)
    for year, homes in years.items():
        for home, facts in zip(homes.values(), stored_households(homes.values(), year=year), strict=True):
            begun = facts.years or (HouseholdYearFacts(year=year, population_end=len(facts.members)),)
            for doubt in doubts_in(year_file(facts, begun[0]), failed, household_id=home.pk):
                if doubt.member is not None:
                    member = facts.members[doubt.member].pk
                    params = {**doubt.params, "field": doubt.field}
                    yield Broken(doubt.code, home.village_id, home.pk, member, "", params)
