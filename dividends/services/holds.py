"""Holding a line back between lock and issue: asked for by one person with a reason, confirmed by another."""

from django.db import transaction

from dividends.models import Batch, Hold, Payout
from dividends.workflow import BEFORE_ISSUE
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, SamePerson

HOLD = "dividends.hold_line"
CONFIRM = "dividends.confirm_hold"
ONE = "the batch of a line that the person may see"


def hold_line(*, actor: User, payout_id: int, reason: str) -> Hold:
    """Ask that a line be kept out of the bank file. The locked list itself does not change.

    Raises NotAllowedNow before lock and after issue, BadInput without a reason or for a line held already.
    """
    if not reason.strip():
        raise BadInput("reason_needed", field="reason")
    with transaction.atomic():
        # The batch first, as every move of it locks: the other way round, a hold and an issue wait for each other.
        _require_before_issue(Payout.objects.actionable_by(actor, HOLD).get(pk=payout_id).batch_id)
        payout = Payout.objects.for_action(actor, HOLD).get(pk=payout_id)
        if payout.holds.exists():
            raise BadInput("held_already", field="payout")
        hold = Hold.objects.create(
            payout=payout,
            village_id=payout.village_id,
            reason=reason,
            proposed_by=actor,
            proposed_on=clock.today(),
        )
        record_act(actor=actor, verb=HOLD, obj=hold, area_code=hold.village_id, reason=reason, wrote=[hold])
    return hold


def confirm_hold(*, actor: User, hold_id: int) -> Hold:
    """A second person confirms the hold. Raises SamePerson for the one who asked, NotAllowedNow after issue."""
    with transaction.atomic():
        hold = Hold.objects.for_action(actor, CONFIRM).get(pk=hold_id)
        _require_before_issue(hold.payout.batch_id)
        if hold.proposed_by_id == actor.pk:
            raise SamePerson("same_person", move="confirm_hold", earlier="hold_line")
        if hold.confirmed_by_id is not None:
            raise NotAllowedNow("hold_confirmed", move="confirm_hold", state="confirmed")
        hold.confirmed_by, hold.confirmed_on = actor, clock.today()
        hold.save(update_fields=["confirmed_by", "confirmed_on"])
        record_act(actor=actor, verb=CONFIRM, obj=hold, area_code=hold.village_id, reason=hold.reason, wrote=[hold])
    return hold


def _require_before_issue(batch_id: int) -> None:
    batch = Batch.objects.all_areas(reason=ONE).select_for_update().get(pk=batch_id)
    if batch.state not in BEFORE_ISSUE:
        raise NotAllowedNow("too_late_to_hold", move="hold_line", state=batch.state)
