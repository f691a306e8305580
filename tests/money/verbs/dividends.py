"""The verbs of the dividends room: enterprises, agreements, receipts, batches."""

import datetime
import uuid
from decimal import Decimal

from dividends import services
from dividends.models import Batch, Hold, Notice, Objection, Payout
from dividends.services.agreements import Terms
from loans import services as loans
from tests.dividends.conftest import FIRST, Year, approved_loans, results_for
from tests.money.verbs.cases import DRAWN, NOVEMBER, Call, case
from yuping.core.creditcode import make_credit_code


def _line(**conditions: object) -> Payout:
    return Payout.unguarded.filter(**conditions).order_by("pk").first()


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
