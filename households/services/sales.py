"""Verbs on produce that was sold with help: recording a sale, correcting and withdrawing one. Nothing is deleted."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from households.models import Household, Sale
from households.services.corrections import taken_out
from households.services.loading import household_for, households_for, not_in_future
from households.services.typed import filled, require_code
from villages.services.loading import area_of, digest_of_rows
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.text import clean_line

RECORD = "households.record_sale"
CORRECT = "households.correct_sale"
WITHDRAW = "households.withdraw_sale"
FIRST_DAY = datetime.date(2013, 1, 1)
MOST_QUANTITY = Decimal(10_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleRow:
    """What was sold, how much of it, through whom, for how much; the amount in yuan."""

    household_id: int
    date: datetime.date
    product: str
    product_name: str
    quantity: Decimal
    unit: str
    channel: str
    buyer: str
    amount: Decimal
    note: str = ""


def record_sale(*, actor: User, row: SaleRow, reason: str = "") -> Sale:
    """Record one sale; see ``record_sales``."""
    return record_sales(actor=actor, rows=[row], reason=reason)[0]


def record_sales(*, actor: User, rows: Sequence[SaleRow], reason: str = "") -> list[Sale]:
    """Record sales, all or none. Raises BadInput, NotAllowedNow for a line that stands already."""
    with transaction.atomic():
        households = households_for(actor, RECORD, [row.household_id for row in rows])
        sales = [_sale_of(actor, row, households[row.household_id]) for row in rows]
        _insert_sales(sales)
        record_act(
            actor=actor,
            verb=RECORD,
            obj=sales[0],
            area_code=area_of(sale.village_id for sale in sales),
            reason=reason,
            facts={
                "count": len(sales),
                "digest": digest_of_rows((sale.household_id, sale.date, sale.amount) for sale in sales),
            },
        )
        return sales


def correct_sale(*, actor: User, sale_id: int, row: SaleRow, reason: str) -> Sale:
    """Put a right line in the place of a wrong one, which is withdrawn with the reason.

    Raises BadInput without a reason or for another household's line, NotAllowedNow for a line that counts no more.
    """
    with transaction.atomic():
        found = Sale.objects.actionable_by(actor, CORRECT).get(pk=sale_id)
        if found.household_id != row.household_id:
            raise BadInput("households.sale_of_another_household")
        household = household_for(actor, CORRECT, found.household_id)
        wrong = taken_out(Sale, actor, CORRECT, sale_id, reason)
        right = _sale_of(actor, row, household)
        right.replaces = wrong
        _insert_sales([right])
        record_act(
            actor=actor,
            verb=CORRECT,
            obj=right,
            area_code=right.village_id,
            reason=wrong.withdrawal_reason,
            facts={"before": wrong.amount, "after": right.amount},
        )
        return right


def withdraw_sale(*, actor: User, sale_id: int, reason: str) -> Sale:
    """Take a line out of the count; it stays readable. Raises BadInput without a reason, NotAllowedNow."""
    with transaction.atomic():
        sale = taken_out(Sale, actor, WITHDRAW, sale_id, reason)
        record_act(
            actor=actor,
            verb=WITHDRAW,
            obj=sale,
            area_code=sale.village_id,
            reason=sale.withdrawal_reason,
            facts={"amount": sale.amount},
        )
        return sale


def _insert_sales(sales: list[Sale]) -> None:
    try:
        with transaction.atomic():
            Sale.objects.bulk_create(sales, batch_size=500)
    except IntegrityError as error:
        raise NotAllowedNow("households.sale_recorded_already") from error


def _sale_of(actor: User, row: SaleRow, household: Household) -> Sale:
    not_in_future(row.date)
    if row.date < FIRST_DAY:
        raise BadInput("households.registered_before_cards", field="date", first=FIRST_DAY.year)
    for name in ("product", "unit", "channel"):
        require_code(f"sale_{name}", getattr(row, name), name, row.date.year)
    if not 0 < row.quantity < MOST_QUANTITY:
        raise BadInput("households.sale_quantity", field="quantity")
    if row.amount <= 0:
        raise BadInput("households.sale_amount", field="amount")
    return Sale(
        household=household,
        village_id=household.village_id,
        date=row.date,
        product=row.product,
        product_name=filled(row.product_name, "product_name", 60),
        quantity=row.quantity,
        unit=row.unit,
        channel=row.channel,
        buyer=filled(row.buyer, "buyer", 80),
        amount=row.amount,
        note=clean_line(row.note),
        recorded_by=actor,
    )
