"""Confirming, approving, returning and cancelling a batch."""

from django.db import transaction

from dividends import lines, stop_list
from dividends.models import Batch, Decision, Objection, Payout, VillageShare
from dividends.models.scheme import bands_of
from dividends.notice_days import villages_without_full_notice
from dividends.policy import approvers_needed
from dividends.services.moves import load_for_move, record_decision, set_state
from dividends.workflow import LineState
from villages.names import names_of
from yuping.accounts.models import User
from yuping.core.errors import NotAllowedNow, PolicyRefused, StaleRecord

WHOLE = "a batch spans the villages of the county"


def confirm_batch(*, actor: User, batch_id: int, note: str = "") -> Batch:
    """The poverty office confirms that every village had its notice for the full days, with this very list.

    Raises PolicyRefused naming the villages that lack days, or for open objections; StaleRecord for a changed list.
    """
    with transaction.atomic():
        batch, move = load_for_move(actor=actor, batch_id=batch_id, name="confirm")
        short = villages_without_full_notice(batch)
        if short:
            raise PolicyRefused("notice_not_over", about=names_of(short))
        open_objections = Objection.objects.all_areas(reason=WHOLE).filter(
            notice__batch=batch, notice__round=batch.round, answered_on__isnull=True
        )
        if open_objections.exists():
            raise PolicyRefused("objections_open", about=open_objections.count())
        _require_unchanged(batch)
        set_state(batch, move)
        record_decision(actor=actor, batch=batch, move=move, digest=batch.digest, note=note)
    return batch


def approve_batch(*, actor: User, batch_id: int, digest: str, note: str = "") -> Batch:
    """County finance approves exactly what its page showed; the last approver needed moves the batch.

    ``digest`` is the payable digest of that page. The enterprise's money for these very instalments must be there.
    Raises StaleRecord for another digest, PolicyRefused for missing money or people on the stop list,
    NotAllowedNow for a hold nobody has confirmed, SamePerson for a second approval by one person.
    """
    with transaction.atomic():
        batch, move = load_for_move(actor=actor, batch_id=batch_id, name="approve")
        payable, current = lines.payable(batch)
        if digest != current:
            raise StaleRecord("digest_differs")
        if lines.unconfirmed_holds(batch):
            raise NotAllowedNow("hold_unconfirmed", move="approve", state=batch.state)
        _require_unchanged(batch)
        if missing := lines.uncovered(batch):
            raise PolicyRefused("money_not_received", about=missing)
        if stopped := stop_list.of_batch(batch):
            raise PolicyRefused("stop_list", about=len(stopped))
        earlier = approvals(batch)
        if any(decision.actor_id == actor.pk for decision in earlier):
            raise NotAllowedNow("approved_already", move="approve", state=batch.state)
        needed = approvers_needed(payable, bands_of(batch.approval_bands))
        matching = [decision for decision in earlier if decision.digest == current]
        if len(matching) + 1 >= needed:
            set_state(batch, move)
        record_decision(actor=actor, batch=batch, move=move, digest=digest, note=note, payable=payable, needed=needed)
    return batch


def approvals(batch: Batch) -> list[Decision]:
    """The approvals of the round in hand."""
    rows = Decision.objects.all_areas(reason=WHOLE)
    return list(rows.filter(batch=batch, round=batch.round, move="approve").select_related("actor"))


def _require_unchanged(batch: Batch) -> None:
    if lines.digest(batch) != batch.digest:
        raise StaleRecord("lines_changed")


def return_batch(*, actor: User, batch_id: int, reason: str) -> Batch:
    """Back to draft with a reason: a new round begins, the earlier rounds stay readable."""
    with transaction.atomic():
        batch, move = load_for_move(actor=actor, batch_id=batch_id, name="return", reason=reason)
        record_decision(actor=actor, batch=batch, move=move, digest=batch.digest, note=reason)
        set_state(batch, move)
        batch.round += 1
        batch.digest = ""
        batch.save(update_fields=["round", "digest"])
    return batch


def cancel_batch(*, actor: User, batch_id: int, reason: str) -> Batch:
    """Give the batch up with a reason; its instalments are free for another one."""
    with transaction.atomic():
        batch, move = load_for_move(actor=actor, batch_id=batch_id, name="cancel", reason=reason)
        for line in (Payout, VillageShare):
            line.objects.all_areas(reason=WHOLE).filter(batch=batch).update(state=LineState.DROPPED)
        set_state(batch, move)
        record_decision(actor=actor, batch=batch, move=move, digest=batch.digest, note=reason)
    return batch
