"""What the leadership's page counts in households: who is on file, as of a day."""

import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models import Finding, Household, Member
from households.models.quality import FindingState
from yuping.accounts.access import Scope
from yuping.core.figures import Count, Figure, register


def _present(on: datetime.date, since: str, prefix: str = "") -> Q:
    """On file on the day: come by then and not gone by then."""
    gone = f"{prefix}left_on"
    return Q(**{f"{prefix}{since}__lte": on}) & (Q(**{f"{gone}__isnull": True}) | Q(**{f"{gone}__gt": on}))


def registered(area: Scope, on: datetime.date) -> QuerySet:
    """Households registered by the day and still on file, in the villages that count in the county."""
    return Household.objects.in_area(area).filter(_present(on, "registered_on"), village__counts_in_county=True)


def persons(area: Scope, on: datetime.date) -> QuerySet:
    """The members who lived in those households on the day."""
    rows = Member.objects.in_area(area).filter(village__counts_in_county=True)
    return rows.filter(_present(on, "joined_on"), _present(on, "registered_on", "household__"))


def open_findings(area: Scope, on: datetime.date) -> QuerySet:
    """What the rules of data quality had found by the day and nobody had put right or exempted."""
    rows = Finding.objects.in_area(area).filter(village__counts_in_county=True, found_on__lte=on)
    return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on)).exclude(state=FindingState.EXEMPTED)


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
