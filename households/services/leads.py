"""Verbs on leads: the field check with its evidence, the decision by somebody else, and taking it up again."""

import datetime
import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction

from households.models import Lead, LeadFinding, LeadState, LeadStep
from households.services.documents import kept_of
from households.services.findings import update_findings
from households.services.loading import not_in_future
from households.workflow import LEAD
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.text import clean_line

CHECK = "households.check_lead"
DECIDE = "households.decide_lead"
# The move of each outcome that the county office may write down.
OUTCOMES = {
    LeadState.INELIGIBLE: "find_ineligible",
    LeadState.ELIGIBLE: "find_eligible",
    LeadState.OTHER_PERSON: "find_other_person",
    LeadState.OPEN: "send_back",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """What a field check records; ``evidence`` is the paper or photograph, as bytes."""

    date: datetime.date
    finding: str
    note: str
    evidence: bytes


def check_lead(*, actor: User, lead_id: int, facts: CheckFacts) -> Lead:
    """Record the field check. Raises BadInput for a check without finding, words or evidence, NotAllowedNow."""
    # Read before the lead is locked: a large file takes a while.
    access.require(actor, CHECK)
    try:
        evidence, content_type, ending = kept_of(facts.evidence)
    except BadInput as error:
        raise BadInput(error.code, field="evidence") from error
    with transaction.atomic():
        lead = Lead.objects.for_action(actor, CHECK).get(pk=lead_id)
        note = clean_line(facts.note, max_length=500)
        LEAD.require("check", state=lead.state, actor_id=actor.pk, takers={}, reason=note)
        not_in_future(facts.date)
        if facts.date < lead.found_on:
            raise BadInput("households.lead_not_found_yet", field="date", day=lead.found_on)
        if facts.finding not in LeadFinding.values:
            raise BadInput("households.required", field="finding")
        digest = hashlib.sha256(evidence).hexdigest()
        step = _step(actor, lead, "check", facts.date, note)
        step.finding, step.sha256, step.content_type = facts.finding, digest, content_type
        step.file.save(f"{digest[:32]}.{ending}", ContentFile(evidence), save=False)
        step.save(force_insert=True)
        lead.checked_on, lead.checked_by = facts.date, actor
        _move(lead, "check")
        _put_on_record(actor, lead, CHECK, step)
        return lead


def decide_lead(*, actor: User, lead_id: int, outcome: str, date: datetime.date, reason: str) -> Lead:
    """Decide a checked lead, or send it back to be checked again.

    Raises SamePerson for whoever checked it, NotAllowedNow, BadInput. Found ineligible, the household is not paid until
    its removal is decided or the lead is taken up again; the removal is a verb of its own.
    """
    with transaction.atomic():
        lead = Lead.objects.for_action(actor, DECIDE).get(pk=lead_id)
        if outcome not in OUTCOMES:
            raise BadInput("households.required", field="outcome")
        move, reason = OUTCOMES[LeadState(outcome)], clean_line(reason, max_length=500)
        LEAD.require(
            move,
            state=lead.state,
            actor_id=actor.pk,
            takers={"check": [lead.checked_by_id] if lead.checked_by_id else []},
            reason=reason,
        )
        not_in_future(date)
        if date < lead.checked_on:
            raise BadInput("households.lead_not_checked_yet", field="date", day=lead.checked_on)
        step = _step(actor, lead, move, date, reason)
        step.save(force_insert=True)
        if outcome == LeadState.OPEN:
            lead.checked_on = lead.checked_by = None
        else:
            lead.decided_on, lead.decided_by = date, actor
        _move(lead, move)
        _put_on_record(actor, lead, DECIDE, step)
        return lead


def take_up_lead(*, actor: User, lead_id: int, reason: str) -> Lead:
    """Take a decided lead up again, as when the person objects: it is checked and decided anew."""
    with transaction.atomic():
        lead = Lead.objects.for_action(actor, DECIDE).get(pk=lead_id)
        reason = clean_line(reason, max_length=500)
        LEAD.require("take_up", state=lead.state, actor_id=actor.pk, takers={}, reason=reason)
        step = _step(actor, lead, "take_up", clock.today(), reason)
        step.save(force_insert=True)
        lead.checked_on = lead.checked_by = lead.decided_on = lead.decided_by = None
        _move(lead, "take_up")
        _put_on_record(actor, lead, DECIDE, step)
        return lead


def refuse_leads_against(identification_id: int) -> None:
    """Part of an identification's last steps: raises NotAllowedNow while a lead of the applicant stands in its way."""
    leads = Lead.objects.all_areas(reason="of an application that was loaded for the act").against(identification_id)
    if undecided := leads.undecided().count():
        raise NotAllowedNow("households.lead_undecided", count=undecided)
    if leads.exists():
        raise NotAllowedNow("households.applicant_not_eligible")


def _step(actor: User, lead: Lead, move: str, date: datetime.date, note: str) -> LeadStep:
    return LeadStep(lead=lead, village_id=lead.village_id, move=move, date=date, note=note, recorded_by=actor)


def _move(lead: Lead, move: str) -> None:
    lead.state = LEAD.moves[move].target
    lead.save(update_fields=["state", "checked_on", "checked_by", "decided_on", "decided_by"])
    household = lead.household or lead.identification.household
    if household is not None and household.left_on is None:
        update_findings([household])


def _put_on_record(actor: User, lead: Lead, verb: str, step: LeadStep) -> None:
    record_act(
        actor=actor,
        verb=verb,
        obj=lead,
        area_code=lead.village_id,
        reason=step.note,
        facts={"household": lead.household_id, "kind": lead.kind, "lead_step": step.move},
        wrote=[step],
    )
