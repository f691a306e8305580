"""Interest subsidy: its lines and papers."""

from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from loans.filters import LineFilter
from loans.models import SubsidyLine
from loans.querysets import SubsidyLineQuerySet
from loans.tables import LineTable
from yuping.accounts.pages import ListPage
from yuping.core import show
from yuping.core.money import ZERO


class LineList(ListPage):
    """Lines of interest subsidy, ours beside the bank's."""

    model, table_class, filterset_class = SubsidyLine, LineTable, LineFilter
    empty_text = _("No line fits. Widen the filter; county finance prepares a quarter once it is over.")

    def rows(self) -> SubsidyLineQuerySet:
        return super().rows().select_related("quarter__lender")

    def totals(self, rows: SubsidyLineQuerySet) -> list[tuple[Any, str]]:
        sums = rows.order_by().aggregate(ours=Sum("amount", default=ZERO), bill=Sum("bill_amount", default=ZERO))
        return [
            (_("Subsidy (yuan)"), show.show_money(sums["ours"])),
            (_("On the bill (yuan)"), show.show_money(sums["bill"])),
        ]
