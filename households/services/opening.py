"""What keeps an adjustment from being opened: read for any number of households at once."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from households.models import Adjustment, Household, HouseholdYear
from households.policy.adjustments import CaseFacts, bars_to_proposal
from households.policy.status import Flag, StatusFacts
from households.procedures import Kind
from households.services.loading import gone
from yuping.accounts import sentences
from yuping.core.errors import DomainError, NotAllowedNow, PolicyRefused


def refusals_to_open(
    households: Sequence[Household], kind: Kind, on: datetime.date, *, watch_kind: str = ""
) -> dict[int, list[DomainError]]:
    """Why a case of this kind can't be opened, by household; those without a reason are left out."""
    flags = flags_of(households, year=on.year)
    cases = Adjustment.objects.all_areas(reason="of households in reach").filter(household__in=households)
    under_way = {case.household_id: case for case in cases.under_way()}
    watched = dict(cases.watching().values_list("household", "state_on")) if kind.startswith("watch") else {}
    found: dict[int, list[DomainError]] = defaultdict(list)
    for row in households:
        if row.left_on is not None:
            found[row.pk].append(gone(row))
            continue
        if other := under_way.get(row.pk):
            found[row.pk].append(_other_case(other))
        facts = CaseFacts(
            kind=kind,
            on=on,
            file=flags[row.pk],
            watched_since=watched.get(row.pk),
            watch_kind=watch_kind,
            never_registered=row.never_registered,
        )
        if bars := bars_to_proposal(facts):
            found[row.pk].append(PolicyRefused("households.status_refused", reasons=bars))
    return dict(found)


def _other_case(case: Adjustment) -> NotAllowedNow:
    kind, state = case.get_kind_display(), case.get_state_display()
    return NotAllowedNow("households.adjustment_open", kind=kind, state=state)


def flags_of(households: Iterable[Household], *, year: int) -> dict[int, StatusFacts]:
    """Poor, exited or returned: as the file of the year says it, else the newest."""
    rows = list(households)
    records: dict[int, HouseholdYear] = {}
    for record in HouseholdYear.unguarded.filter(household__in=rows).order_by("year"):
        kept = records.get(record.household_id)
        if kept is None or kept.year != year:
            records[record.household_id] = record
    return {row.pk: _flag_of(records.get(row.pk), year) for row in rows}


def _flag_of(record: HouseholdYear | None, year: int) -> StatusFacts:
    flag = record.exit_flag if record else Flag.POOR
    return StatusFacts(flag=flag, has_record=record is not None and record.year == year, since=flagged_since(record))


def flagged_since(record: HouseholdYear | None) -> int | None:
    """The year since which the household is exited or returned, as the record says."""
    if record is None:
        return None
    return {Flag.EXITED: record.exit_year, Flag.RETURNED: record.return_year}.get(Flag(record.exit_flag or Flag.POOR))


def in_words(reasons: Iterable[DomainError]) -> str:
    """Reasons in one sentence."""
    return joined([text for error in reasons for _place, text in sentences.explain(error)])


def joined(texts: Sequence[str]) -> str:
    """Sentences as one."""
    return _("; ").join([*(text.rstrip(".。") for text in texts[:-1]), *texts[-1:]])


def named(households: Iterable[Household], refused: Mapping[int, Sequence[DomainError]]) -> list[NotAllowedNow]:
    """The refusal of each household, with its name, number and reasons."""
    return [
        NotAllowedNow("households.case_refused", case=str(row), why=in_words(refused[row.pk]), row=row.pk)
        for row in households
        if refused.get(row.pk)
    ]
