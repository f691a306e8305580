"""Due = received = paid + returned + held, households and villages apart; signed = paid for households."""

from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from dividends.models import Batch, SignatureSheet
from dividends.querysets import MONEY
from dividends.workflow import LineState
from yuping.accounts.models import User
from yuping.core.money import ZERO


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
        held=Sum("amount", filter=Q(state=LineState.HELD), default=ZERO),
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
            "held": villages["kept"],
            "signed": None,
        },
    ]
    settled = batch.settled_on is not None
    return [{**row, "verdict": _verdict(row, settled=settled)} for row in rows]


def _verdict(row: dict[str, Any], *, settled: bool) -> str:
    """What the row says: the first two agree or not; after settlement all of them; signatures come last."""
    if row["due"] != row["received"]:
        return "risk" if row["received"] < row["due"] else "wait"
    if not settled:
        return "wait"
    if row["due"] != row["paid"] + row["returned"] + row["held"]:
        return "risk"
    return "wait" if row["signed"] is not None and row["signed"] != row["paid"] else "done"
