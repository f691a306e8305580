"""The quarterly interest subsidy: one line for each loan, equal to the bank's bill, paid by a third person."""

import datetime
from decimal import Decimal

import pytest

from loans.interest import Quarter
from loans.models import Loan, SubsidyLine, SubsidyQuarter
from loans.services import (
    Back,
    BillRow,
    approve_subsidy_quarter,
    cancel_subsidy_quarter,
    compare_bill,
    pay_subsidy_quarter,
    prepare_subsidy_quarter,
    record_repayment,
    take_out_subsidy_lines,
)
from loans.services.subsidy import counting_lines, digest_of_lines
from tests.households.factories import make_household
from tests.loans.conftest import SECOND_QUARTER, TODAY
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused, SamePerson, StaleRecord
from yuping.ledger.models import Account
from yuping.ledger.querysets import balance

AMOUNT = Decimal("277.08")


def digest(paper):
    return digest_of_lines(counting_lines(paper))


def bill(loan, days=42, amount=AMOUNT):
    return BillRow(loan.contract_number, days, amount)


def in_book(code):
    return balance(Account.objects.get(book__code="subsidy", code=code))


@pytest.fixture
def approved(quarter, drawn, banker, second_finance):
    compare_bill(actor=banker, quarter_id=quarter.pk, rows=[bill(drawn)])
    return approve_subsidy_quarter(actor=second_finance, quarter_id=quarter.pk, digest=digest(quarter))


def test_a_prepared_quarter_has_a_line_for_each_loan(quarter, drawn):
    line = quarter.lines.get()
    assert (line.loan, line.days, line.amount, line.numbers) == (drawn, 42, AMOUNT, 2_100_000)
    assert line.village_id == drawn.village_id
    assert AuditEntry.objects.get(verb="loans.prepare_subsidy_quarter").facts["total"] == "277.08"


def test_a_quarter_is_prepared_once(quarter, second_finance, lender):
    with pytest.raises(NotAllowedNow):
        prepare_subsidy_quarter(actor=second_finance, lender_id=lender.pk, quarter=SECOND_QUARTER)


def test_a_running_quarter_is_not_prepared(drawn, finance, lender):
    with pytest.raises(NotAllowedNow):
        prepare_subsidy_quarter(actor=finance, lender_id=lender.pk, quarter=Quarter(2017, 1))


def test_a_loan_that_came_later_goes_into_a_further_paper(quarter, chain, village, finance, lender):
    late = chain([make_household(village, number=2)], drawn_on=datetime.date(2016, 6, 1))
    paper = prepare_subsidy_quarter(actor=finance, lender_id=lender.pk, quarter=SECOND_QUARTER)
    assert list(paper.lines.values_list("loan", "days")) == [(late[0], 20)]


def test_repaid_principal_and_removed_households_get_less(chain, village, finance, banker, lender):
    first, second = make_household(village, number=1), make_household(village, number=2)
    loans = chain([first, second])
    day = datetime.date(2016, 7, 1)
    record_repayment(actor=banker, rows=[Back(loans[0], Decimal(30000))], payer="household", on=day)
    type(second).unguarded.filter(pk=second.pk).update(state="removed", left_on=day)
    paper = prepare_subsidy_quarter(actor=finance, lender_id=lender.pk, quarter=Quarter(2016, 3))
    assert dict(paper.lines.values_list("loan", "numbers")) == {
        loans[0]: 50000 * 10 + 20000 * 82,
        loans[1]: 50000 * 10,
    }


def test_the_bill_stands_beside_each_line(quarter, drawn, banker):
    loaded = compare_bill(actor=banker, quarter_id=quarter.pk, rows=[bill(drawn, 43, Decimal("283.68"))])
    line = quarter.lines.get()
    assert (line.bill_days, line.bill_amount, line.amount) == (43, Decimal("283.68"), AMOUNT)
    assert (loaded.row_count, loaded.total, loaded.unmatched) == (1, Decimal("283.68"), [])


def reasons_against(finance, paper):
    with pytest.raises(PolicyRefused) as refused:
        approve_subsidy_quarter(actor=finance, quarter_id=paper.pk, digest=digest(paper))
    return refused.value.params["reasons"]


def test_without_a_bill_or_with_another_amount_there_is_no_approval(quarter, drawn, banker, second_finance):
    assert reasons_against(second_finance, quarter) == ["bill_missing"]
    compare_bill(actor=banker, quarter_id=quarter.pk, rows=[bill(drawn, 43, Decimal("283.68"))])
    assert reasons_against(second_finance, quarter) == ["bill_differs"]
    rows = [bill(drawn), BillRow("nobody's", 1, Decimal(1))]
    compare_bill(actor=banker, quarter_id=quarter.pk, rows=rows)
    assert reasons_against(second_finance, quarter) == ["bill_has_unknown_rows"]


def test_a_contract_stands_once_on_a_bill(quarter, drawn, banker):
    with pytest.raises(BadInput):
        compare_bill(actor=banker, quarter_id=quarter.pk, rows=[bill(drawn), bill(drawn)])


def test_approval_by_another_person_posts_what_is_owed(approved, drawn):
    assert (approved.state, approved.approved_total, approved.approved_on) == ("approved", AMOUNT, TODAY)
    assert (in_book("expense"), in_book("payable")) == (AMOUNT, AMOUNT)


def test_who_prepared_does_not_approve(quarter, finance):
    with pytest.raises(SamePerson):
        approve_subsidy_quarter(actor=finance, quarter_id=quarter.pk, digest=digest(quarter))


def test_the_approver_approves_what_was_shown(quarter, drawn, banker, second_finance):
    compare_bill(actor=banker, quarter_id=quarter.pk, rows=[bill(drawn)])
    with pytest.raises(StaleRecord):
        approve_subsidy_quarter(actor=second_finance, quarter_id=quarter.pk, digest="0" * 64)


def test_the_cashier_pays_and_the_debt_is_gone(approved, cashier):
    paper = pay_subsidy_quarter(actor=cashier, quarter_id=approved.pk, voucher="记-12")
    assert (paper.state, paper.paid_on, paper.voucher) == ("paid", TODAY, "记-12")
    assert (in_book("payable"), in_book("county_finance")) == (0, AMOUNT)
    assert SubsidyLine.objects.all_areas(reason="test").paid(TODAY).count() == 1
    with pytest.raises(NotAllowedNow):
        pay_subsidy_quarter(actor=cashier, quarter_id=approved.pk, voucher="记-12")


def test_an_approved_paper_takes_no_other_bill(approved, drawn, banker):
    with pytest.raises(NotAllowedNow):
        compare_bill(actor=banker, quarter_id=approved.pk, rows=[bill(drawn)])


def test_a_line_taken_out_can_be_prepared_again(quarter, finance, lender):
    line = quarter.lines.get()
    take_out_subsidy_lines(actor=finance, quarter_id=quarter.pk, line_ids=[line.pk], reason="信用社少计")
    again = prepare_subsidy_quarter(actor=finance, lender_id=lender.pk, quarter=SECOND_QUARTER)
    assert again.lines.get().loan_id == line.loan_id
    assert reasons_against_empty(quarter) == ["bill_missing", "no_lines"]


def reasons_against_empty(paper):
    from loans.services.subsidy import reasons_against_approval

    return reasons_against_approval(paper)


def test_a_cancelled_paper_frees_its_loans(quarter, finance, lender):
    cancel_subsidy_quarter(actor=finance, quarter_id=quarter.pk, reason="利率录错")
    assert SubsidyQuarter.unguarded.get(pk=quarter.pk).state == "cancelled"
    assert prepare_subsidy_quarter(actor=finance, lender_id=lender.pk, quarter=SECOND_QUARTER)


def test_the_amounts_add_up_line_by_line(chain, village, finance, lender):
    chain([make_household(village, number=number) for number in range(1, 8)])
    paper = prepare_subsidy_quarter(actor=finance, lender_id=lender.pk, quarter=Quarter(2016, 3))
    listed = SubsidyQuarter.objects.all_areas(reason="test").filter(pk=paper.pk).with_sums().get()
    assert (listed.line_count, listed.line_total) == (7, Decimal("606.94") * 7)


def test_a_loan_counts_its_paid_subsidy(approved, cashier, drawn):
    pay_subsidy_quarter(actor=cashier, quarter_id=approved.pk, voucher="记-12")
    assert Loan.objects.all_areas(reason="test").with_subsidy(TODAY).get().subsidised == AMOUNT
