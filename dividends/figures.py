"""What the leadership's page counts in dividends: from the scheme's start to the as-of date.

Every row carries its business date; nothing here is a constant of the county.
"""

import datetime
from decimal import Decimal

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from dividends.models import Job, Participation, Payout, VillageShare
from dividends.workflow import LineState
from villages.models import Village
from yuping.accounts.access import Scope
from yuping.core.figures import Count, Figure, Formula, Rounding, Total, register

PERCENT = Decimal(100)


def invested(area: Scope, on: datetime.date) -> QuerySet:
    """Participations whose funds had reached the enterprise by the day and which had not ended."""
    rows = Participation.objects.in_area(area).filter(agreement__funds_arrived_on__lte=on)
    return rows.exclude(ended_on__lte=on)


def paid_payouts(area: Scope, on: datetime.date) -> QuerySet:
    """Household lines the bank paid out by the day."""
    return Payout.objects.in_area(area).filter(state=LineState.PAID, batch__settled_on__lte=on)


def paid_shares(area: Scope, on: datetime.date) -> QuerySet:
    """Village shares the bank paid out by the day."""
    rows = VillageShare.objects.in_area(area).filter(state=LineState.PAID, batch__settled_on__lte=on)
    return rows.annotate(payable_amount=F("amount") - F("held_amount"))


def villages_paid(area: Scope, on: datetime.date) -> QuerySet:
    """Villages with a paid share."""
    return Village.objects.in_area(area).filter(pk__in=paid_shares(area, on).order_by().values("village"))


def unsettled(area: Scope, on: datetime.date) -> QuerySet:
    """Household lines returned by the bank and not paid again: what is late."""
    rows = Payout.objects.in_area(area).filter(state=LineState.RETURNED, batch__settled_on__lte=on)
    return rows.exclude(reissue__state=LineState.PAID)


def jobs(area: Scope, on: datetime.date) -> QuerySet:
    """Posts that are filled on the day."""
    return Job.objects.in_area(area).filter(started_on__lte=on).exclude(ended_on__lt=on)


def rate(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """Per cent; zero when there is nothing to divide by."""
    return Decimal(part) * PERCENT / Decimal(whole) if whole else Decimal(0)


FIGURES = (
    Figure(
        "invested_households",
        _("Invested households"),
        _("households"),
        Count(),
        rows=invested,
        page="dividends:participation_list",
    ),
    Figure(
        "invested_principal",
        _("Principal invested"),
        _("yuan"),
        Total("principal"),
        rows=invested,
        page="dividends:participation_list",
        places=2,
    ),
    Figure(
        "household_dividends_paid",
        _("Dividends paid to households"),
        _("yuan"),
        Total("amount"),
        rows=paid_payouts,
        page="dividends:payout_list",
        query={"state": LineState.PAID},
        places=2,
    ),
    Figure(
        "village_dividends_paid",
        _("Dividends paid to villages"),
        _("yuan"),
        Total("payable_amount"),
        rows=paid_shares,
        page="dividends:villageshare_list",
        query={"state": LineState.PAID},
        places=2,
    ),
    Figure(
        "villages_with_dividends",
        _("Villages with dividends"),
        _("villages"),
        Count(),
        rows=villages_paid,
        page="dividends:villageshare_list",
        query={"state": LineState.PAID},
    ),
    Figure(
        "returned_payouts",
        _("Returned lines not paid again"),
        _("lines"),
        Count(),
        rows=unsettled,
        page="dividends:payout_list",
        query={"state": LineState.RETURNED},
    ),
    Figure("jobs_filled", _("Jobs filled"), _("jobs"), Count(), rows=jobs),
    Figure(
        "participation_rate",
        _("Participation rate"),
        _("%"),
        Formula(("invested_households", "registered_households"), rate),
        places=2,
        rounding=Rounding.CUT_OFF,
    ),
)


def declare() -> None:
    register(*FIGURES)
