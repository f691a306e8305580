"""Which villages of a batch still lack a paper that the person's townships owe: the notice, the signed sheet."""

from django.db.models import Exists, OuterRef

from dividends.models import Notice, Payout, SignatureSheet, VillageShare
from dividends.workflow import BatchState, LineState
from yuping.accounts import access
from yuping.accounts.models import User

PUBLISH, HAND_IN = "dividends.publish_notice", "dividends.hand_in_sheet"
BEFORE_CONFIRMATION = (BatchState.LOCKED, BatchState.ON_NOTICE)

# Keys of a batch and a village.
Pairs = set[tuple[int, str]]


def lacking_notice(user: User, **batch: object) -> Pairs:
    """Villages with a line to be paid whose notice of the round in hand is not recorded."""
    hung = Notice.unguarded.filter(batch=OuterRef("batch"), round=OuterRef("batch__round"), village=OuterRef("village"))
    mine, found = access.scope_of(user, PUBLISH), set()
    for model in (Payout, VillageShare):
        rows = model.objects.in_area(mine).filter(batch__state__in=BEFORE_CONFIRMATION, **batch)
        rows = rows.exclude(state=LineState.DROPPED).exclude(Exists(hung))
        found.update(rows.order_by().values_list("batch", "village").distinct())
    return found


def lacking_sheet(user: User, **batch: object) -> Pairs:
    """Villages with a household that was paid, of settled batches, whose signed sheet is not handed in."""
    handed = SignatureSheet.unguarded.filter(batch=OuterRef("batch"), village=OuterRef("village"))
    mine = access.scope_of(user, HAND_IN)
    rows = Payout.objects.in_area(mine).filter(batch__state=BatchState.SETTLED, **batch).paid()
    return set(rows.exclude(Exists(handed)).order_by().values_list("batch", "village").distinct())
