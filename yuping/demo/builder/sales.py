"""Produce sold with help, and the income by quarter: what the township enters when a month or a quarter is over."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from households import services
from households.effects import KINDS_OF_INCOME
from households.models import HouseholdQuarter, Sale
from yuping.demo.builder.households import household_ids
from yuping.demo.builder.people import clerks
from yuping.demo.builder.timeline import Step, months
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.quarters import QuarterPlan
from yuping.demo.plan.sales import SalePlan

WHY = "the builder asks whether a step's result stands"
MISTYPED = "金额多录一位"
SENT_BACK = "买方退货"


def steps(plan: CountyPlan) -> Iterable[Step]:
    """The sales of each month at its end, the quarters at theirs, township by township."""
    villages = {row.number: row.village for row in plan.households}
    for township in sorted({target.township for target in plan.scenario.villages}):
        there = {"village__township": township}
        sales = [row for row in plan.casework.sales if villages[row.household].startswith(township)]
        for first, last in months(plan.scenario.as_of.year):
            if sold := [row for row in sales if first <= row.date <= last]:
                stands = Sale.objects.all_areas(reason=WHY).filter(date__range=(first, last), **there).exists
                yield Step(last, _("sales of produce"), stands, partial(_sell, township, sold), len(sold))
        entered: dict[date, list[QuarterPlan]] = defaultdict(list)
        for row in plan.casework.quarters:
            if villages[row.household].startswith(township):
                entered[row.entered_on].append(row)
        for day, rows in entered.items():
            when = {"year": rows[0].year, "quarter": rows[0].quarter}
            stands = HouseholdQuarter.objects.all_areas(reason=WHY).filter(**when, **there).exists
            yield Step(day, _("income by quarter"), stands, partial(_enter, township, rows), len(rows))


def _sell(township: str, sales: list[SalePlan]) -> None:
    """All of them at once; then what was mistyped is corrected, and what came back withdrawn."""
    actor, ids = clerks(township)[0], household_ids(row.household for row in sales)

    def row_of(sale: SalePlan, *, typed: bool = False) -> services.SaleRow:
        return services.SaleRow(
            household_id=ids[sale.household],
            date=sale.date,
            product=sale.product,
            product_name=sale.product_name,
            quantity=sale.quantity,
            unit=sale.unit,
            channel=sale.channel,
            buyer=sale.buyer,
            amount=sale.typed_first if typed and sale.typed_first else sale.amount,
        )

    recorded = services.record_sales(actor=actor, rows=[row_of(sale, typed=True) for sale in sales])
    for sale, line in zip(sales, recorded, strict=True):
        if sale.typed_first:
            services.correct_sale(actor=actor, sale_id=line.pk, row=row_of(sale), reason=MISTYPED)
        elif sale.returned:
            services.withdraw_sale(actor=actor, sale_id=line.pk, reason=SENT_BACK)


def _enter(township: str, rows: list[QuarterPlan]) -> None:
    ids = household_ids(row.household for row in rows)
    incomes = {
        ids[row.household]: services.QuarterIncome(**{name: getattr(row, name) for name in KINDS_OF_INCOME})
        for row in rows
    }
    services.record_quarters(actor=clerks(township)[0], year=rows[0].year, quarter=rows[0].quarter, incomes=incomes)
