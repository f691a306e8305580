"""Pages on villages."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from villages.filters import VillageFilter, day_of
from villages.models import (
    CollectiveEntry,
    IncomeClass,
    Indicator,
    IndicatorValue,
    Responsibility,
    TaskForce,
    Village,
    VillageAccount,
    VillageGroup,
)
from villages.policy import OPERATING_CLASSES, last_complete_year
from villages.querysets import in_force
from villages.tables import VillageTable
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, ListPage, one_or_404
from yuping.core import clock, show
from yuping.core.money import ZERO
from yuping.core.templatetags.core import period

ENTRIES_SHOWN = 10
YEARS_SHOWN = 5


def linked(record: Any) -> str | None:
    """A record's name that opens its page, for a panel of facts."""
    return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record) if record else None


def village_crumbs(village: Village) -> list[Crumb]:
    """Breadcrumbs that lead to a village."""
    return [(_("Villages"), reverse("villages:village_list")), (str(village), village.get_absolute_url())]


class VillageList(ListPage):
    """Villages with income and indicators of the last year complete on the day."""

    model, table_class, filterset_class = Village, VillageTable, VillageFilter
    secondary = (
        Action(_("Indicators of all villages"), "villages:indicator_grid", "villages.view_indicatorvalue", "table"),
    )
    empty_text = _("No village fits. Widen the filter.")

    def get_title(self) -> str:
        year = last_complete_year(day_of(self.request.GET))
        return str(_("Villages · income and indicators of %(year)s") % {"year": year})

    def rows(self) -> QuerySet[Village]:
        on = day_of(self.request.GET)
        found = Village.objects.visible_to(self.user).existing(on).select_related("township")
        return found.with_income(on).with_indicators(last_complete_year(on))

    def totals(self, rows: QuerySet[Village]) -> list[tuple[Any, str]]:
        return [(_("Collective income (yuan)"), show.show_money(rows.aggregate(sum=Sum("income"))["sum"] or ZERO))]


class VillageDetail(DetailPage):
    """One village: who answers for it, its income, its indicators, its latest entries."""

    model, template_name = Village, "villages/village_detail.html"

    def rows(self) -> QuerySet[Village]:
        return Village.objects.visible_to(self.user).select_related("township", "successor")

    def get_object(self) -> Village:
        return one_or_404(self.rows(), pk=self.kwargs["code"])

    def parents(self) -> list[Crumb]:
        return [(_("Villages"), reverse("villages:village_list"))]

    def facts(self) -> list[Fact]:
        village: Village = self.object
        account = VillageAccount.objects.visible_to(self.user).verified().filter(village=village).first()
        sees_accounts = access.may(self.user, "villages.view_villageaccount")
        groups = VillageGroup.objects.visible_to(self.user).filter(village=village)
        return [
            (_("Code"), village.pk),
            (_("Township"), str(village.township)),
            (_("Kind"), village.get_kind_display()),
            (_("Village groups"), "、".join(str(group) for group in groups)),
            (_("In the county's totals"), _("yes") if village.counts_in_county else village.not_counted_because),
            (_("In force"), period(village.valid_from, village.valid_to)),
            *([(_("Bank account"), linked(account))] if sees_accounts else []),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        village, on = self.object, clock.today()
        year = year_of(self.request.GET.get("year"), on.year, default=last_complete_year(on))
        columns = years_shown(self.user, village, year)
        entries = CollectiveEntry.objects.visible_to(self.user).filter(village=village).for_table()
        forces = TaskForce.objects.visible_to(self.user).at_work(on).for_table()
        answering = Responsibility.objects.visible_to(self.user).in_force(on).for_table()
        codes = [village.pk, village.township_id]
        return super().get_context_data(
            income=income_table(self.user, village),
            entries=entries[:ENTRIES_SHOWN],
            may_see_entries=access.may(self.user, "villages.view_collectiveentry"),
            indicator_rows=indicator_rows(self.user, village, columns, year),
            indicator_years=columns,
            may_see_indicators=access.may(self.user, "villages.view_indicatorvalue"),
            year=year,
            years=range(on.year, on.year - 5, -1),
            task_forces=forces.filter(pk__in=village.coverages.filter(in_force(on)).values("task_force")),
            responsibilities=answering.filter(area_code__in=codes, household_number=""),
            may=permitted(self.user, village),
            **kwargs,
        )


def year_of(text: str | None, latest: int, *, default: int) -> int:
    """The year in an address, or the default when there is none that can be."""
    written = text is not None and len(text) == 4 and text.isascii() and text.isdigit()
    return int(text) if written and 2000 <= int(text) <= latest else default


def permitted(user: User, village: Village) -> dict[str, bool]:
    """Which of the page's buttons this person gets."""
    verbs = ("enter_indicator", "record_collective_entry", "record_resolution", "propose_village_account")
    return {verb: access.scope_of(user, f"villages.{verb}").covers(village.pk) for verb in verbs}


def income_table(user: User, village: Village) -> list[tuple[int, list[tuple[str, Decimal]], Decimal, Decimal]]:
    """For each year, latest first: (class, sum) of each class, and the sums of all and of the operating ones."""
    entries = CollectiveEntry.objects.visible_to(user).filter(village=village)
    sums: dict[int, dict[str, Decimal]] = {}
    for row in entries.by_year_and_class():
        sums.setdefault(row["date__year"], {})[row["income_class"]] = row["total"]
    return [
        (
            year,
            [(str(label), classes.get(code, ZERO)) for code, label in IncomeClass.choices],
            sum(classes.values(), ZERO),
            sum((classes.get(code, ZERO) for code in OPERATING_CLASSES), ZERO),
        )
        for year, classes in sorted(sums.items(), reverse=True)
    ]


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator of a village with its values of several years, and that of the year looked at."""

    indicator: Indicator
    values: list[tuple[int, IndicatorValue | None]]
    value: IndicatorValue | None


def indicator_rows(user: User, village: Village, years: list[int], year: int) -> list[IndicatorRow]:
    """Every indicator with its value of each year, if it has one."""
    values = IndicatorValue.objects.visible_to(user).filter(village=village, year__in=years)
    found = {(value.indicator_id, value.year): value for value in values.select_related("entered_by", "reviewed_by")}
    return [
        IndicatorRow(one, [(of, found.get((one.pk, of))) for of in years], found.get((one.pk, year)))
        for one in Indicator.objects.all()
    ]


def years_shown(user: User, village: Village, year: int) -> list[int]:
    """The years of the table, latest first: those with values, and the one looked at; at most five."""
    values = IndicatorValue.objects.visible_to(user).filter(village=village)
    known = set(values.order_by().values_list("year", flat=True).distinct()) | {year}
    later = sorted(known, reverse=True)[:YEARS_SHOWN]
    return later if year in later else [*later[:-1], year]
