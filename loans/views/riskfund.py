"""The risk deposit: its movements, its balance."""

from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from loans.filters import MovementFilter
from loans.models import MovementKind, RiskFundMovement
from loans.querysets import RiskFundQuerySet
from loans.tables import MovementTable
from yuping.accounts.pages import ListPage
from yuping.core import show
from yuping.core.money import ZERO


class MovementList(ListPage):
    """What went into and out of the deposit, and the balance of what is shown."""

    model, table_class, filterset_class = RiskFundMovement, MovementTable, MovementFilter
    title = _("Risk fund")
    empty_text = _("No movement fits. County finance records the first payment into the deposit.")

    def rows(self) -> RiskFundQuerySet:
        return super().rows().with_signed()

    def totals(self, rows: RiskFundQuerySet) -> list[tuple[Any, str]]:
        sums = rows.order_by().aggregate(
            balance=Sum("signed", default=ZERO),
            compensated=Sum("amount", filter=Q(kind=MovementKind.COMPENSATION), default=ZERO),
        )
        return [
            (_("Balance (yuan)"), show.show_money(sums["balance"])),
            (_("Compensated (yuan)"), show.show_money(sums["compensated"])),
        ]
