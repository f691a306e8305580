"""What the leadership's page counts in villages. Bands use all income classes of the last complete calendar year."""

import datetime
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from villages.models import TaskForce, Village
from villages.policy import last_complete_year
from villages.querysets import TaskForceQuerySet, VillageQuerySet
from yuping.accounts.access import Scope
from yuping.core.figures import Count, Figure, Smallest, Total, register

# The lists open with these, the figure's area (``area``) and its day (``on``).
PAGE = "villages:village_list"
COUNTED = {"counted": "yes"}
VILLAGES = pgettext_lazy("unit", "villages")


def counted(area: Scope, on: datetime.date) -> VillageQuerySet:
    """The villages in the county's totals, with their income and how many indicators stand."""
    rows = Village.objects.in_area(area).counted(on)
    return rows.with_income(on).with_indicators(last_complete_year(on))


def in_band(band: str) -> Callable[[Scope, datetime.date], VillageQuerySet]:
    """The counted villages of an income band (``policy.BANDS``)."""

    def rows(area: Scope, on: datetime.date) -> VillageQuerySet:
        return Village.objects.in_area(area).counted(on).in_band(band, on)

    return rows


def task_forces(area: Scope, on: datetime.date) -> TaskForceQuerySet:
    """The task forces at work."""
    return TaskForce.objects.in_area(area).at_work(on)


FIGURES = (
    Figure(
        "counted_villages",
        _("Villages and communities"),
        VILLAGES,
        Count(),
        rows=counted,
        page=PAGE,
        query=COUNTED,
        how=_("Villages and communities that exist on the day and are in the county's totals."),
    ),
    Figure(
        "villages_at_or_above_50000",
        _("Villages with 50,000 yuan or more"),
        VILLAGES,
        Count(),
        rows=in_band("from_50000"),
        page=PAGE,
        query={"counted": "yes", "band": "from_50000"},
        how=_(
            "Counted villages whose collective income of the last complete year, all classes, is 50,000 yuan or more."
        ),
    ),
    Figure(
        "villages_at_or_above_100000",
        _("Villages with 100,000 yuan or more"),
        VILLAGES,
        Count(),
        rows=in_band("from_100000"),
        page=PAGE,
        query={"counted": "yes", "band": "from_100000"},
        how=_(
            "Counted villages whose collective income of the last complete year, all classes, is 100,000 yuan or more."
        ),
    ),
    Figure(
        "villages_without_income",
        _("Villages without collective income"),
        VILLAGES,
        Count(),
        rows=in_band("none"),
        page=PAGE,
        query={"counted": "yes", "band": "none"},
        how=_("Counted villages without any collective income in the last complete year."),
    ),
    Figure(
        "village_income",
        _("Collective income of the villages"),
        _("yuan"),
        Total("income"),
        rows=counted,
        page=PAGE,
        query=COUNTED,
        places=2,
        how=_("Collective income, all classes, of the counted villages in the last complete year."),
    ),
    Figure(
        "task_forces",
        _("Task forces"),
        pgettext_lazy("unit", "task forces"),
        Count(),
        rows=task_forces,
        page="villages:taskforce_list",
        query={"at_work": "yes"},
        how=_("Task forces at work on the day with at least one counted village."),
    ),
    Figure(
        "indicators_per_village",
        _("Indicators of each village"),
        pgettext_lazy("unit", "indicators"),
        Smallest("indicators"),
        rows=counted,
        page=PAGE,
        query=COUNTED,
        how=_("The smallest number of indicators that stand for the last complete year, over the counted villages."),
    ),
)

register(*FIGURES)
