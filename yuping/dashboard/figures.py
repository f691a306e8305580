"""Figures that need several rooms: what is still to be paid by the schedules in force, and ratios across rooms.

Forecasts rest on the instalments of households invested on the day; nothing is extrapolated.
"""

import datetime
from decimal import Decimal

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dividends.figures import invested, rate
from dividends.models import Batch, Instalment
from dividends.schedule import Part, years_after
from yuping.accounts.access import Scope
from yuping.core.figures import PERCENT, YUAN, Count, Figure, Formula, Rounding, Total, register

HORIZON_YEARS = 3
INSTALMENTS = "dividends:instalment_list"


def _of_invested(area: Scope, on: datetime.date) -> QuerySet:
    standing = invested(area, on).order_by().values("pk")
    return Instalment.objects.in_area(area).filter(participation__in=standing, due_on__gt=on)


def dividends_to_come(area: Scope, on: datetime.date) -> QuerySet:
    """Dividends that fall due in the three years after the day."""
    rows = _of_invested(area, on).filter(part=Part.DIVIDEND, due_on__lte=years_after(on, HORIZON_YEARS))
    return rows.annotate(owed_amount=F("household_amount") + F("village_amount"))


def principal_to_come(area: Scope, on: datetime.date) -> QuerySet:
    """Principal that enterprises have to pay back after the day."""
    return _of_invested(area, on).filter(part=Part.PRINCIPAL)


def open_batches(area: Scope, on: datetime.date) -> QuerySet:
    """Batches prepared by the day and neither closed nor cancelled by then."""
    over = Batch.objects.in_area(area).filter(decisions__move__in=("close", "cancel"), decisions__on__lte=on)
    return Batch.objects.in_area(area).filter(created_on__lte=on).exclude(pk__in=over.order_by().values("pk"))


def each(total: Decimal | int, number: Decimal | int) -> Decimal:
    """The share of each; zero when there is nobody."""
    return Decimal(total) / Decimal(number) if number else Decimal(0)


FIGURES = (
    Figure(
        "open_batches",
        _("Dividend batches under way"),
        pgettext_lazy("unit", "batches"),
        Count(),
        rows=open_batches,
        page="dividends:batch_list",
        how=_("Batches prepared by the day that were neither closed nor cancelled by then."),
        shared=True,
    ),
    Figure(
        "dividends_to_come",
        _("Dividends due within three years"),
        YUAN,
        Total("owed_amount"),
        rows=dividends_to_come,
        page=INSTALMENTS,
        places=2,
        how=_(
            "Dividend instalments of invested households that fall due in the three years after the day. A forecast."
        ),
    ),
    Figure(
        "principal_to_come",
        _("Principal to be paid back"),
        YUAN,
        Total("principal_amount"),
        rows=principal_to_come,
        page=INSTALMENTS,
        places=2,
        how=_("Principal of invested households that enterprises have to pay back after the day. A forecast."),
    ),
    Figure(
        "dividend_per_household",
        _("Dividend per invested household"),
        YUAN,
        Formula(("household_dividends_paid", "invested_households"), each),
        places=2,
        rounding=Rounding.HALF_UP,
        how=_("Dividends paid to households divided by the invested households."),
    ),
    Figure(
        "loan_per_household",
        _("Loan per pooled household"),
        YUAN,
        Formula(("pooled_principal", "pooled_households"), each),
        places=2,
        rounding=Rounding.HALF_UP,
        how=_("Pooled principal approved divided by the pooled households."),
    ),
    Figure(
        "persons_lifted_rate",
        _("Share of the persons lifted (equivalent)"),
        PERCENT,
        Formula(("persons_lifted_by_dividend", "registered_persons"), rate),
        places=2,
        rounding=Rounding.CUT_OFF,
        how=_("Persons lifted by the dividend, an equivalent in money, divided by the registered persons."),
    ),
)

register(*FIGURES)
