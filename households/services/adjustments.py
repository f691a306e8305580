"""Verbs on adjustments: exit, return, removal and watching of households on file, proposed and taken step by step."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from households.models import MOST_RISKS, Adjustment, Household, StatusChange, WatchRisk
from households.policy import Problem
from households.policy.adjustments import CHANGES, CaseFacts, bars_to_decision, warnings
from households.policy.watching import BY_DISASTER, OTHER
from households.procedures import ADJUSTMENTS, MOVES, PROPOSE, Kind
from households.services.checking import lists
from households.services.file_facts import facts_of, purpose_of
from households.services.loading import gone, not_in_future
from households.services.opening import named, refusals_to_open
from households.services.status import apply_change
from households.services.steps import StepFacts, into_files, read_paper, take_steps
from households.services.watching import write_risk_over, write_watch
from villages.services.loading import area_of
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused
from yuping.core.text import clean_line

# Kinds whose year stands in the file: the year of the exit, the year of the return.
OF_THE_YEAR = (Kind.EXIT, Kind.RETURN)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRow:
    """A risk for which a household is to be watched."""

    risk: str
    item: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a case is opened with. Fields of other kinds stay empty."""

    kind: str
    date: datetime.date
    reason: str
    return_cause: str = ""
    ineligible_from: datetime.date | None = None
    watch_kind: str = ""
    risks: tuple[RiskRow, ...] = field(default=())


def propose_adjustment(*, actor: User, household_id: int, proposal: Proposal) -> Adjustment:
    """Open a case for one household; see ``propose_adjustments``."""
    return propose_adjustments(actor=actor, household_ids=[household_id], proposal=proposal)[0]


def propose_adjustments(*, actor: User, household_ids: Sequence[int], proposal: Proposal) -> list[Adjustment]:
    """Open a case for each household, or for none. Raises BadInput, NotAllowedNow and PolicyRefused with what can't
    even be proposed; of several households each refused one is named with its reasons."""
    with transaction.atomic():
        # Locked, so that no other case is opened meanwhile.
        found = Household.objects.for_action(actor, PROPOSE).filter(pk__in=set(household_ids))
        households = list(found.order_by("pk"))
        if not households or len(households) < len(set(household_ids)):
            raise Household.DoesNotExist
        _refuse_gaps_of_proposal(proposal)
        _refuse_proposal(households, proposal)
        cases = Adjustment.objects.bulk_create(_case(actor, household, proposal) for household in households)
        risks = _write_risks(cases, proposal.risks)
        record_act(
            actor=actor,
            verb=PROPOSE,
            obj=cases[0],
            area_code=area_of(case.village_id for case in cases),
            reason=proposal.reason,
            facts={"kind": proposal.kind, "date": proposal.date, "households": [row.pk for row in households]},
            wrote=risks,
        )
        return cases


def _refuse_gaps_of_proposal(proposal: Proposal) -> None:
    if proposal.kind not in ADJUSTMENTS:
        raise BadInput("households.unknown_code", field="kind")
    not_in_future(proposal.date)
    if not clean_line(proposal.reason, max_length=500):
        raise BadInput("reason_needed", field="reason")
    if proposal.kind == Kind.RETURN and proposal.return_cause not in lists("cause", proposal.date.year):
        raise BadInput("households.unknown_code", field="return_cause")
    if proposal.kind == Kind.REMOVAL:
        if proposal.ineligible_from is None:
            raise BadInput("households.required", field="ineligible_from")
        not_in_future(proposal.ineligible_from, field="ineligible_from")
    if proposal.kind == Kind.WATCH:
        _refuse_risks(proposal)


def _refuse_risks(proposal: Proposal) -> None:
    if proposal.watch_kind not in lists("monitored_type", None):
        raise BadInput("households.unknown_code", field="watch_kind")
    risks = [row.risk for row in proposal.risks]
    if not 1 <= len(risks) <= MOST_RISKS:
        raise BadInput("households.risks", field="risks", most=MOST_RISKS)
    if len(set(risks)) < len(risks):
        raise BadInput("households.risk_twice", field="risks")
    if not set(risks) <= set(lists("risk", None)):
        raise BadInput("households.unknown_code", field="risks")
    for place, row in enumerate(proposal.risks, start=1):
        if row.risk == BY_DISASTER and not clean_line(row.item, max_length=60):
            raise BadInput("households.risk_needs_item", field=f"item_{place}")
        if row.risk == OTHER and not clean_line(row.note, max_length=200):
            raise BadInput("households.risk_needs_note", field=f"note_{place}")


def _refuse_proposal(households: Sequence[Household], proposal: Proposal) -> None:
    """One household is refused as it is; of several, each that can't go along is named with its reasons."""
    refused = refusals_to_open(households, Kind(proposal.kind), proposal.date, watch_kind=proposal.watch_kind)
    for row in households:
        if early := _before_registration(row, proposal):
            refused.setdefault(row.pk, []).insert(0, early)
    if not refused:
        return
    if len(households) > 1:
        raise PolicyRefused("households.not_proposed", reasons=named(households, refused))
    raise refused[households[0].pk][0]


def _before_registration(household: Household, proposal: Proposal) -> BadInput | None:
    for name in ("date", "ineligible_from"):
        day = getattr(proposal, name)
        if day is not None and day < household.registered_on:
            return BadInput("households.event_before_registration", field=name)
    return None


def case_facts(household: Household, kind: Kind, on: datetime.date, *, watch_kind: str = "") -> CaseFacts:
    """What the rules ask of a household as of a day, for a kind of case."""
    watched = _watch_of(household) if kind.startswith("watch") else None
    return CaseFacts(
        kind=kind,
        on=on,
        file=facts_of(household, on=on, purpose=purpose_of(kind)),
        watched_since=watched.state_on if watched else None,
        watch_kind=watch_kind,
        never_registered=household.never_registered,
    )


def _watch_of(household: Household) -> Adjustment | None:
    """The case by which the household is watched now."""
    return Adjustment.objects.all_areas(reason="the household's own").watching().filter(household=household).first()


def facts_against(case: Adjustment, on: datetime.date) -> CaseFacts:
    """What the rules ask of the household of a case, as of a day."""
    return case_facts(case.household, Kind(case.kind), on, watch_kind=case.watch_kind)


def warnings_of(case: Adjustment, on: datetime.date) -> list[Problem]:
    """What the file says today against the case that is under way."""
    return warnings(facts_against(case, on))


def _case(actor: User, household: Household, proposal: Proposal) -> Adjustment:
    return Adjustment(
        household=household,
        village_id=household.village_id,
        kind=proposal.kind,
        proposed_on=proposal.date,
        state_on=proposal.date,
        reason=clean_line(proposal.reason, max_length=500),
        return_cause=proposal.return_cause if proposal.kind == Kind.RETURN else "",
        ineligible_from=proposal.ineligible_from if proposal.kind == Kind.REMOVAL else None,
        watch_kind=proposal.watch_kind if proposal.kind == Kind.WATCH else "",
        recorded_by=actor,
    )


def _write_risks(cases: Sequence[Adjustment], risks: Sequence[RiskRow]) -> list[WatchRisk]:
    return WatchRisk.objects.bulk_create(
        WatchRisk(
            adjustment=case,
            village_id=case.village_id,
            position=place,
            risk=row.risk,
            item=clean_line(row.item, max_length=60),
            note=clean_line(row.note, max_length=200),
        )
        for case in cases
        if case.kind == Kind.WATCH
        for place, row in enumerate(risks, start=1)
    )


def move_adjustment(*, actor: User, adjustment_id: int, move: str, facts: StepFacts) -> Adjustment:
    """Take one step of one case; see ``move_adjustments``."""
    return move_adjustments(actor=actor, adjustment_ids=[adjustment_id], move=move, facts=facts)[0]


def move_adjustments(*, actor: User, adjustment_ids: Sequence[int], move: str, facts: StepFacts) -> list[Adjustment]:
    """Take one step for cases of one village and kind that stand at the same place, all or none.

    The county's approval changes the households' status. Raises what each step refuses.
    """
    verb = MOVES[move]
    access.require(actor, verb)
    facts = read_paper(facts)
    with transaction.atomic():
        rows = Adjustment.objects.for_action(actor, verb).filter(pk__in=set(adjustment_ids))
        cases = list(rows.select_related("household").order_by("pk"))
        if not cases or len(cases) < len(set(adjustment_ids)):
            raise Adjustment.DoesNotExist
        if len({(case.village_id, case.kind, case.state) for case in cases}) > 1:
            raise NotAllowedNow("households.cases_differ")
        kind = Kind(cases[0].kind)
        _refuse_gone(cases, move)
        approves = move == "approve"
        bars = (lambda case: _bars(case, facts.date)) if approves else None
        steps = take_steps(actor, cases, move, facts, bars=bars)
        changes = _decide_cases(actor, cases, kind, facts.date) if approves else ()
        homes = {case.pk: case.household_id for case in cases}
        papers = into_files(actor, steps, lambda step: homes[step.adjustment_id], ADJUSTMENTS[kind].steps)
        record_act(
            actor=actor,
            verb=verb,
            obj=cases[0],
            area_code=cases[0].village_id,
            reason=facts.note,
            facts={"move": move, "date": facts.date, "kind": kind, "households": sorted(homes.values())},
            wrote=[*steps, *changes, *papers],
        )
        return cases


def _refuse_gone(cases: Sequence[Adjustment], move: str) -> None:
    """A household that has left the file in the meantime is only refused, or announced as decided."""
    left = [case.household for case in cases if case.household.left_on is not None]
    if left and move not in {"refuse", "reject", "announce"}:
        raise gone(left[0])


def _bars(case: Adjustment, on: datetime.date) -> list[Problem]:
    return bars_to_decision(facts_against(case, on))


def _decide_cases(actor: User, cases: Sequence[Adjustment], kind: Kind, on: datetime.date) -> list[StatusChange]:
    changes = []
    for case in cases:
        household = Household.objects.for_action(actor, MOVES["approve"]).get(pk=case.household_id)
        record = household.householdyears.select_for_update().filter(year=on.year).first()
        change = apply_change(
            actor,
            household,
            record,
            kind=CHANGES[kind],
            date=on,
            reason=case.reason,
            return_cause=case.return_cause,
            # An adjustment begun in autumn belongs to its year, though the county decides in January.
            year=case.proposed_on.year if kind in OF_THE_YEAR else None,
        )
        changes.append(change)
        if kind is Kind.WATCH:
            write_watch(case, record, on)
        if kind is Kind.WATCH_END:
            write_risk_over(record, on)
            watch = _watch_of(household)
            watch.ended_on = on
            watch.save(update_fields=["ended_on"])
    return changes


def places_waiting_for(user: User) -> list[tuple[str, str, frozenset[str]]]:
    """The pairs of kind and state from which this person may take a case a step on, each with the moves whose takers
    may not; a refusal is no step on."""
    return [
        (kind, state, move.not_done_by)
        for kind, procedure in ADJUSTMENTS.items()
        for state in procedure.workflow.states
        if (move := procedure.forward(state)) and access.may(user, move.permission)
    ]
