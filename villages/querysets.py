"""Sets of rows of the villages room, and the manager for areas that a person's area lies in."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, DecimalField, Exists, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from villages import policy
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.roles import COUNTY, TOWNSHIP
from yuping.accounts.scoping import AreaManager

NO_YUAN = Value(0, output_field=DecimalField(max_digits=16, decimal_places=2))


class EnclosingManager(AreaManager):
    """Rows of areas whose code stands in ``field``: to see, one's own areas and those around them; to act, one's own.

    A village posting reads who leads its township, and changes nothing there.
    """

    def __init__(self, queryset_class: type[models.QuerySet] = models.QuerySet, *, field: str = "pk") -> None:
        super().__init__(queryset_class, path=field)

    def visible_to(self, user: User) -> Any:
        meta = self.model._meta
        scope = access.scope_of(user, f"{meta.app_label}.view_{meta.model_name}")
        return self._open().filter(scope.enclosing(self.path))

    def _within(self, scope: access.Scope) -> Any:
        found = Q(pk__in=[])
        for code in sorted(scope.codes):
            found |= Q(**{f"{self.path}__startswith": code})
        return self._open().filter(found)


def in_force(on: datetime.date) -> Q:
    """Rows with ``valid_from`` and ``valid_to`` whose period holds the day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def _rows(model: str) -> Any:
    """All rows of another table of this room, for a subquery."""
    return apps.get_model("villages", model).unguarded


def predecessors(codes: Iterable[str]) -> frozenset[str]:
    """Codes of villages outside the given areas that were recoded, in one or more steps, into villages inside."""
    recoded = dict(_rows("Village").filter(successor__isnull=False).values_list("pk", "successor_id"))
    prefixes = tuple(codes)

    def end_of(code: str) -> str:
        while code in recoded:
            code = recoded[code]
        return code

    return frozenset(code for code in recoded if end_of(code).startswith(prefixes) and not code.startswith(prefixes))


def posting_areas() -> list[tuple[str, str]]:
    """(code, name) of every township and village a posting can be for; villages with their township's name."""
    towns = dict(_rows("Township").values_list("pk", "name"))
    villages = _rows("Village").filter(successor__isnull=True).values_list("pk", "township_id", "short_name")
    return [*towns.items(), *((code, f"{towns[town]}{name}") for code, town, name in villages)]


class TownshipQuerySet(models.QuerySet):
    """Townships."""

    def existing(self, on: datetime.date) -> "TownshipQuerySet":
        return self.filter(in_force(on))


class VillageQuerySet(models.QuerySet):
    """Villages; years are calendar years, income is in yuan."""

    def existing(self, on: datetime.date) -> "VillageQuerySet":
        """Not yet recoded or dissolved on that day."""
        return self.filter(in_force(on))

    def counted(self, on: datetime.date) -> "VillageQuerySet":
        """Those in the county's totals."""
        return self.existing(on).filter(counts_in_county=True)

    def with_income(self, on: datetime.date) -> "VillageQuerySet":
        """Adds ``income`` (all classes) and ``operating_income`` of the last year complete on that day."""
        year = policy.last_complete_year(on)
        return self.annotate(
            income=_income_of(year),
            operating_income=_income_of(year, income_class__in=policy.OPERATING_CLASSES),
        )

    def in_band(self, band: str, on: datetime.date) -> "VillageQuerySet":
        """Those whose income of the last complete year lies in the band (``policy.BANDS``)."""
        lowest, below = policy.BANDS[band]
        rows = self.with_income(on)
        if lowest is not None:
            rows = rows.filter(income__gte=lowest)
        return rows if below is None else rows.filter(income__lt=below)

    def with_indicators(self, year: int) -> "VillageQuerySet":
        """Adds ``indicators``: how many of the year's values stand (reviewed or computed)."""
        counted = (
            _rows("IndicatorValue")
            .filter(village=OuterRef("pk"), year=year, state__in=("reviewed", "derived"))
            .order_by()
            .values("village")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return self.annotate(indicators=Coalesce(Subquery(counted), 0))


def _income_of(year: int, **only: Any) -> Coalesce:
    """A village's income of the year as a subquery, with that of the villages recoded into it."""
    sums = (
        _rows("CollectiveEntry")
        .filter(
            Q(village=OuterRef("pk")) | Q(village__successor=OuterRef("pk")),
            direction="income",
            date__range=(datetime.date(year, 1, 1), datetime.date(year, 12, 31)),
            **only,
        )
        .order_by()
        .values("direction")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    return Coalesce(Subquery(sums), NO_YUAN)


def _number_of(rows: models.QuerySet) -> Coalesce:
    """How many of a task force's rows there are, as a subquery."""
    return Coalesce(Subquery(rows.values("task_force").annotate(n=Count("pk")).values("n")), 0)


class VillageGroupQuerySet(models.QuerySet):
    """Groups of villages."""


class VillageAccountQuerySet(models.QuerySet):
    """Bank accounts of villages."""

    def for_table(self) -> "VillageAccountQuerySet":
        return self.select_related("village")

    def verified(self) -> "VillageAccountQuerySet":
        return self.filter(state="verified")

    def waiting(self) -> "VillageAccountQuerySet":
        return self.filter(state="proposed")


class IndicatorValueQuerySet(models.QuerySet):
    """Values of indicators."""

    def for_table(self) -> "IndicatorValueQuerySet":
        return self.select_related("village", "indicator", "entered_by", "reviewed_by")

    def standing(self) -> "IndicatorValueQuerySet":
        """Those that count: reviewed by a second person, or computed."""
        return self.filter(state__in=("reviewed", "derived"))

    def waiting(self) -> "IndicatorValueQuerySet":
        return self.filter(state="entered")


class CadreQuerySet(models.QuerySet):
    """Cadres."""

    def in_office(self) -> "CadreQuerySet":
        return self.filter(active=True)

    def nearest_first(self, area_code: str) -> "CadreQuerySet":
        """Those of the township first, then those of the county, then of elsewhere; unit by unit."""
        near = When(area_code__startswith=area_code[:TOWNSHIP], then=0)
        return self.order_by(Case(near, When(area_code=area_code[:COUNTY], then=1), default=2), "unit", "name", "pk")


class TaskForceQuerySet(models.QuerySet):
    """Task forces."""

    def within(self, code: str) -> "TaskForceQuerySet":
        """With a village of the area: a task force belongs to the areas of all its villages."""
        covered = _rows("TaskForceVillage").filter(village__code__startswith=code).order_by()
        return self.filter(pk__in=covered.values("task_force"))

    def for_table(self) -> "TaskForceQuerySet":
        """Adds ``leader`` (the name), ``village_count`` and ``member_count`` as they are today."""
        members = _rows("TaskForceMember").filter(task_force=OuterRef("pk"), valid_to__isnull=True).order_by()
        villages = _rows("TaskForceVillage").filter(task_force=OuterRef("pk"), valid_to__isnull=True).order_by()
        return self.select_related("township").annotate(
            leader=Subquery(members.filter(duty="leader").values("cadre__name")[:1]),
            member_count=_number_of(members),
            village_count=_number_of(villages),
        )

    def at_work(self, on: datetime.date) -> "TaskForceQuerySet":
        """Founded by that day, not dissolved, with a village that is counted."""
        covered = _rows("TaskForceVillage").filter(
            in_force(on), task_force=OuterRef("pk"), village__counts_in_county=True
        )
        return self.filter(Exists(covered), Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on), founded_on__lte=on)


class ResponsibilityQuerySet(models.QuerySet):
    """Responsibilities."""

    def for_table(self) -> "ResponsibilityQuerySet":
        """Adds ``area_name``, the township's or village's."""
        names = Coalesce(
            Subquery(_rows("Village").filter(pk=OuterRef("area_code")).values("short_name")),
            Subquery(_rows("Township").filter(pk=OuterRef("area_code")).values("name")),
        )
        return self.select_related("cadre", "group").annotate(area_name=names)

    def in_force(self, on: datetime.date) -> "ResponsibilityQuerySet":
        return self.filter(in_force(on))


class CollectiveEntryQuerySet(models.QuerySet):
    """Income and spending of collectives, in yuan."""

    def for_table(self) -> "CollectiveEntryQuerySet":
        return self.select_related("village", "recorded_by")

    def income(self) -> "CollectiveEntryQuerySet":
        return self.filter(direction="income")

    def operating_only(self) -> "CollectiveEntryQuerySet":
        """The operating classes: without subsidies and returned taxes."""
        return self.income().filter(income_class__in=policy.OPERATING_CLASSES)

    def of_year(self, year: int) -> "CollectiveEntryQuerySet":
        return self.filter(date__range=(datetime.date(year, 1, 1), datetime.date(year, 12, 31)))

    def until(self, on: datetime.date) -> "CollectiveEntryQuerySet":
        return self.filter(date__lte=on)

    def balances(self) -> dict[str, Decimal]:
        """Income less spending for each village that has entries, in yuan."""
        income, spending = Q(direction="income"), Q(direction="spending")
        sums = (
            self.order_by()
            .values("village")
            .annotate(
                income=Sum("amount", filter=income, default=NO_YUAN),
                spending=Sum("amount", filter=spending, default=NO_YUAN),
            )
        )
        return {row["village"]: row["income"] - row["spending"] for row in sums}

    def by_year_and_class(self) -> Any:
        """Sums of income as rows of ``date__year``, ``income_class``, ``total``."""
        return (
            self.income()
            .order_by("date__year", "income_class")
            .values("date__year", "income_class")
            .annotate(total=Sum("amount"))
        )


class VillageResolutionQuerySet(models.QuerySet):
    """Resolutions of villages."""

    def for_table(self) -> "VillageResolutionQuerySet":
        return self.select_related("village").with_spent()

    def with_spent(self) -> "VillageResolutionQuerySet":
        """Adds ``spent``: what has been spent under the resolution, in yuan."""
        return self.annotate(spent=Coalesce(Sum("entries__amount"), NO_YUAN))
