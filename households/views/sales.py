"""Pages on produce sold with help: the list, recording, correcting and withdrawing, and the tab of a household."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services, tabs
from households.filters.sales import SaleFilter
from households.forms.sales import CorrectSaleForm, SaleForm
from households.models import HouseholdYear, Sale
from households.models.sales import SAID
from households.querysets.sales import Proceeds
from households.services import SaleRow
from households.services.sales import CORRECT, RECORD, WITHDRAW
from households.tables.sales import SaleTable
from households.views.choosing import ChooseHousehold
from households.views.corrections import corrections_of, hindrance
from households.views.records import RecordList
from households.views.tabs import HouseholdFormPage, HouseholdRowFormPage, HouseholdTab, TabAction
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, MovePage, ReasonForm
from yuping.core import clock, show


def sale_crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the list of sales."""
    return [(_("Produce sold"), reverse("households:sale_list"))]


class SaleList(RecordList):
    """Sales, latest first; the sums are those of the lines that count."""

    model, table_class, filterset_class = Sale, SaleTable, SaleFilter
    title = _("Produce sold")
    primary = Action(_("Record a sale"), "households:sale_choose", RECORD)
    empty_text = _("No sale fits. Widen the filter or record one.")

    def totals(self, rows: Any) -> list[tuple[Any, str]]:
        found = rows.proceeds()
        return [
            (_("Households that sold"), show.show_count(found.households)),
            (_("Proceeds (yuan)"), show.show_money(found.amount)),
        ]


class ChooseForSale(ChooseHousehold):
    """Who sold it."""

    permission, title, target = RECORD, _("Record a sale · choose the household"), "households:sale_record"

    def parents(self) -> list[Crumb]:
        return sale_crumbs()


class RecordSale(HouseholdFormPage):
    """Record a sale of one household."""

    permission, form_class, back_to = RECORD, SaleForm, "sales"
    template_name = "households/sale_form.html"
    title, submit_label = _("Record a sale"), _("Record the sale")
    success_message = _("The sale is recorded: %(object)s.")

    def get_initial(self) -> dict[str, Any]:
        return {"date": clock.today()}

    def save(self, form: SaleForm) -> Sale:
        return services.record_sale(actor=self.user, row=SaleRow(household_id=self.object.pk, **form.cleaned_data))


class SaleDetail(DetailPage):
    """One sale: what was recorded, by whom, and what became of the line."""

    model, template_name = Sale, "households/sale_detail.html"

    def rows(self) -> QuerySet[Sale]:
        named = ("household", "village", "recorded_by", "withdrawn_by", "replaces", "replaced_by")
        return Sale.objects.visible_to(self.user).select_related(*named)

    def get_title(self) -> str:
        return f"{self.object.product_name} · {self.object.household.head_name}"

    def parents(self) -> list[Crumb]:
        household = self.object.household
        return [*sale_crumbs(), (str(household), tabs.url_of(household, "sales"))]

    def state(self) -> tuple[str, str]:
        return self.object.get_state_display(), "closed" if self.object.withdrawn_on is None else "ended"

    def facts(self) -> list[Fact]:
        sale: Sale = self.object
        return [
            (_("Household"), sale.household),
            (_("Village"), sale.village),
            (_("Recorded by"), sale.recorded_by.full_name),
            (_("Recorded at"), show.show_time(sale.recorded_at)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sale: Sale = self.object
        return super().get_context_data(
            sale=sale,
            **corrections_of(sale, self.user, CORRECT, WITHDRAW),
            **kwargs,
        )


class CorrectSale(HouseholdRowFormPage, MovePage):
    """Put the right line in the place of a wrong one."""

    overwrites = True
    model, permission, form_class, back_to = Sale, CORRECT, CorrectSaleForm, "sales"
    template_name = "households/sale_form.html"
    title, submit_label = _("Correct a sale"), _("Correct the sale")
    success_message = _("The sale is corrected: %(object)s.")

    def hindrances(self) -> list[str]:
        return hindrance(self.object)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in SAID}

    def save(self, form: CorrectSaleForm) -> Sale:
        data = dict(form.cleaned_data)
        reason = data.pop("reason")
        row = SaleRow(household_id=self.object.household_id, **data)
        return services.correct_sale(actor=self.user, sale_id=self.object.pk, row=row, reason=reason)


class WithdrawSale(HouseholdRowFormPage, MovePage):
    """Take a line out of the count, with a reason."""

    model, permission, form_class, back_to, danger = Sale, WITHDRAW, ReasonForm, "sales", True
    title, submit_label = _("Withdraw a sale"), _("Withdraw the sale")
    success_message = _("The sale is withdrawn: %(object)s.")

    def hindrances(self) -> list[str]:
        return hindrance(self.object)

    def consequence(self) -> str:
        words = _("Takes %(amount)s yuan out of the proceeds of %(head)s. The line stays readable as withdrawn.")
        return str(words) % {"amount": show.show_money(self.object.amount), "head": self.household.head_name}

    def facts(self) -> list[Fact]:
        sale: Sale = self.object
        return [
            (_("Date"), show.show_day(sale.date)),
            (_("Produce"), sale.product_name),
            (_("Quantity"), f"{show.show_count(sale.quantity)} {sale.get_unit_display()}"),
            (_("Channel of the sale"), sale.get_channel_display()),
            (_("Buyer"), sale.buyer),
            (_("Proceeds (yuan)"), show.show_money(sale.amount)),
        ]

    def save(self, form: ReasonForm) -> Sale:
        return services.withdraw_sale(actor=self.user, sale_id=self.object.pk, reason=form.cleaned_data["reason"])


@dataclass(frozen=True)
class YearBeside:
    """What was sold in a year, beside the business income that the file states for it, if it does."""

    sold: Proceeds
    stated: Decimal | None

    @property
    def file_year(self) -> int:
        """The file that states the income of the year."""
        return (self.sold.year or 0) + 1


class HouseholdSales(HouseholdTab):
    """What one household sold."""

    tab, permission, template_name = "sales", "households.view_sale", "households/sales_tab.html"
    actions = (TabAction(_("Record a sale"), "households:sale_record", RECORD),)

    def beside(self, sales: Any) -> list[YearBeside]:
        years = sales.by_year()
        records = HouseholdYear.objects.visible_to(self.user).filter(household=self.object)
        asked = records.filter(year__in=[one.year + 1 for one in years]).values_list("year", "business_income")
        stated = dict(asked)
        return [YearBeside(one, stated.get(one.year + 1)) for one in years]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sales = Sale.objects.visible_to(self.user).filter(household=self.object)
        return super().get_context_data(
            sales=SaleTable.of_one_household(sales.for_table()),
            proceeds=sales.proceeds().amount,
            years_beside=self.beside(sales),
            **kwargs,
        )


tabs.register(tabs.Tab("sales", _("Produce sold"), "households:household_sales", "households.view_sale", order=63))
