"""Receipts: looked through first, laid on agreements in force only, taken back by a second person."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from dividends import services
from dividends.models import Agreement, Instalment, Receipt, ReceiptAllocation
from tests.dividends.conftest import Year, approved_loans
from tests.dividends.test_pages import client_of, page
from tests.factories import make_household
from yuping.audit.models import AuditEntry
from yuping.core.checks import run
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, SamePerson
from yuping.ledger.models import Posting

PAPER = {"received_on": "2016-11-30", "amount": "15000.00", "bank_reference": "R-7"}


def post(year: Year, **values: object) -> object:
    return client_of(year.cast.company).post(page("receipt_add"), {"enterprise": year.partner.pk, **PAPER, **values})


def covered() -> Decimal:
    return sum(ReceiptAllocation.unguarded.values_list("amount", flat=True), Decimal(0))


def balance(code: str) -> Decimal:
    return sum((p.debit - p.credit for p in Posting.objects.filter(account__code=code)), Decimal(0))


def reverse(year: Year, receipt: Receipt, reason: str = "金额多录一位") -> Receipt:
    return services.reverse_receipt(actor=year.cast.company2, receipt_id=receipt.pk, reason=reason)


def test_nothing_is_recorded_before_its_allocation_was_shown(year: Year):
    year.agreement()

    first = post(year)
    assert first.status_code == 200
    assert not Receipt.unguarded.exists()
    assert first.context["checked"]["covered"][0]["count"] == 3

    other_amount = post(year, seen=first.context["seen"], amount="5000.00")
    assert other_amount.context["seen"] != first.context["seen"]
    assert not Receipt.unguarded.exists()

    assert post(year, seen=first.context["seen"]).status_code == 302
    assert Receipt.unguarded.get().amount == Decimal("15000.00")


def test_more_than_falls_due_this_year_needs_a_tick(year: Year):
    year.agreement()
    looked = post(year, amount="9999999.00", check="1")
    seen = looked.context["seen"]

    refused = post(year, amount="9999999.00", seen=seen)
    assert refused.status_code == 422
    assert "ahead" in refused.context["form"].errors
    assert not Receipt.unguarded.exists()

    assert looked.context["checked"]["ahead"] == Decimal("9984999.00")
    assert post(year, amount="9999999.00", seen=seen, ahead="on").status_code == 302


def test_the_verb_asks_as_well_whether_money_is_paid_ahead(year: Year):
    year.agreement()

    with pytest.raises(BadInput, match="receipt_ahead"):
        year.receipt("15000.01", ahead=False)
    assert year.receipt("15000.00", ahead=False).amount == Decimal("15000.00")


def signed_only(year: Year) -> Agreement:
    """A second agreement of the same enterprise whose funds have not arrived."""
    loans = approved_loans([make_household(year.villages[0])], year.cast)
    terms = services.agreements.Terms(
        number="S-9", signed_on=datetime.date(2016, 3, 1), first_due_on=datetime.date(2016, 11, 1)
    )
    return services.sign_agreement(
        actor=year.cast.company, scheme_code="5411", enterprise_id=year.partner.pk, loan_ids=loans, terms=terms
    )


def test_money_is_never_laid_on_an_agreement_whose_funds_have_not_arrived(year: Year):
    year.agreement()
    waiting = signed_only(year)

    year.receipt("900000.00")

    assert not ReceiptAllocation.unguarded.filter(instalment__participation__agreement=waiting).exists()
    row = Instalment.unguarded.filter(participation__agreement=waiting).first()
    with pytest.raises(IntegrityError, match="in force"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dividends_receiptallocation (receipt_id, instalment_id, village_id, amount) "
            "SELECT id, %s, %s, 1 FROM dividends_receipt",
            [row.pk, row.village_id],
        )


def test_a_receipt_taken_back_leaves_nothing_covered_and_a_balanced_journal(year: Year):
    year.agreement()
    wrong = year.receipt("150000.00")

    back = reverse(year, wrong)

    assert (back.amount, back.reverses, back.received_on) == (Decimal("-150000.00"), wrong, datetime.date(2016, 11, 30))
    assert covered() == 0
    assert balance("bank") == balance("held") == 0
    assert Receipt.unguarded.count() == 2
    assert AuditEntry.objects.get(verb="dividends.reverse_receipt").reason == "金额多录一位"
    assert list(run()) == []


def test_the_right_amount_is_recorded_again_under_the_same_reference_and_once_only(year: Year):
    year.agreement()
    wrong = year.receipt("150000.00")
    with pytest.raises(BadInput, match="reference_used"):
        year.receipt("15000.00")
    reverse(year, wrong)

    right = year.receipt("15000.00")

    assert right.corrects == wrong
    assert covered() == Decimal("15000.00")
    with pytest.raises(BadInput, match="reference_used"):
        year.receipt("15000.00")
    assert list(run()) == []


def test_a_receipt_is_taken_back_by_a_second_person_of_the_company_with_a_reason_and_once(year: Year):
    year.agreement()
    receipt = year.receipt()

    with pytest.raises(SamePerson):
        services.reverse_receipt(actor=year.cast.company, receipt_id=receipt.pk, reason="录错")
    with pytest.raises(MissingVerb):
        services.reverse_receipt(actor=year.cast.clerk, receipt_id=receipt.pk, reason="录错")
    with pytest.raises(BadInput, match="reason_needed"):
        reverse(year, receipt, " ")
    back = reverse(year, receipt)
    for row in (receipt, back):
        with pytest.raises(NotAllowedNow, match="receipt_taken_back"):
            reverse(year, row)


def test_money_that_a_batch_was_approved_on_is_not_taken_back(year: Year):
    batch = year.confirmed()
    receipt = Receipt.unguarded.get()
    with transaction.atomic():
        # Still to be approved: taking it back makes the approval wait for the money.
        reverse(year, receipt)
        transaction.set_rollback(True)
    year.approve(batch)

    with pytest.raises(NotAllowedNow, match="receipt_paid_out"):
        reverse(year, receipt)
    with (
        pytest.raises(IntegrityError, match="approved for payment"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(TAKE_BACK, [year.cast.company2.pk])


TAKE_BACK = """
    WITH back AS (
        INSERT INTO dividends_receipt (enterprise_id, received_on, amount, bank_reference, remark, recorded_by_id,
            reverses_id, reason)
        SELECT enterprise_id, received_on, -amount, bank_reference, '', %s, id, 'x' FROM dividends_receipt
        RETURNING id, reverses_id
    )
    INSERT INTO dividends_receiptallocation (receipt_id, instalment_id, village_id, amount)
    SELECT back.id, a.instalment_id, a.village_id, -a.amount
    FROM back JOIN dividends_receiptallocation a ON a.receipt_id = back.reverses_id
"""


def test_a_batch_whose_money_was_taken_back_is_not_approved(year: Year):
    batch = year.confirmed()
    reverse(year, Receipt.unguarded.get())

    with pytest.raises(Exception, match="money_not_received"):
        year.approve(batch)


def test_the_page_of_a_receipt_offers_to_take_it_back_to_the_second_person_only(year: Year):
    year.agreement()
    receipt = year.receipt()
    address = page("receipt_reverse", receipt.pk)

    assert address not in client_of(year.cast.company).get(receipt.get_absolute_url()).content.decode()
    second = client_of(year.cast.company2)
    assert address in second.get(receipt.get_absolute_url()).content.decode()
    assert second.post(address, {"reason": "金额多录一位"}).status_code == 302
    shown = second.get(receipt.get_absolute_url()).content.decode()
    assert address not in shown
    assert Receipt.unguarded.get(reverses=receipt).get_absolute_url() in shown


def test_a_used_key_of_a_draft_stays_payable_after_the_correction(year: Year):
    year.agreement()
    reverse(year, year.receipt("20000.00"))
    year.receipt("15000.00")

    batch = services.create_batch(actor=year.cast.company, scheme_code="5411", due_year=2016, key=uuid.uuid4())

    assert batch.payouts.count() == 3
