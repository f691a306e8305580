"""The verbs of the loans room: the chain of a loan, interest subsidy, risk fund."""

from decimal import Decimal

from loans import services as loans
from loans.interest import Quarter
from loans.models import Loan, RateBasis, Repayment, SubsidyLine, SubsidyQuarter
from loans.services.bills import BillRow
from loans.services.subsidy import counting_lines, digest_of_lines
from tests.dividends.conftest import APPLIED, Year, approved_loans
from tests.factories import COUNTY, make_user
from tests.money.verbs.cases import DRAWN, FIFTY, NOVEMBER, Call, case


@case
def approve_loan(year: Year) -> Call:
    banker = make_user(("credit_union", COUNTY))
    lender = loans.register_lender(actor=year.cast.office, code="YPXYLS", name="玉屏信用联社")
    household = year.households[0]
    rated = [loans.RatedHousehold(household.pk, "AAA", FIFTY)]
    loans.rate_credit(actor=banker, lender_id=lender.pk, ratings=rated, on=APPLIED)
    head = household.members.get(is_head=True)
    asked = [loans.Application(household.pk, head.pk, "pooled", FIFTY, 3, "入股分红")]
    chosen = loans.apply_for_loan(actor=year.cast.union, lender_id=lender.pk, applications=asked, on=APPLIED).done
    loans.recommend_loan(actor=year.cast.clerk, loan_ids=chosen, on=APPLIED)
    loans.confirm_borrower(actor=year.cast.office, loan_ids=chosen, on=APPLIED)
    contract = loans.Contract(rate_percent=Decimal("4.75"), rate_basis=RateBasis.BENCHMARK_5Y)
    return lambda: loans.approve_loan(actor=banker, loan_ids=chosen, contract=contract, on=APPLIED)


@case
def draw_loan(year: Year) -> Call:
    chosen = approved_loans(year.households, year.cast)
    return lambda: loans.draw_loan(actor=year.cast.union, loan_ids=chosen, on=DRAWN)


def _drawn(year: Year) -> Loan:
    draw_loan(year)()
    return Loan.unguarded.order_by("pk").first()


@case
def record_repayment(year: Year) -> Call:
    back = [loans.Back(_drawn(year).pk, principal=Decimal("10000.00"), interest=Decimal("12.34"))]
    return lambda: loans.record_repayment(actor=year.cast.union, rows=back, payer="household", on=NOVEMBER)


@case
def reverse_repayment(year: Year) -> Call:
    record_repayment(year)()
    row = Repayment.unguarded.get()
    return lambda: loans.reverse_repayment(actor=year.cast.union, repayment_id=row.pk, reason="录入有误")


@case
def settle_loan(year: Year) -> Call:
    loan = _drawn(year)
    whole = [loans.Back(loan.pk, principal=FIFTY)]
    loans.record_repayment(actor=year.cast.union, rows=whole, payer="enterprise", on=NOVEMBER)
    return lambda: loans.settle_loan(actor=year.cast.union, loan_ids=[loan.pk], on=NOVEMBER)


@case
def prepare_subsidy_quarter(year: Year) -> Call:
    lender = _drawn(year).lender_id
    return lambda: loans.prepare_subsidy_quarter(actor=year.cast.approver, lender_id=lender, quarter=Quarter(2016, 2))


def _prepared(year: Year) -> SubsidyQuarter:
    return prepare_subsidy_quarter(year)()


@case
def take_out_subsidy_lines(year: Year) -> Call:
    paper = _prepared(year)
    line = SubsidyLine.unguarded.order_by("pk").first()
    return lambda: loans.take_out_subsidy_lines(
        actor=year.cast.approver, quarter_id=paper.pk, line_ids=[line.pk], reason="待核实"
    )


@case
def cancel_subsidy_quarter(year: Year) -> Call:
    paper = _prepared(year)
    return lambda: loans.cancel_subsidy_quarter(actor=year.cast.approver, quarter_id=paper.pk, reason="重新编制")


@case
def compare_bill(year: Year) -> Call:
    paper = _prepared(year)
    rows = [
        BillRow(line.loan.contract_number, line.days, line.amount)
        for line in SubsidyLine.unguarded.select_related("loan")
    ]
    return lambda: loans.compare_bill(actor=year.cast.union, quarter_id=paper.pk, rows=rows)


@case
def approve_subsidy_quarter(year: Year) -> Call:
    compare_bill(year)()
    paper = SubsidyQuarter.unguarded.get()
    digest = digest_of_lines(counting_lines(paper))
    return lambda: loans.approve_subsidy_quarter(actor=year.cast.approver2, quarter_id=paper.pk, digest=digest)


@case
def pay_subsidy_quarter(year: Year) -> Call:
    approve_subsidy_quarter(year)()
    paper = SubsidyQuarter.unguarded.get()
    return lambda: loans.pay_subsidy_quarter(actor=year.cast.cashier, quarter_id=paper.pk, voucher="V-1")


@case
def record_risk_fund(year: Year) -> Call:
    lender = _drawn(year).lender_id
    return lambda: loans.record_risk_fund(
        actor=year.cast.approver, kind="deposit", amount=Decimal("20000000.00"), lender_id=lender, date=DRAWN
    )
