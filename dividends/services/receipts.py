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
from yuping.core.errors import BadInput, NotAllowedNow, SamePerson, at_field
from yuping.core.money import ZERO
from yuping.core.text import clean_line, clean_reference

RECORD = "dividends.record_receipt"
REVERSE = "dividends.reverse_receipt"
ENTERPRISE = "an enterprise's money serves all its agreements"


def record_receipt(
    *,
    actor: User,
    enterprise_id: int,
    received_on: datetime.date,
    amount: Decimal,
    bank_reference: str,
    remark: str = "",
    ahead: bool = False,
) -> Receipt:
    """Record money that arrived and lay it on the enterprise's open instalments, oldest due first.

    What exceeds all that is owed stays unallocated and shows as the enterprise's credit. More than falls due up to
    the end of the year is taken only when the person says that it is paid ``ahead``.
    Raises BadInput for a bank reference that was used, in whatever spelling, a date ahead or before the enterprise's
    first agreement, or an amount not above zero.
    """
    access.require(actor, RECORD)
    if received_on > clock.today():
        raise BadInput("date_in_future", field="received_on")
    if amount <= ZERO:
        raise BadInput("amount_above_zero", field="amount")
    bank_reference = reference_of(bank_reference)
    with transaction.atomic():
        # The enterprise's row is the lock: two receipts at once would lay their money on the same instalment.
        enterprise = Enterprise.objects.select_for_update().get(pk=enterprise_id)
        first = (
            Agreement.objects.all_areas(reason=ENTERPRISE).filter(enterprise=enterprise).aggregate(day=Min("signed_on"))
        )
        if first["day"] and received_on < first["day"]:
            raise BadInput("date_outside_agreement", field="received_on")
        corrects = taken_back_under(bank_reference)
        due = due_this_year(enterprise.pk)
        if amount > due and not ahead:
            raise BadInput("receipt_ahead", field="ahead", amount=amount, due=due)
        receipt = Receipt.objects.create(
            enterprise=enterprise,
            received_on=received_on,
            amount=amount,
            bank_reference=bank_reference,
            remark=remark,
            recorded_by=actor,
            corrects=corrects,
        )
        left = _allocate(receipt)
        books.post_received(actor=actor, receipt=receipt, enterprise=enterprise, date=received_on, amount=amount)
        record_act(actor=actor, verb=RECORD, obj=receipt, facts={"amount": amount, "unallocated": left})
    return receipt


def due_this_year(enterprise_id: int) -> Decimal:
    """What the enterprise still owes of all that falls due up to the end of the year (yuan)."""
    owed = Instalment.objects.all_areas(reason=ENTERPRISE).open_of(enterprise_id)
    return owed.due_by(clock.today().replace(month=12, day=31))


def reference_of(typed: str) -> str:
    """A bank reference in its one spelling. Raises BadInput for what is none."""
    with at_field("bank_reference"):
        reference = clean_reference(typed)
    if not reference:
        raise BadInput("reference_needed", field="bank_reference")
    return reference


def taken_back_under(bank_reference: str) -> Receipt | None:
    """The receipt of this reference that was taken back and has no correction yet; None for a new reference."""
    recorded = Receipt.objects.all_areas(reason="references are unique")
    rows = recorded.filter(bank_reference__iexact=bank_reference, reverses__isnull=True)
    if not rows.exists():
        return None
    found = rows.filter(reversal__isnull=False, correction__isnull=True).first()
    if found is None:
        raise BadInput("reference_used", field="bank_reference")
    return found


def reverse_receipt(*, actor: User, receipt_id: int, reason: str) -> Receipt:
    """Take back a receipt that was entered wrongly: another row with the opposite amounts; both stay on record.

    Raises SamePerson for who recorded it, NotAllowedNow once a batch was approved on its money or when it is taken
    back already, BadInput without a reason.
    """
    if not reason.strip():
        raise BadInput("reason_needed", field="reason")
    with transaction.atomic():
        wrong = Receipt.objects.actionable_by(actor, REVERSE).get(pk=receipt_id)
        enterprise = Enterprise.objects.select_for_update().get(pk=wrong.enterprise_id)
        if against := against_reversal(wrong, actor):
            raise against
        back = Receipt.objects.create(
            enterprise=enterprise,
            received_on=clock.today(),
            amount=-wrong.amount,
            bank_reference=wrong.bank_reference,
            reverses=wrong,
            reason=clean_line(reason, max_length=200),
            recorded_by=actor,
        )
        laid = ReceiptAllocation.objects.all_areas(reason=ENTERPRISE).filter(receipt=wrong).order_by("pk")
        ReceiptAllocation.objects.bulk_create(
            [
                ReceiptAllocation(
                    receipt=back, instalment_id=row.instalment_id, village_id=row.village_id, amount=-row.amount
                )
                for row in laid
            ],
            batch_size=2000,
        )
        books.post_taken_back(actor=actor, receipt=back, enterprise=enterprise)
        record_act(
            actor=actor, verb=REVERSE, obj=back, reason=reason, facts={"reverses": wrong.pk, "amount": back.amount}
        )
    return back


def against_reversal(receipt: Receipt, actor: User) -> NotAllowedNow | SamePerson | None:
    """Why this person can't take the receipt back now."""
    rows = Receipt.objects.all_areas(reason="of a receipt in reach")
    if receipt.reverses_id is not None or rows.filter(reverses=receipt).exists():
        return NotAllowedNow("receipt_taken_back")
    if Instalment.objects.all_areas(reason=ENTERPRISE).filter(allocations__receipt=receipt).committed().exists():
        return NotAllowedNow("receipt_paid_out")
    return SamePerson("same_person") if receipt.recorded_by_id == actor.pk else None


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
