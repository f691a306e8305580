"""Pages on the village indicators."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column

from villages import services
from villages.filters import GridFilter, ValueFilter
from villages.forms import IndicatorsForm, YearForm
from villages.models import Indicator, IndicatorValue, Origin, ValueType, Village
from villages.policy import last_complete_year
from villages.tables import GridTable, ValueTable
from villages.views.areas import village_crumbs, year_of
from yuping.accounts.models import User
from yuping.accounts.pages import (
    Action,
    ActionPage,
    BulkPage,
    Crumb,
    EmptyForm,
    FormPage,
    ListPage,
    NumberColumn,
    PrintPage,
    one_or_404,
)
from yuping.accounts.pages.tables import BaseTable
from yuping.core import clock


def grid_crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the grid."""
    return [(_("Indicators of all villages"), reverse("villages:indicator_grid"))]


class IndicatorGrid(ListPage):
    """Villages in rows, the indicators of a year in columns."""

    model, table_class, filterset_class = Village, GridTable, GridFilter
    permission = "villages.view_indicatorvalue"
    primary = Action(_("Recompute"), "villages:indicator_recompute", "villages.recompute_indicators", "refresh")
    secondary = (
        Action(_("Print"), "villages:indicator_print", "villages.view_indicatorvalue", "printer"),
        Action(_("Values one by one"), "villages:value_list", "villages.view_indicatorvalue", "list"),
    )
    empty_text = _("No village fits. Widen the filter.")

    @property
    def year(self) -> int:
        today = clock.today()
        return year_of(self.request.GET.get("year"), today.year, default=last_complete_year(today))

    def get_title(self) -> str:
        return str(_("Indicators of %(year)s") % {"year": self.year})

    def rows(self) -> QuerySet[Village]:
        return Village.objects.visible_to(self.user).existing(clock.today()).select_related("township")

    def make_table(self, rows: QuerySet[Village]) -> BaseTable:
        """The grid is small (a county's villages), so it is made whole; only its own columns can be sorted by."""
        columns = [
            (
                row.pk,
                (Column if row.value_type == ValueType.CODE else NumberColumn)(verbose_name=str(row), orderable=False),
            )
            for row in Indicator.objects.all()
        ]
        lines = grid_lines(rows, IndicatorValue.objects.visible_to(self.user), self.year)
        sort = self.request.GET.get("sort", "code")
        key = sort.removeprefix("-")
        if key != "code" and key not in GridTable.base_columns:
            raise SuspiciousOperation("unknown column to sort by")
        lines.sort(key=lambda line: (line[key], line["code"]), reverse=sort.startswith("-"))
        return GridTable(
            lines,
            extra_columns=columns,
            exclude=self.hidden_columns(),
            request=self.request,
        )


def grid_lines(villages: QuerySet[Village], values: QuerySet[IndicatorValue], year: int) -> list[dict[str, Any]]:
    """A line for each village: its names, how many of its values stand, and each value by its indicator's code."""
    lines = {
        row.pk: {"code": row.pk, "village": str(row), "township": str(row.township), "count": 0} for row in villages
    }
    for value in values.standing().filter(year=year, village__in=lines):
        line = lines[value.village_id]
        line[value.indicator_id] = value.number if value.number is not None else value.shown
        line["count"] += 1
    return list(lines.values())


class PrintIndicators(PrintPage):
    """The indicators of a year on A4, landscape: a sheet for each township."""

    model, permission, template_name = Village, "villages.view_indicatorvalue", "villages/indicator_print.html"
    landscape = True
    signatures = (_("Filled in by"), _("Reviewed by"), _("Head of the unit"))

    def get_object(self) -> None:
        return None

    def back_url(self) -> str:
        return reverse("villages:indicator_grid")

    def get_title(self) -> str:
        return str(_("Village indicators of %(year)s") % {"year": self.year})

    @property
    def year(self) -> int:
        today = clock.today()
        return year_of(self.request.GET.get("year"), today.year, default=last_complete_year(today))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sheets=print_sheets(self.user, self.year), **kwargs)


@dataclass(frozen=True)
class Sheet:
    """The indicators of a township's villages: a row for each indicator, its values in the order of the villages."""

    township: str
    villages: list[Village]
    rows: list[tuple[Indicator, list[IndicatorValue | None]]]


def print_sheets(user: User, year: int) -> list[Sheet]:
    """A sheet for each township with villages that this person may see."""
    villages = Village.objects.visible_to(user).counted(clock.today()).select_related("township")
    values = IndicatorValue.objects.visible_to(user).standing().filter(year=year)
    found = {(value.village_id, value.indicator_id): value for value in values}
    indicators = list(Indicator.objects.all())
    sheets = []
    for township, group in groupby(villages.order_by("pk"), key=lambda row: str(row.township)):
        of_township = list(group)
        rows = [(one, [found.get((row.pk, one.pk)) for row in of_township]) for one in indicators]
        sheets.append(Sheet(township, of_township, rows))
    return sheets


class ValueList(ListPage):
    """Values one by one, to look through and to review."""

    model, table_class, filterset_class = IndicatorValue, ValueTable, ValueFilter
    bulk_actions = (Action(_("Review the chosen"), "villages:value_review", "villages.review_indicator", "check"),)
    empty_text = _("No value fits. Widen the filter or enter values on a village's page.")

    def parents(self) -> list[Crumb]:
        return grid_crumbs()


class ReviewValues(BulkPage):
    """Review entered values, as a second person."""

    model, permission, form_class = IndicatorValue, "villages.review_indicator", EmptyForm
    title, submit_label = _("Review the values"), _("Reviewed")
    success_message = _("The values are reviewed.")

    def parents(self) -> list[Crumb]:
        return grid_crumbs()

    def consequence(self) -> str:
        return _("From now on these values count. Compare each with its source.")

    def save(self, form: EmptyForm) -> list[IndicatorValue]:
        return services.review_indicators(actor=self.user, value_ids=[int(pk) for pk in self.ids])

    def get_success_url(self, done: Any) -> str:
        return reverse("villages:value_list") + "?state=entered"


class EnterIndicators(FormPage):
    """The manual indicators of a village and year on one form."""

    permission, form_class = "villages.enter_indicator", IndicatorsForm
    submit_label, success_message = _("Save"), _("The values are saved and wait for review.")

    def get_object(self) -> Village:
        rows = Village.objects.actionable_by(self.user, self.permission)
        return one_or_404(rows, pk=self.kwargs["code"])

    def get_title(self) -> str:
        return str(_("Indicators of %(village)s, %(year)s") % {"village": self.object, "year": self.kwargs["year"]})

    def parents(self) -> list[Crumb]:
        return village_crumbs(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        values = IndicatorValue.objects.actionable_by(self.user, self.permission)
        entered = values.filter(village=self.object, year=self.kwargs["year"], indicator__origin=Origin.MANUAL)
        return super().get_form_kwargs() | {"values": {value.indicator_id: value for value in entered}}

    def save(self, form: IndicatorsForm) -> int:
        return services.enter_indicators(
            actor=self.user,
            year=self.kwargs["year"],
            rows=form.rows(self.object.pk),
            reason=form.cleaned_data.get("reason", ""),
        )

    def get_success_url(self, done: int) -> str:
        return f"{self.object.get_absolute_url()}?year={self.kwargs['year']}"


class RecomputeIndicators(ActionPage):
    """Compute the derived indicators of a year from the rows."""

    permission, form_class = "villages.recompute_indicators", YearForm
    title, submit_label = _("Recompute the indicators"), _("Recompute")
    success_message = _("Recomputed: %(object)s values are new or changed.")

    def parents(self) -> list[Crumb]:
        return grid_crumbs()

    def get_initial(self) -> dict[str, Any]:
        return {"year": last_complete_year(clock.today())}

    def consequence(self) -> str:
        return _("Computes the derived indicators of all villages anew. What people entered stays.")

    def save(self, form: YearForm) -> int:
        return services.recompute_indicators(actor=self.user, year=form.cleaned_data["year"])

    def get_success_url(self, done: int) -> str:
        return reverse("villages:indicator_grid")
