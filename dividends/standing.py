"""Participations, payouts and holds that hang on a household, told to the room of household files."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dividends.models import Agreement, Hold, Participation, Payout
from dividends.workflow import AgreementState, BatchState, LineState
from households.standing import Standing, register
from yuping.core.show import show_day

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
        live = row.ended_on is None
        yield Standing(
            row.household_id,
            "dividends.standing_participation",
            {"agreement": row.agreement.number},
            live=live,
            way=_end_of_share(row.agreement) if live else "",
            url=row.get_absolute_url(),
            permission="dividends.view_participation",
        )


def _end_of_share(agreement: Agreement) -> str | Promise:
    """When a share ends, and who can see to it."""
    if agreement.state == AgreementState.SIGNED:
        return _("The investment company can withdraw the agreement until its funds have arrived.")
    words = _("It runs until %(day)s, when the enterprise has paid the principal back; nobody ends it earlier.")
    return words % {"day": show_day(agreement.matures_on)}


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
            way=_("The investment company settles the batch once the bank's results are in.") if waiting else "",
            url=line.get_absolute_url(),
            permission="dividends.view_payout",
        )
