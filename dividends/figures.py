"""What the leadership's page counts in dividends: from the scheme's start to the as-of date.

Every row carries its business date; nothing here is a constant of the county.
"""

import datetime
from decimal import Decimal

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dividends.models import Instalment, Job, Participation, Payout, Scheme, VillageShare
from dividends.querysets import MONEY
from dividends.workflow import AgreementState, LineState
from households.models import PovertyLine
from households.models.lines import LineLevel, LinePurpose
from loans.models import Loan
from villages.models import Village
from yuping.accounts.access import Scope
from yuping.core.figures import Count, Figure, Formula, Level, Rounding, Smallest, Total, register

PERCENT = Decimal(100)
HOUSEHOLDS = pgettext_lazy("unit", "households")
JOBS = pgettext_lazy("unit", "jobs")


def invested(area: Scope, on: datetime.date) -> QuerySet:
    """Participations whose funds had reached the enterprise by the day, each with the jobs it was promised."""
    return Participation.objects.in_area(area).invested(on).with_promised_jobs()


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
    """Household lines returned by the bank and not paid again by the day: what is late."""
    rows = Payout.objects.in_area(area).filter(state=LineState.RETURNED, batch__settled_on__lte=on)
    return rows.exclude(
        pk__in=Payout.unguarded.filter(
            reissue_of__isnull=False, state=LineState.PAID, batch__settled_on__lte=on
        ).values("reissue_of")
    )


def overdue(area: Scope, on: datetime.date) -> QuerySet:
    """Instalments past their days of grace for which money is missing: what enterprises owe."""
    return Instalment.objects.in_area(area).overdue(on)


def filled_jobs(area: Scope, on: datetime.date) -> QuerySet:
    """Posts that are filled on the day."""
    return Job.objects.in_area(area).filled(on)


def projected(area: Scope, on: datetime.date) -> QuerySet:
    """Every approved pooled loan with what its household would bring if all of them were placed.

    The terms are those of the agreement the loan stands in; of a loan that waits, those of the latest edition in force
    which takes its amount.
    """
    takes_it = Q(principal=OuterRef("approved_amount"), effective_from__lte=on)
    edition = Scheme.objects.filter(takes_it).order_by("-effective_from", "-pk")[:1]
    # A loan may have stood in agreements that were withdrawn; it stands in one.
    standing = [AgreementState.SIGNED, AgreementState.ACTIVE, AgreementState.ENDED]
    own = Scheme.objects.filter(
        agreements__participations__loan=OuterRef("pk"), agreements__state__in=standing
    ).order_by("pk")
    return (
        Loan.objects.in_area(area)
        .pooled()
        .granted(on)
        .annotate(
            village_income=Coalesce(
                Subquery(own.values_list(F("village_dividend") * F("years"))[:1], output_field=MONEY),
                Subquery(edition.values_list(F("village_dividend") * F("years")), output_field=MONEY),
                output_field=MONEY,
            ),
            jobs=Coalesce(
                Subquery(own.values("jobs_per_household")[:1]), Subquery(edition.values("jobs_per_household"))
            ),
        )
    )


def standard(area: Scope, on: datetime.date) -> QuerySet:
    """The province's standard of leaving poverty in the year of the day."""
    return PovertyLine.objects.filter(year=on.year, level=LineLevel.GUIZHOU, purpose=LinePurpose.EXIT)


def rate(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """Per cent; zero when there is nothing to divide by."""
    return Decimal(part) * PERCENT / Decimal(whole) if whole else Decimal(0)


def lifted(paid: Decimal, line: Decimal) -> Decimal:
    """How many times the paid dividends hold the yearly standard: an equivalent in money, not a count of heads."""
    return Decimal(paid) / Decimal(line) if line else Decimal(0)


PLACED = (
    Figure(
        "invested_households",
        _("Invested households"),
        HOUSEHOLDS,
        Count(),
        rows=invested,
        page="dividends:participation_list",
        how=_("Participations whose funds had reached the enterprise by the day and that had not ended."),
    ),
    Figure(
        "invested_principal",
        _("Principal invested"),
        _("yuan"),
        Total("principal"),
        rows=invested,
        page="dividends:participation_list",
        places=2,
        how=_("Principal of those participations."),
    ),
    Figure(
        "participation_rate",
        _("Participation rate"),
        _("%"),
        Formula(("invested_households", "registered_households"), rate),
        places=2,
        rounding=Rounding.CUT_OFF,
        how=_("Invested households divided by the registered households."),
    ),
    Figure(
        "risk_deposit_cover",
        _("Risk deposit in per cent of the principal invested"),
        _("%"),
        Formula(("risk_deposit", "invested_principal"), rate),
        places=1,
        rounding=Rounding.HALF_UP,
        scope=Level.COUNTY,
        how=_("The risk deposit divided by the principal that stands with enterprises."),
    ),
)

PAID = (
    Figure(
        "household_dividends_paid",
        _("Dividends paid to households"),
        _("yuan"),
        Total("amount"),
        rows=paid_payouts,
        page="dividends:payout_list",
        places=2,
        how=_("Household lines that the bank paid out, in batches settled by the day, since the scheme began."),
    ),
    Figure(
        "village_dividends_paid",
        _("Dividends paid to villages"),
        _("yuan"),
        Total("payable_amount"),
        rows=paid_shares,
        page="dividends:villageshare_list",
        places=2,
        how=_("Village shares that the bank paid out, in batches settled by the day, since the scheme began."),
    ),
    Figure(
        "villages_with_dividends",
        _("Villages with dividends"),
        pgettext_lazy("unit", "villages"),
        Count(),
        rows=villages_paid,
        page="villages:village_list",
        how=_("Villages with at least one village share paid out by the day."),
    ),
    Figure(
        "poverty_line",
        _("Poverty standard of the year"),
        _("yuan"),
        Smallest("amount"),
        rows=standard,
        places=2,
        scope=Level.COUNTY,
        how=_("Guizhou's standard of leaving poverty in the year of the day."),
    ),
    Figure(
        "persons_lifted_by_dividend",
        _("Persons lifted by the dividend (equivalent)"),
        pgettext_lazy("unit", "persons"),
        Formula(("household_dividends_paid", "poverty_line"), lifted),
        rounding=Rounding.CUT_OFF,
        how=_("Dividends paid to households divided by the standard: an equivalent in money, not a count of heads."),
    ),
)

LATE = (
    Figure(
        "returned_payouts",
        _("Returned lines not paid again"),
        pgettext_lazy("unit", "lines"),
        Count(),
        rows=unsettled,
        page="dividends:payout_list",
        how=_("Household lines that the bank returned and that had not been paid again by the day."),
    ),
    Figure(
        "overdue_instalments",
        _("Instalments overdue"),
        pgettext_lazy("unit", "instalments"),
        Count(),
        rows=overdue,
        page="dividends:instalment_list",
        how=_("Instalments past their days of grace for which the enterprise's money is missing in whole or in part."),
    ),
    Figure(
        "overdue_amount",
        _("Owed by enterprises and overdue"),
        _("yuan"),
        Total("missing"),
        rows=overdue,
        page="dividends:instalment_list",
        places=2,
        how=_("What enterprises still owe of those instalments."),
    ),
)

WORK = (
    Figure(
        "jobs_promised",
        _("Jobs promised in agreements"),
        JOBS,
        Total("promised_jobs"),
        rows=invested,
        page="dividends:participation_list",
        how=_("Jobs that the editions of the agreements promise to the invested households."),
    ),
    Figure(
        "jobs_filled",
        _("Jobs filled"),
        JOBS,
        Count(),
        rows=filled_jobs,
        page="dividends:job_list",
        how=_("Posts at enterprises that somebody of a participating household holds on the day."),
    ),
)

# Forecasts: computed from the editions' terms, and shown as forecasts.
FORECASTS = (
    Figure(
        "projected_village_income_3y",
        _("Forecast: village income over the whole term if all pooled households are placed"),
        _("yuan"),
        Total("village_income"),
        rows=projected,
        page="loans:loan_list",
        places=2,
        how=_("Every approved pooled loan with what its village would get over the whole term if all were placed."),
    ),
    Figure(
        "projected_jobs",
        _("Forecast: jobs if all pooled households are placed"),
        JOBS,
        Total("jobs"),
        rows=projected,
        page="loans:loan_list",
        how=_("Every approved pooled loan with the jobs of its edition if all were placed."),
    ),
)

FIGURES = PLACED + PAID + LATE + WORK + FORECASTS


def declare() -> None:
    register(*FIGURES)
