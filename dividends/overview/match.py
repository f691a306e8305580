"""Due = received = paid + returned + held, households and villages apart; signed = paid for households."""

from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from dividends.models import Batch, SignatureSheet
from dividends.querysets import MONEY
from dividends.workflow import BatchState, LineState
from yuping.accounts.models import User
from yuping.core.money import ZERO

HELD = Q(holds__confirmed_by__isnull=False)


def _village_covered() -> Greatest:
    """The enterprise's money covers the household's part first; what is left covers the village's."""
    left = Least(F("covered") - F("amount"), F("village_amount"), output_field=MONEY)
    return Greatest(left, ZERO, output_field=MONEY)


def four_way(batch: Batch, payouts: Any, shares: Any, user: User) -> list[dict[str, Any]]:
    """Due = received = paid + returned + held, households and villages apart; signed = paid for households."""
    by_state = payouts.with_received().aggregate(
        due=Sum("instalment__household_amount", default=ZERO),
        received=Sum(Least("covered", "amount", output_field=MONEY), default=ZERO),
        village_due=Sum("village_amount", default=ZERO),
        village_received=Sum(_village_covered(), default=ZERO),
        paid=Sum("amount", filter=Q(state=LineState.PAID), default=ZERO),
        returned=Sum("amount", filter=Q(state=LineState.RETURNED), default=ZERO),
        held=Sum("amount", filter=HELD, default=ZERO),
        village_held=Sum("village_amount", filter=Q(state=LineState.PENDING) & HELD, default=ZERO),
    )
    villages = shares.aggregate(
        paid=Sum("amount", filter=Q(state=LineState.PAID), default=ZERO),
        kept=Sum("held_amount", default=ZERO),
        part=Sum("held_amount", filter=Q(state=LineState.PAID), default=ZERO),
        returned=Sum("amount", filter=Q(state=LineState.RETURNED), default=ZERO),
        back=Sum("held_amount", filter=Q(state=LineState.RETURNED), default=ZERO),
    )
    signed = SignatureSheet.objects.visible_to(user).filter(batch=batch)
    rows: list[dict[str, Any]] = [
        {
            "label": _("Households"),
            **by_state,
            "signed": signed.aggregate(sum=Sum("signed_amount", default=ZERO))["sum"],
        },
        {
            "label": _("Villages"),
            "due": by_state["village_due"],
            "received": by_state["village_received"],
            "paid": villages["paid"] - villages["part"],
            "returned": villages["returned"] - villages["back"],
            # Before the bank file is written, a share does not know yet what of it is held back.
            "held": villages["kept"] + by_state["village_held"],
            "signed": None,
        },
    ]
    settled = batch.settled_on is not None
    closed = batch.state == BatchState.CLOSED
    return [{**row, "verdict": _verdict(row, settled=settled, closed=closed)} for row in rows]


def _verdict(row: dict[str, Any], *, settled: bool, closed: bool) -> str:
    """What the row says: the first two agree or not; after settlement all of them; signatures come last.

    A batch is closed only when every village gave its sheet or its reason: what is not signed then has one.
    """
    if row["due"] != row["received"]:
        return "risk" if row["received"] < row["due"] else "wait"
    if not settled:
        return "wait"
    if row["due"] != row["paid"] + row["returned"] + row["held"]:
        return "risk"
    if row["signed"] is None or row["signed"] == row["paid"]:
        return "done"
    return "reason" if closed else "wait"
