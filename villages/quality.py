"""The rules of data quality over villages: indicators, accounts, who answers for them, what the villagers decided."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from villages.models import (
    Indicator,
    IndicatorValue,
    Origin,
    Responsibility,
    ResponsibilityKind,
    TaskForceVillage,
    Village,
    VillageAccount,
    VillageResolution,
)
from villages.policy import last_complete_year
from yuping.accounts import quality
from yuping.accounts.quality import Asked, Family, Level, Limit, Remedy, audited, declared, of_form, verified
from yuping.accounts.roles import Role

ERROR, WARNING = Level.ERROR, Level.WARNING
WHOLE = "a run narrows its rules itself"
CLERK, OFFICE = Role.TOWNSHIP_CLERK, Role.POVERTY_OFFICE
REVIEW_DAYS = Limit("review_days", "days", ((2013, 30),))
RESULT_DAYS = Limit("result_days", "days", ((2013, 365),))
VALUES = "indicatorvalue.number indicatorvalue.indicator"
# An indicator and the one it can't exceed.
WITHIN = {
    "households_above_persons": ("A01", "A02"),
    "registered_above_all_households": ("A03", "A01"),
    "registered_above_all_persons": ("A04", "A02"),
    "industry_above_registered": ("B18", "A03"),
    "destitute_above_persons": ("A08", "A02"),
    "own_project_above_registered": ("C25", "A03"),
}


def _villages(asked: Asked) -> QuerySet:
    return asked.within(Village.objects.all_areas(reason=WHOLE).counted(asked.today), village="").order_by()


def _values(asked: Asked) -> QuerySet:
    """The values of the last complete year of the villages asked about."""
    rows = IndicatorValue.unguarded.filter(year=last_complete_year(asked.today)).order_by()
    return asked.within(rows.filter(village__in=_villages(asked)))


def _exceeding(asked: Asked, part: str, whole: str) -> Iterator[tuple]:
    """Villages in which a part is larger than its whole."""
    numbers: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for village, code, number in (
        _values(asked).filter(indicator__in=[part, whole]).values_list("village", "indicator", "number")
    ):
        numbers[village][code] = number
    for village, both in numbers.items():
        if len(both) == 2 and None not in both.values() and both[part] > both[whole]:
            yield village, None, None, "", {"part": int(both[part]), "whole": int(both[whole])}


def _declare_within(code: str, part: str, whole: str) -> None:
    def found(asked: Asked) -> Iterator[tuple]:
        return _exceeding(asked, part, whole)

    found.__name__ = code
    declared(
        level=ERROR,
        family=Family.VILLAGE,
        reads=VALUES,
        sources=[*verified("3_03_001"), *of_form(part, whole)],
        owner=CLERK,
        remedy=Remedy.VILLAGE,
        of_places=True,
    )(found)


for _code, (_part, _whole) in WITHIN.items():
    _declare_within(_code, _part, _whole)


@declared(
    level=WARNING,
    family=Family.VILLAGE,
    reads=f"{VALUES} indicatorvalue.year",
    sources=verified("1_03_003", "1_03_004", "1_03_016"),
    owner=CLERK,
    remedy=Remedy.VILLAGE,
    of_places=True,
)
def indicators_missing(asked: Asked) -> Iterator[tuple]:
    wanted = Indicator.objects.filter(origin=Origin.MANUAL).count()
    manual = _values(asked).filter(indicator__origin=Origin.MANUAL)
    there = dict(manual.values("village").annotate(count=Count("pk")).values_list("village", "count"))
    for village in _villages(asked).values_list("pk", flat=True):
        missing = wanted - there.get(village, 0)
        if missing > 0:
            yield village, None, None, "", {"count": missing, "year": last_complete_year(asked.today)}


@declared(
    level=WARNING,
    family=Family.VILLAGE,
    reads="indicatorvalue.state indicatorvalue.entered_on",
    sources=of_form("填表信息"),
    owner=CLERK,
    remedy=Remedy.VILLAGE,
    limits=[REVIEW_DAYS],
    of_places=True,
)
def indicators_wait_for_review(asked: Asked) -> Iterator[tuple]:
    before = asked.today - datetime.timedelta(days=REVIEW_DAYS.of(asked.year))
    waiting = _values(asked).filter(state="entered", entered_on__lt=before)
    for village, count in waiting.values("village").annotate(count=Count("pk")).values_list("village", "count"):
        yield village, None, None, "", {"count": count}


@declared(
    level=WARNING,
    family=Family.VILLAGE,
    reads=VALUES,
    sources=verified("2_03_001"),
    owner=CLERK,
    remedy=Remedy.VILLAGE,
    of_places=True,
)
def no_hard_road(asked: Asked) -> Iterator[tuple]:
    for village in _values(asked).filter(indicator="C23", number=0).values_list("village", flat=True):
        yield village, None, None, "", {}


@declared(
    level=WARNING,
    family=Family.VILLAGE,
    reads=VALUES,
    sources=verified("1_03_003"),
    owner=CLERK,
    remedy=Remedy.VILLAGE,
    of_places=True,
)
def village_without_income(asked: Asked) -> Iterator[tuple]:
    """A village whose collective earned nothing in the last complete year (空殼村)."""
    for village in _values(asked).filter(indicator="B13", number=0).values_list("village", flat=True):
        yield village, None, None, "", {"year": last_complete_year(asked.today)}


@declared(
    level=ERROR,
    family=Family.VILLAGE,
    reads="village.code villageaccount.state",
    sources=audited("24"),
    owner=CLERK,
    remedy=Remedy.VILLAGE,
    of_places=True,
)
def village_without_account(asked: Asked) -> Iterator[tuple]:
    account = VillageAccount.unguarded.filter(village=OuterRef("pk"), state="verified")
    for village in _villages(asked).filter(~Exists(account)).values_list("pk", flat=True):
        yield village, None, None, "", {}


@declared(
    level=ERROR,
    family=Family.VILLAGE,
    reads="villageaccount.number_index villageaccount.village",
    sources=audited("22", "24"),
    owner=CLERK,
    remedy=Remedy.VILLAGE,
    of_places=True,
)
def village_account_used_twice(asked: Asked) -> Iterator[tuple]:
    live = VillageAccount.unguarded.filter(state="verified").order_by()
    twice = live.values("number_index").annotate(villages=Count("village", distinct=True)).filter(villages__gt=1)
    shared = asked.within(live.filter(number_index__in=twice.values("number_index")))
    for village in shared.values_list("village", flat=True):
        yield village, None, None, "", {}


@declared(
    level=WARNING,
    family=Family.VILLAGE,
    reads="village.code taskforcevillage.valid_to",
    sources=of_form("驻村工作队"),
    owner=OFFICE,
    remedy=Remedy.VILLAGE,
    of_places=True,
)
def village_without_task_force(asked: Asked) -> Iterator[tuple]:
    live = TaskForceVillage.unguarded.filter(village=OuterRef("pk"), valid_to=None)
    for village in _villages(asked).filter(~Exists(live)).values_list("pk", flat=True):
        yield village, None, None, "", {}


@declared(
    level=WARNING,
    family=Family.VILLAGE,
    reads="village.code responsibility.area_code responsibility.valid_to",
    sources=of_form("驻村干部"),
    owner=CLERK,
    remedy=Remedy.VILLAGE,
    of_places=True,
)
def village_without_stationed_cadre(asked: Asked) -> Iterator[tuple]:
    live = Responsibility.unguarded.filter(area_code=OuterRef("pk"), kind=ResponsibilityKind.STATIONED, valid_to=None)
    for village in _villages(asked).filter(~Exists(live)).values_list("pk", flat=True):
        yield village, None, None, "", {}


@declared(
    level=WARNING,
    family=Family.VILLAGE,
    reads="villageresolution.published_on villageresolution.result_published_on",
    sources=audited("7", "24"),
    owner=CLERK,
    remedy=Remedy.VILLAGE,
    limits=[RESULT_DAYS],
    of_places=True,
)
def resolution_without_result(asked: Asked) -> Iterator[tuple]:
    before = asked.today - datetime.timedelta(days=RESULT_DAYS.of(asked.year))
    rows = VillageResolution.unguarded.filter(result_published_on=None, published_on__lt=before).order_by()
    for village, resolution, subject in asked.within(rows).values_list("village", "pk", "subject"):
        yield village, None, None, f"resolution:{resolution}", {"subject": subject}


quality.say(
    {
        "households_above_persons": _("%(part)s households, but only %(whole)s persons."),
        "registered_above_all_households": _("%(part)s registered households of only %(whole)s in the village."),
        "registered_above_all_persons": _("%(part)s registered persons of only %(whole)s in the village."),
        "industry_above_registered": _(
            "%(part)s poor households in the leading industry, but only %(whole)s are registered."
        ),
        "destitute_above_persons": _("%(part)s persons in extreme-hardship care of only %(whole)s in the village."),
        "own_project_above_registered": _(
            "%(part)s households wish a project of their own, but only %(whole)s are registered."
        ),
        "indicators_missing": _("%(count)s indicators of %(year)s are not entered."),
        "indicators_wait_for_review": _("%(count)s indicators have waited for review for more than 30 days."),
        "no_hard_road": _("No group of the village has a hardened road."),
        "village_without_income": _("The collective had no income in %(year)s."),
        "village_without_account": _("The village has no account in force."),
        "village_account_used_twice": _("Another village has the same account."),
        "village_without_task_force": _("No task force looks after the village."),
        "village_without_stationed_cadre": _("No cadre is stationed in the village."),
        "resolution_without_result": _("The result of the resolution “%(subject)s” has not been published for a year."),
    }
)
