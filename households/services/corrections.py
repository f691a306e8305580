"""Verbs that put wrong measures and visits right: withdrawn with a reason, replaced by the right line, signed later."""

from typing import TypeVar

from django.db import transaction

from households.models import Measure, Visit
from households.models.base import WithdrawableRecord
from households.services.loading import household_for
from households.services.support import MeasureRow, measure_of
from households.services.visits import VisitRow, refuse_unpaired, visit_of
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.text import clean_line

CORRECT_VISIT, WITHDRAW_VISIT = "households.correct_visit", "households.withdraw_visit"
CORRECT_MEASURE, WITHDRAW_MEASURE = "households.correct_measure", "households.withdraw_measure"
SIGN_MEASURE = "households.sign_measure"
Row = TypeVar("Row", bound=WithdrawableRecord)


def withdraw_visit(*, actor: User, visit_id: int, reason: str) -> Visit:
    """Take a visit out of the count; it stays readable. Raises BadInput without a reason, NotAllowedNow."""
    with transaction.atomic():
        visit = taken_out(Visit, actor, WITHDRAW_VISIT, visit_id, reason)
        _record_correction(actor, WITHDRAW_VISIT, visit, visit.withdrawal_reason)
        return visit


def withdraw_measure(*, actor: User, measure_id: int, reason: str) -> Measure:
    """Take a measure out of the count; see ``withdraw_visit``."""
    with transaction.atomic():
        measure = taken_out(Measure, actor, WITHDRAW_MEASURE, measure_id, reason)
        _record_correction(actor, WITHDRAW_MEASURE, measure, measure.withdrawal_reason, cost=measure.cost)
        return measure


def correct_visit(*, actor: User, visit_id: int, row: VisitRow, reason: str) -> Visit:
    """Put the right visit in the place of a wrong one, which is withdrawn with the reason."""
    with transaction.atomic():
        home = Visit.objects.actionable_by(actor, CORRECT_VISIT).get(pk=visit_id).household_id
        household = household_for(actor, CORRECT_VISIT, home)
        wrong = taken_out(Visit, actor, CORRECT_VISIT, visit_id, reason)
        refuse_unpaired([row])
        right = visit_of(actor, row, household)
        right.replaces = wrong
        if right.closed_on is not None and wrong.closed_on is not None:
            right.closed_by = wrong.closed_by
        right.save(force_insert=True)
        _record_correction(actor, CORRECT_VISIT, right, wrong.withdrawal_reason, before=wrong.pk)
        return right


def correct_measure(*, actor: User, measure_id: int, row: MeasureRow, reason: str) -> Measure:
    """Put the right measure in the place of a wrong one, which is withdrawn with the reason."""
    with transaction.atomic():
        home = Measure.objects.actionable_by(actor, CORRECT_MEASURE).get(pk=measure_id).household_id
        household = household_for(actor, CORRECT_MEASURE, home)
        wrong = taken_out(Measure, actor, CORRECT_MEASURE, measure_id, reason)
        right = measure_of(actor, row, household)
        right.replaces = wrong
        right.save(force_insert=True)
        facts = {"before": wrong.cost, "after": right.cost}
        _record_correction(actor, CORRECT_MEASURE, right, wrong.withdrawal_reason, **facts)
        return right


def sign_measure(*, actor: User, measure_id: int) -> Measure:
    """Note that the head of the household has signed for a measure. Raises NotAllowedNow when that is noted already."""
    with transaction.atomic():
        measure = Measure.objects.for_action(actor, SIGN_MEASURE).get(pk=measure_id)
        if why := against_signing(measure):
            raise why
        measure.signed_by_head = True
        measure.save(update_fields=["signed_by_head"])
        _record_correction(actor, SIGN_MEASURE, measure, "")
        return measure


def against_signing(measure: Measure) -> NotAllowedNow | None:
    """Why a signature can't be noted: it is, or the line counts no more."""
    if measure.withdrawn_on is not None:
        return NotAllowedNow("households.line_withdrawn", day=measure.withdrawn_on)
    return NotAllowedNow("households.measure_signed") if measure.signed_by_head else None


def taken_out(model: type[Row], actor: User, verb: str, pk: int, reason: str) -> Row:
    """A line withdrawn with a reason, part of a verb. Raises BadInput without one, NotAllowedNow for one withdrawn."""
    row = model.objects.for_action(actor, verb).get(pk=pk)
    if row.withdrawn_on is not None:
        raise NotAllowedNow("households.line_withdrawn", day=row.withdrawn_on)
    reason = clean_line(reason, max_length=500)
    if not reason:
        raise BadInput("reason_needed", field="reason")
    row.withdrawn_on, row.withdrawn_by, row.withdrawal_reason = clock.today(), actor, reason
    row.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawal_reason"])
    return row


def _record_correction(actor: User, verb: str, row: WithdrawableRecord, reason: str, **facts: object) -> None:
    known = {"household": row.household_id, **facts}
    record_act(actor=actor, verb=verb, obj=row, area_code=row.village_id, reason=reason, facts=known)
