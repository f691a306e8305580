"""What the leadership's page counts in households: who is on file, as of a day."""

import datetime
from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models import Finding, Household, Lead, LeadState, Member, Sale, Score
from households.models.quality import FindingState
from households.policy.scoring import Band
from households.querysets.scoring import scored_in
from yuping.accounts.access import Scope
from yuping.core.figures import YUAN, Count, Figure, Total, register


def _present(on: datetime.date, since: str, prefix: str = "") -> Q:
    """On file on the day: come by then and not gone by then."""
    gone = f"{prefix}left_on"
    return Q(**{f"{prefix}{since}__lte": on}) & (Q(**{f"{gone}__isnull": True}) | Q(**{f"{gone}__gt": on}))


def registered(area: Scope, on: datetime.date) -> QuerySet:
    """Households registered by the day and still on file, in the villages that count in the county; not those that are
    only watched."""
    rows = Household.objects.in_area(area).filter(never_registered=False, village__counts_in_county=True)
    return rows.filter(_present(on, "registered_on"))


def persons(area: Scope, on: datetime.date) -> QuerySet:
    """The members who lived in those households on the day."""
    rows = Member.objects.in_area(area).filter(household__never_registered=False, village__counts_in_county=True)
    return rows.filter(_present(on, "joined_on"), _present(on, "registered_on", "household__"))


def open_findings(area: Scope, on: datetime.date) -> QuerySet:
    """What the rules of data quality had found by the day and nobody had put right or exempted."""
    rows = Finding.objects.in_area(area).filter(village__counts_in_county=True, found_on__lte=on)
    return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on)).exclude(state=FindingState.EXEMPTED)


def scored_households(area: Scope, on: datetime.date) -> QuerySet:
    """The last score of the year of each household registered on the day."""
    mine = registered(area, on).order_by().values("pk")
    return Score.objects.in_area(area).latest_of(on.year, until=on).filter(household__in=mine)


def scored_as(band: Band) -> Callable[[Scope, datetime.date], QuerySet]:
    """The scores of one band."""
    return lambda area, on: scored_households(area, on).filter(band=band)


def unscored_households(area: Scope, on: datetime.date) -> QuerySet:
    """Households registered on the day that nobody had scored in its year by then."""
    return registered(area, on).filter(~scored_in(on.year, on))


def undecided_leads(area: Scope, on: datetime.date) -> QuerySet:
    """Leads found by the day and not decided by then."""
    return Lead.objects.in_area(area).filter(village__counts_in_county=True).undecided_on(on)


def overdue_leads(area: Scope, on: datetime.date) -> QuerySet:
    """Of them, those whose days were over."""
    return undecided_leads(area, on).filter(due_on__lt=on)


def ineligible_leads(area: Scope, on: datetime.date) -> QuerySet:
    """Leads decided by the day: not eligible."""
    rows = Lead.objects.in_area(area).filter(village__counts_in_county=True, state=LeadState.INELIGIBLE)
    return rows.filter(decided_on__lte=on)


# The channel of e-commerce platforms in the list ``sale_channel``.
ONLINE = "01"


def sales_of_year(area: Scope, on: datetime.date) -> QuerySet:
    """The sales of produce in the day's year that counted on the day."""
    rows = Sale.objects.in_area(area).filter(village__counts_in_county=True)
    return rows.standing_on(on).filter(date__year=on.year)


def online_sales_of_year(area: Scope, on: datetime.date) -> QuerySet:
    """Of them, those through e-commerce platforms."""
    return sales_of_year(area, on).filter(channel=ONLINE)


def selling_households(area: Scope, on: datetime.date) -> QuerySet:
    """Households registered on the day that had sold something in its year by then."""
    sold = sales_of_year(area, on).filter(household=OuterRef("pk"))
    return registered(area, on).filter(Exists(sold))


SCORES, LEADS = "households:score_list", "households:lead_list"
LEAD_UNIT = pgettext_lazy("unit", "leads")
HOUSEHOLD_UNIT = pgettext_lazy("unit", "households")

register(
    Figure(
        "scored_households",
        _("Households scored this year"),
        HOUSEHOLD_UNIT,
        Count(),
        rows=scored_households,
        page=SCORES,
        how=_("Registered households with a four-look score of the year by the day; the last one counts."),
    ),
    Figure(
        "unscored_households",
        _("Households not scored this year"),
        HOUSEHOLD_UNIT,
        Count(),
        rows=unscored_households,
        page="households:household_list",
        how=_("Registered households without a four-look score of the year by the day."),
    ),
    Figure(
        "scored_poor",
        _("Scored as poor"),
        HOUSEHOLD_UNIT,
        Count(),
        rows=scored_as(Band.POOR),
        page=SCORES,
        how=_("Of the scored households, those whose last score of the year lies beyond the limit of poor."),
    ),
    Figure(
        "scored_borderline",
        _("Scored as borderline"),
        HOUSEHOLD_UNIT,
        Count(),
        rows=scored_as(Band.BORDERLINE),
        page=SCORES,
        how=_("Of the scored households, those whose last score of the year lies between the limits."),
    ),
    Figure(
        "scored_not_poor",
        _("Scored as not poor"),
        HOUSEHOLD_UNIT,
        Count(),
        rows=scored_as(Band.NOT_POOR),
        page=SCORES,
        how=_("Of the scored households, those whose last score of the year lies beyond the limit of not poor."),
    ),
    Figure(
        "undecided_leads",
        _("Leads of the negative list not decided"),
        LEAD_UNIT,
        Count(),
        rows=undecided_leads,
        page=LEADS,
        how=_("Leads about persons on file or applicants, found by the day and not decided by then."),
    ),
    Figure(
        "overdue_leads",
        _("Leads of the negative list overdue"),
        LEAD_UNIT,
        Count(),
        rows=overdue_leads,
        page=LEADS,
        how=_("Of the leads not decided, those whose last day for it was over."),
    ),
    Figure(
        "ineligible_leads",
        _("Leads found not eligible"),
        LEAD_UNIT,
        Count(),
        rows=ineligible_leads,
        page=LEADS,
        how=_("Leads decided by the day after a field check: not eligible."),
    ),
)

register(
    Figure(
        "registered_households",
        _("Registered households"),
        pgettext_lazy("unit", "households"),
        Count(),
        rows=registered,
        page="households:household_list",
        how=_("Households registered by the day and not yet gone, in the counted villages."),
    ),
    Figure(
        "registered_persons",
        _("Registered persons"),
        pgettext_lazy("unit", "persons"),
        Count(),
        rows=persons,
        page="households:member_list",
        how=_("Members who on the day belonged to those households."),
    ),
    Figure(
        "open_findings",
        _("Problems found in files and still open"),
        pgettext_lazy("unit", "problems"),
        Count(),
        rows=open_findings,
        page="households:finding_list",
        how=_("Problems that the rules of data quality had found by the day, neither put right by then nor exempted."),
    ),
)

register(
    Figure(
        "sales_of_year",
        _("Produce sold with help this year"),
        YUAN,
        Total("amount"),
        rows=sales_of_year,
        page="households:sale_list",
        places=2,
        how=_("The proceeds of the year's sales by the day, through all channels, without withdrawn lines."),
    ),
    Figure(
        "online_sales_of_year",
        _("Of it through e-commerce"),
        YUAN,
        Total("amount"),
        rows=online_sales_of_year,
        page="households:sale_list",
        query={"channel": ONLINE},
        places=2,
        how=_("Of the proceeds of the year, those of sales through e-commerce platforms."),
    ),
    Figure(
        "selling_households",
        _("Households that sold produce with help this year"),
        HOUSEHOLD_UNIT,
        Count(),
        rows=selling_households,
        page="households:household_list",
        how=_("Registered households with at least one such sale in the year by the day."),
    ),
)
