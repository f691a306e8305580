"""Receipts: the enterprise's money, laid on its instalments oldest due first."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Min

from dividends import books
from dividends.allocation import lay
from dividends.models import Agreement, Enterprise, Instalment, Receipt, ReceiptAllocation
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, at_field
from yuping.core.money import ZERO
from yuping.core.text import clean_reference

RECORD = "dividends.record_receipt"
ENTERPRISE = "an enterprise's money serves all its agreements"


def record_receipt(
    *,
    actor: User,
    enterprise_id: int,
    received_on: datetime.date,
    amount: Decimal,
    bank_reference: str,
    remark: str = "",
) -> Receipt:
    """Record money that arrived and lay it on the enterprise's open instalments, oldest due first.

    What exceeds all that is owed stays unallocated and shows as the enterprise's credit.
    Raises BadInput for a bank reference that was used, in whatever spelling, a date ahead or before the enterprise's
    first agreement, or an amount not above zero.
    """
    access.require(actor, RECORD)
    if received_on > clock.today():
        raise BadInput("date_in_future", field="received_on")
    if amount <= ZERO:
        raise BadInput("amount_above_zero", field="amount")
    with at_field("bank_reference"):
        bank_reference = clean_reference(bank_reference)
    if not bank_reference:
        raise BadInput("reference_needed", field="bank_reference")
    with transaction.atomic():
        # The enterprise's row is the lock: two receipts at once would lay their money on the same instalment.
        enterprise = Enterprise.objects.select_for_update().get(pk=enterprise_id)
        first = (
            Agreement.objects.all_areas(reason=ENTERPRISE).filter(enterprise=enterprise).aggregate(day=Min("signed_on"))
        )
        if first["day"] and received_on < first["day"]:
            raise BadInput("date_outside_agreement", field="received_on")
        recorded = Receipt.objects.all_areas(reason="references are unique")
        if recorded.filter(bank_reference__iexact=bank_reference).exists():
            raise BadInput("reference_used", field="bank_reference")
        receipt = Receipt.objects.create(
            enterprise=enterprise,
            received_on=received_on,
            amount=amount,
            bank_reference=bank_reference,
            remark=remark,
            recorded_by=actor,
        )
        left = _allocate(receipt)
        books.post_received(actor=actor, receipt=receipt, enterprise=enterprise, date=received_on, amount=amount)
        record_act(actor=actor, verb=RECORD, obj=receipt, facts={"amount": amount, "unallocated": left})
    return receipt


def _allocate(receipt: Receipt) -> Decimal:
    """Write the allocations; return what is left over (yuan)."""
    owed = Instalment.objects.all_areas(reason=ENTERPRISE)
    # No cursor on the server: it would outlive the savepoint of a verb that fails, and spoil what goes on around it.
    debts = ((row, row.missing) for row in owed.open_of(receipt.enterprise_id))
    rows = [
        ReceiptAllocation(receipt=receipt, instalment=row, village_id=row.village_id, amount=part)
        for row, part in lay(receipt.amount, debts)
    ]
    ReceiptAllocation.objects.bulk_create(rows, batch_size=2000)
    return receipt.amount - sum((row.amount for row in rows), ZERO)
