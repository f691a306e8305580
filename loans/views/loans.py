"""Loans: the list, one loan with everything that happened to it, and the households without one."""

from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import Household
from loans import figures
from loans.filters import LoanFilter, WithoutLoanFilter
from loans.models import Loan
from loans.querysets import LoanQuerySet
from loans.tables import LoanTable, WithoutLoanTable
from villages.filters import day_of
from yuping.accounts import access
from yuping.accounts.pages import Crumb, DetailPage, ListPage
from yuping.core import show
from yuping.core.money import ZERO


class LoanList(ListPage):
    """Loans with what is owed on the day."""

    model, table_class, filterset_class = Loan, LoanTable, LoanFilter
    empty_text = _("No loan fits. Widen the filter, or look whether the household has applied yet.")

    def rows(self) -> LoanQuerySet:
        return super().rows().with_outstanding(day_of(self.request.GET))

    def totals(self, rows: LoanQuerySet) -> list[tuple[Any, str]]:
        sums = rows.order_by().aggregate(
            approved=Sum("approved_amount", default=ZERO), owed=Sum("outstanding", default=ZERO)
        )
        return [
            (_("Approved (yuan)"), show.show_money(sums["approved"])),
            (_("Outstanding (yuan)"), show.show_money(sums["owed"])),
        ]


class OfLoans:
    """Breadcrumb of the pages below the list of loans."""

    def parents(self) -> list[Crumb]:
        return [(_("Loans"), reverse("loans:loan_list"))]


class LoanDetail(OfLoans, DetailPage):
    """One loan from application to settlement."""

    model = Loan


class WithoutLoanList(OfLoans, ListPage):
    """Registered households in neither group."""

    model, table_class, filterset_class = Household, WithoutLoanTable, WithoutLoanFilter
    title = _("Households in neither group")
    empty_text = _("Every registered household of your area has a loan, or none fits the filter.")

    def rows(self) -> QuerySet[Household]:
        scope = access.scope_of(self.user, self.permission)
        found = figures.without_loan(scope, day_of(self.request.GET))
        return found.select_related("village").defer("phone")
