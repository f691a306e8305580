"""Every verb that moves money or decides over it: the state it starts from, and one call that succeeds there.

A case is ``name → prepare(year)``, which puts the rows in place and gives the call. ``test_faults`` breaks each call at
every statement.
"""

import datetime
import uuid
from collections.abc import Callable
from decimal import Decimal

from dividends import services
from dividends.models import Batch, Hold, Notice, Objection, Payout
from dividends.services.agreements import Terms
from loans import services as loans
from loans.interest import Quarter
from loans.models import Loan, RateBasis, Repayment, SubsidyLine, SubsidyQuarter
from loans.services.bills import BillRow
from loans.services.subsidy import counting_lines, digest_of_lines
from tests.dividends.conftest import APPLIED, FIRST, Year, approved_loans, results_for
from tests.factories import COUNTY, make_user
from villages import services as villages
from villages.models import VillageAccount
from yuping.core.creditcode import make_credit_code

Call = Callable[[], object]
CASES: dict[str, Callable[[Year], Call]] = {}
FIFTY = Decimal("50000.00")
DRAWN, NOVEMBER = datetime.date(2016, 3, 10), datetime.date(2016, 11, 30)


def case(prepare: Callable[[Year], Call]) -> Callable[[Year], Call]:
    CASES[prepare.__name__] = prepare
    return prepare


def _line(**conditions: object) -> Payout:
    return Payout.unguarded.filter(**conditions).order_by("pk").first()


# Dividends


@case
def register_enterprise(year: Year) -> Call:
    return lambda: services.register_enterprise(
        actor=year.cast.company,
        credit_code=make_credit_code("91", division="520699", body="54110001"),
        name="演示油茶有限公司",
        legal_representative="杨某",
        address="演示路2号",
        business="油茶",
        capacity_households=100,
        bank_name="玉屏信用联社",
        account_number="8012345678902",
    )


@case
def review_enterprise(year: Year) -> Call:
    enterprise = register_enterprise(year)()
    return lambda: services.review_enterprise(
        actor=year.cast.company,
        enterprise_id=enterprise.pk,
        reviewed_on=datetime.date(2016, 2, 20),
        direction_ok=True,
        risk_ok=True,
        project_ok=True,
        enterprise_ok=True,
        opinion="同意",
    )


@case
def sign_agreement(year: Year) -> Call:
    enterprise = year.enterprise()
    chosen = approved_loans(year.households, year.cast)
    terms = Terms(number="S-1", signed_on=datetime.date(2016, 3, 1), first_due_on=datetime.date(2016, 11, 10))
    return lambda: services.sign_agreement(
        actor=year.cast.company, scheme_code="5411", enterprise_id=enterprise.pk, loan_ids=chosen, terms=terms
    )


@case
def activate_agreement(year: Year) -> Call:
    agreement = sign_agreement(year)()
    drawn = list(agreement.participations.values_list("loan_id", flat=True))
    loans.draw_loan(actor=year.cast.union, loan_ids=drawn, on=DRAWN)
    return lambda: services.activate_agreement(
        actor=year.cast.company, agreement_id=agreement.pk, funds_arrived_on=datetime.date(2016, 3, 20)
    )


@case
def withdraw_agreement(year: Year) -> Call:
    agreement = sign_agreement(year)()
    return lambda: services.withdraw_agreement(actor=year.cast.company, agreement_id=agreement.pk, reason="名单有误")


@case
def request_new_agreement_exception(year: Year) -> Call:
    enterprise = year.enterprise()
    return lambda: services.request_new_agreement_exception(
        actor=year.cast.company,
        scheme_code="5411",
        enterprise_id=enterprise.pk,
        document="县政办〔2016〕5号",
        reason="续签",
    )


@case
def confirm_new_agreement_exception(year: Year) -> Call:
    asked = request_new_agreement_exception(year)()
    return lambda: services.confirm_new_agreement_exception(actor=year.cast.office, exception_id=asked.pk)


@case
def record_job(year: Year) -> Call:
    part = year.agreement().participations.order_by("pk").first()
    return lambda: services.record_job(
        actor=year.cast.company,
        participation_id=part.pk,
        member_id=part.household.members.get(is_head=True).pk,
        post="保洁",
        monthly_wage=Decimal("1800.00"),
        started_on=NOVEMBER,
    )


@case
def end_job(year: Year) -> Call:
    job = record_job(year)()
    return lambda: services.end_job(actor=year.cast.company, job_id=job.pk, ended_on=NOVEMBER, reason="外出务工")


@case
def record_receipt(year: Year) -> Call:
    year.agreement()
    return year.receipt


@case
def reverse_receipt(year: Year) -> Call:
    receipt = record_receipt(year)()
    return lambda: services.reverse_receipt(actor=year.cast.company2, receipt_id=receipt.pk, reason="金额多录一位")


@case
def create_batch(year: Year) -> Call:
    year.agreement()
    year.receipt()
    key = uuid.uuid4()
    return lambda: services.create_batch(actor=year.cast.company, scheme_code="5411", due_year=2016, key=key)


@case
def remove_lines(year: Year) -> Call:
    line = _line(batch=year.draft())
    return lambda: services.remove_lines(actor=year.cast.company, payout_ids=[line.pk], reason="待核实")


@case
def lock_batch(year: Year) -> Call:
    batch = year.draft()
    return lambda: services.lock_batch(actor=year.cast.company, batch_id=batch.pk)


def _publish(year: Year, batch: Batch) -> Notice:
    return year.notice(batch, year.cast.clerk, FIRST)


@case
def publish_notice(year: Year) -> Call:
    batch = year.locked()
    return lambda: _publish(year, batch)


@case
def record_objection(year: Year) -> Call:
    notice = _publish(year, year.locked())
    day = datetime.date(2016, 11, 20)
    return lambda: services.record_objection(
        actor=year.cast.clerk, notice_id=notice.pk, raised_by="杨某", raised_on=day, text="名单有误"
    )


@case
def answer_objection(year: Year) -> Call:
    record_objection(year)()
    objection = Objection.unguarded.get()
    return lambda: services.answer_objection(actor=year.cast.clerk, objection_id=objection.pk, answer="已核实")


@case
def confirm_batch(year: Year) -> Call:
    batch = year.locked()
    year.publish(batch)
    return lambda: services.confirm_batch(actor=year.cast.office, batch_id=batch.pk)


@case
def return_batch(year: Year) -> Call:
    batch = year.confirmed()
    return lambda: services.return_batch(actor=year.cast.approver, batch_id=batch.pk, reason="金额待核")


@case
def approve_batch(year: Year) -> Call:
    batch = year.confirmed()
    return lambda: year.approve(batch)


@case
def hold_line(year: Year) -> Call:
    line = _line(batch=year.confirmed(), village=FIRST)
    return lambda: services.hold_line(actor=year.cast.clerk, payout_id=line.pk, reason="户主去世")


@case
def confirm_hold(year: Year) -> Call:
    hold_line(year)()
    hold = Hold.unguarded.get()
    return lambda: services.confirm_hold(actor=year.cast.office, hold_id=hold.pk)


@case
def cancel_batch(year: Year) -> Call:
    batch = year.locked()
    return lambda: services.cancel_batch(actor=year.cast.company, batch_id=batch.pk, reason="重新编制")


@case
def issue_batch(year: Year) -> Call:
    confirm_hold(year)()
    batch = Batch.unguarded.get()
    year.approve(batch)
    return lambda: services.issue_batch(actor=year.cast.cashier, batch_id=batch.pk)


@case
def load_results(year: Year) -> Call:
    batch = year.issued()
    content = results_for(batch, returned=("P00001",))
    return lambda: services.load_results(actor=year.cast.union, batch_id=batch.pk, name="r.csv", content=content)


@case
def discard_results(year: Year) -> Call:
    batch = year.load(year.issued())
    return lambda: services.discard_results(actor=year.cast.union, batch_id=batch.pk, reason="文件有误")


@case
def settle_batch(year: Year) -> Call:
    batch = year.load(year.issued(), returned=("P00001",))
    return lambda: services.settle_batch(actor=year.cast.company, batch_id=batch.pk)


@case
def create_reissue_batch(year: Year) -> Call:
    year.settled(returned=("P00001", "V00001"))
    chosen = [_line(state="returned").pk]
    key = uuid.uuid4()
    return lambda: services.create_reissue_batch(actor=year.cast.company, payout_ids=chosen, key=key)


@case
def hand_in_sheet(year: Year) -> Call:
    batch = year.settled()
    return lambda: services.hand_in_sheet(
        actor=year.cast.clerk,
        batch_id=batch.pk,
        village_code=FIRST,
        handed_in_on=NOVEMBER,
        signed_count=2,
        signed_amount=Decimal("8000.00"),
    )


@case
def close_batch(year: Year) -> Call:
    hand_in_sheet(year)()
    batch = Batch.unguarded.get()
    reasons = {village.pk: "村民外出未归" for village in year.villages}
    return lambda: services.close_batch(actor=year.cast.office, batch_id=batch.pk, reasons=reasons)


# Loans


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


# Villages


@case
def record_collective_entry(year: Year) -> Call:
    return lambda: villages.record_collective_entry(
        actor=year.cast.clerk,
        village_code=FIRST,
        date=NOVEMBER,
        direction="income",
        category="operating",
        amount=Decimal("1200.00"),
        text="茶园承包",
    )


@case
def reverse_collective_entry(year: Year) -> Call:
    entry = record_collective_entry(year)()
    return lambda: villages.reverse_collective_entry(actor=year.cast.clerk, entry_id=entry.pk, reason="录入有误")


@case
def propose_village_account(year: Year) -> Call:
    return lambda: villages.propose_village_account(
        actor=year.cast.clerk,
        village_code=FIRST,
        bank_name="玉屏信用联社",
        holder_name="演示股份经济合作社",
        number="8012345678999",
    )


@case
def confirm_village_account(year: Year) -> Call:
    account = propose_village_account(year)()
    second = make_user(("township_clerk", FIRST[:9]))
    return lambda: villages.confirm_village_account(actor=second, account_id=account.pk)


@case
def close_village_account(year: Year) -> Call:
    account = VillageAccount.unguarded.filter(village=FIRST).get()
    return lambda: villages.close_village_account(actor=year.cast.clerk, account_id=account.pk, reason="销户")
