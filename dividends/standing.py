"""Participations, payouts and holds that hang on a household, told to the room of household files."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from dividends.models import Hold, Participation, Payout
from dividends.workflow import BatchState, LineState
from households.standing import Standing, register

REASON = "what hangs on a household is told whole to the verb that locked it"
# From lock until the bank's results are settled, a line is paid as it stood when it was locked.
ON_ITS_WAY = frozenset(
    {
        BatchState.LOCKED,
        BatchState.ON_NOTICE,
        BatchState.CONFIRMED,
        BatchState.APPROVED,
        BatchState.ISSUED,
        BatchState.RESULTS_LOADED,
    }
)
UNSETTLED = frozenset({LineState.PENDING, LineState.SENT})


@register
def participations_of(household_ids: list[int]) -> Iterator[Standing]:
    """Every participation; one that goes on has to end first."""
    rows = Participation.objects.all_areas(reason=REASON).filter(household__in=household_ids)
    for row in rows.select_related("agreement"):
        params = {"agreement": row.agreement.number}
        yield Standing(row.household_id, "dividends.standing_participation", params, live=row.ended_on is None)


@register
def payouts_of(household_ids: list[int]) -> Iterator[Standing]:
    """Every line of a batch that was not given up. A line held back by two people is not paid from its batch."""
    held = Hold.unguarded.filter(payout=OuterRef("pk"), confirmed_by__isnull=False)
    lines = Payout.objects.all_areas(reason=REASON).filter(household__in=household_ids)
    rows = lines.exclude(state=LineState.DROPPED).annotate(is_held=Exists(held)).select_related("batch")
    again = set(lines.to_pay_again().values_list("pk", flat=True))
    for line in rows:
        waiting = line.state in UNSETTLED
        yield Standing(
            line.household_id,
            "dividends.standing_payout",
            {"batch": line.batch.number, "state": line.get_state_display()},
            live=waiting or line.pk in again,
            on_its_way=waiting and line.batch.state in ON_ITS_WAY and not line.is_held,
        )
