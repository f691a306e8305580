"""What a person reads before a move of a batch: the sums of his own lines; before an approval all that is approved."""

from typing import Any

from dividends.models import Batch, Hold, Payout, VillageShare
from dividends.models.scheme import bands_of
from dividends.overview.batch import beside, by_village, reported, seen_decisions, stops, sums
from dividends.overview.match import four_way
from dividends.overview.steps import MOVE_LABELS
from dividends.policy import approvers_needed
from dividends.services.approval import approvals
from yuping.accounts import access
from yuping.accounts.models import User


def of_move(batch: Batch, user: User) -> dict[str, Any]:
    """The sums of the lines in the person's area, and what the bank reported of them."""
    payouts = Payout.objects.visible_to(user).filter(batch=batch)
    shares = VillageShare.objects.visible_to(user).filter(batch=batch)
    return {
        "whole": access.scope_of(user, "dividends.view_batch").whole_county,
        "sums": sums(payouts, shares),
        **beside(batch, user, payouts),
        **stops(batch, user, payouts, shares),
        "reported": reported(batch, payouts, shares),
    }


def of_approval(batch: Batch, user: User) -> dict[str, Any]:
    """Beside the sums: villages, holds, who did what, how many approve and who has; for who sees the batch whole."""
    payouts = Payout.objects.visible_to(user).filter(batch=batch)
    found = of_move(batch, user)
    return {
        **found,
        "by_village": by_village(batch, payouts, user),
        "match": four_way(batch, payouts, VillageShare.objects.visible_to(user).filter(batch=batch), user),
        "holds": Hold.objects.visible_to(user)
        .filter(payout__batch=batch)
        .select_related("payout", "village", "proposed_by", "confirmed_by"),
        "decisions": seen_decisions(batch, user),
        "move_labels": MOVE_LABELS,
        "approvals": approvals(batch),
        "approvers": approvers_needed(found["sums"]["payable"], bands_of(batch.approval_bands)),
    }
