"""Rows of the dividends and loans rooms: a settled batch over both townships, papers of the other, jobs, repayments."""

import datetime
import uuid
from decimal import Decimal

from django.db import models

from dividends import services
from dividends.models import Batch, Job, Notice, Participation, Payout
from loans import services as loans
from loans.interest import Quarter
from loans.models import Loan
from tests.access.marks import SUMMER, TODAY, Rows
from tests.dividends.conftest import FIRST, SECOND, Year


def paid(year: Year) -> Batch:
    """A batch of both townships with papers of every kind, settled; one line of each village is held back."""
    spare = year.households.pop()
    batch = year.locked()
    year.publish(batch)
    said = ((year.cast.clerk, "名单有误"), (year.cast.clerk2, "别乡异议"))
    for notice, (clerk, text) in zip(Notice.unguarded.order_by("-village"), said, strict=True):
        objection = services.record_objection(
            actor=clerk, notice_id=notice.pk, raised_by="村民", raised_on=datetime.date(2016, 11, 20), text=text
        )
        services.answer_objection(actor=clerk, objection_id=objection.pk, answer="已核实")
    services.confirm_batch(actor=year.cast.office, batch_id=batch.pk)
    for clerk, code in ((year.cast.clerk, FIRST), (year.cast.clerk2, SECOND)):
        line = Payout.unguarded.filter(batch=batch, village=code).order_by("-pk").first()
        hold = services.hold_line(actor=clerk, payout_id=line.pk, reason="账户冻结")
        services.confirm_hold(actor=year.cast.office, hold_id=hold.pk)
    year.approve(Batch.unguarded.get(pk=batch.pk))
    services.issue_batch(actor=year.cast.cashier, batch_id=batch.pk)
    batch.refresh_from_db()
    year.load(batch)
    year.households.append(spare)
    return services.settle_batch(actor=year.cast.company, batch_id=batch.pk)


def foreign_papers(year: Year) -> dict[str, models.Model]:
    """An agreement, money and a draft that hold households of the other township alone."""
    agreement = year.agreement("YP-2016-77", [year.households[-1]])
    receipt = year.receipt("5000.00", "R-77")
    draft = services.create_batch(actor=year.cast.company, scheme_code="5411", due_year=2016, key=uuid.uuid4())
    return {"agreement": agreement, "enterprise": agreement.enterprise, "receipt": receipt, "batch": draft}


def loans_and_jobs(year: Year) -> Rows:
    """A quarter's subsidy of the county, a repayment and a job in each township, an exception that was asked for."""
    back = []
    for code in (FIRST, SECOND):
        loan = Loan.unguarded.filter(village=code, state="drawn").order_by("pk").first()
        repaid = loans.Back(loan.pk, principal=Decimal("100.00"))
        back += loans.record_repayment(actor=year.cast.union, rows=[repaid], payer="household", on=TODAY)
    quarter = loans.prepare_subsidy_quarter(
        actor=year.cast.approver, lender_id=loan.lender_id, quarter=Quarter(2016, 2)
    )
    places = [Participation.unguarded.filter(village=code).order_by("pk").first() for code in (FIRST, SECOND)]
    posts = [
        Job.unguarded.create(
            participation=row,
            village_id=row.village_id,
            member=row.household.members.first(),
            post="采摘",
            monthly_wage=Decimal("1800.00"),
            started_on=SUMMER,
        )
        for row in places
    ]
    asked = services.request_new_agreement_exception(
        actor=year.cast.company,
        scheme_code="5411",
        enterprise_id=year.partner.pk,
        document="县政府会议纪要〔2018〕3号",
        reason="续签",
    )
    pairs = {
        "participation": places,
        "job": posts,
        "repayment": back,
        "exception": [asked] * 2,
        "quarter": [quarter] * 2,
    }
    return {kind: tuple({"pk": row.pk} for row in pair) for kind, pair in pairs.items()}
