"""Signature sheets from the villages, and closing the year's batch."""

import datetime
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from dividends.models import Batch, Payout, SignatureSheet
from dividends.services.moves import load_for_move, record_decision, set_state
from dividends.workflow import BatchState, LineState
from villages.names import names_of
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused

HAND_IN = "dividends.hand_in_sheet"


def hand_in_sheet(
    *,
    actor: User,
    batch_id: int,
    village_code: str,
    handed_in_on: datetime.date,
    signed_count: int,
    signed_amount: Decimal,
    missing_reason: str = "",
) -> SignatureSheet:
    """The township hands in a village's signed sheet.

    Raises BadInput when fewer or more signed than were paid and no reason is given, NotAllowedNow before settlement.
    """
    if handed_in_on > clock.today():
        raise BadInput("date_in_future", field="handed_in_on")
    with transaction.atomic():
        batch = Batch.objects.for_action(actor, HAND_IN).get(pk=batch_id)
        if not access.scope_of(actor, HAND_IN).covers(village_code):
            raise Batch.DoesNotExist
        if batch.state != BatchState.SETTLED:
            raise NotAllowedNow("not_settled", move="hand_in_sheet", state=batch.state)
        if batch.sheets.filter(village=village_code).exists():
            raise NotAllowedNow("sheet_handed_in", move="hand_in_sheet", state=batch.state)
        paid = Payout.objects.actionable_by(actor, HAND_IN).filter(
            batch=batch, village=village_code, state=LineState.PAID
        )
        if (signed_count, signed_amount) != (paid.count(), paid.total()) and not missing_reason.strip():
            raise BadInput("signatures_differ", field="missing_reason")
        if signed_count > paid.count() or signed_amount > paid.total():
            raise BadInput("more_signed_than_paid", field="signed_count")
        sheet = SignatureSheet.objects.create(
            batch=batch,
            village_id=village_code,
            handed_in_on=handed_in_on,
            signed_count=signed_count,
            signed_amount=signed_amount,
            missing_reason=missing_reason,
            handed_in_by=actor,
        )
        record_act(
            actor=actor,
            verb=HAND_IN,
            obj=sheet,
            area_code=village_code,
            facts={"signed": signed_amount},
            wrote=[sheet],
        )
    return sheet


def close_batch(*, actor: User, batch_id: int, reasons: Mapping[str, str] | None = None) -> Batch:
    """Close the batch: for every village with a paid household a sheet, or a written reason why there is none.

    Raises PolicyRefused listing the villages that have neither.
    """
    reasons = reasons or {}
    with transaction.atomic():
        batch, move = load_for_move(actor=actor, batch_id=batch_id, name="close")
        paid = Payout.objects.all_areas(reason="a batch spans its villages").filter(batch=batch, state=LineState.PAID)
        missing = set(paid.values_list("village_id", flat=True)) - set(
            batch.sheets.values_list("village_id", flat=True)
        )
        silent = sorted(code for code in missing if not reasons.get(code, "").strip())
        if silent:
            raise PolicyRefused("sheets_missing", about=names_of(silent))
        set_state(batch, move)
        record_decision(
            actor=actor,
            batch=batch,
            move=move,
            note="; ".join(f"{code}: {reasons[code]}" for code in sorted(missing)),
        )
    return batch
