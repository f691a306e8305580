"""One small dividend year: two villages of two townships, three households, an agreement in force, money received."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from dividends import lines, services
from dividends.models import Batch, Notice, Scheme
from dividends.services.agreements import Terms
from households.models import Household
from loans import services as chain
from loans.models import Lender, Loan, RateBasis
from tests.factories import COUNTY, make_household, make_user, make_village_account
from tests.pictures import jpeg
from villages.models import Village
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.creditcode import make_credit_code
from yuping.core.models import Installation

PHOTO = jpeg(640, 480)
APPLIED = datetime.date(2016, 2, 1)
# The list is made and locked on one day and hangs for seven working days; the tests stand on a day after that.
LISTED, FROM, TO = datetime.date(2016, 11, 11), datetime.date(2016, 11, 14), datetime.date(2016, 11, 24)
# When the notice of a list that was locked on the tests' own day is over.
LATER = datetime.date(2016, 12, 15)
FIRST, SECOND = "520622103201", "520622102201"


@dataclass
class Cast:
    """The people of the journey; two for each seat that needs a second person."""

    company: User = field(default_factory=lambda: make_user(("investment_company", COUNTY)))
    company2: User = field(default_factory=lambda: make_user(("investment_company", COUNTY)))
    clerk: User = field(default_factory=lambda: make_user(("township_clerk", FIRST[:9])))
    clerk2: User = field(default_factory=lambda: make_user(("township_clerk", SECOND[:9])))
    office: User = field(default_factory=lambda: make_user(("poverty_office", COUNTY)))
    approver: User = field(default_factory=lambda: make_user(("finance_approver", COUNTY)))
    approver2: User = field(default_factory=lambda: make_user(("finance_approver", COUNTY)))
    cashier: User = field(default_factory=lambda: make_user(("finance_cashier", COUNTY)))
    union: User = field(default_factory=lambda: make_user(("credit_union", COUNTY)))


class Year:
    """Walks a batch to the step a test is about. Each method is one step, taken by the right person."""

    def __init__(self) -> None:
        self.scheme = "5411"
        Installation.objects.update_or_create(
            pk=1, defaults={"county_code": COUNTY, "county_name": "玉屏侗族自治县", "is_demo": False}
        )
        self.cast = Cast()
        self.villages = [Village.unguarded.get(pk=code) for code in (FIRST, SECOND)]
        for village in self.villages:
            make_village_account(village)
        self.households = [
            make_household(self.villages[0]),
            make_household(self.villages[0]),
            make_household(self.villages[1]),
        ]

    def edition(self, **terms: object) -> Scheme:
        """Let what follows be of an edition of its own, the scheme's but for these terms."""
        edition = Scheme.objects.get(code=self.scheme)
        edition.pk, edition.code = None, f"{self.scheme}-{uuid.uuid4().hex[:6]}"
        for name, value in terms.items():
            setattr(edition, name, value)
        edition.save(force_insert=True)
        self.scheme = edition.code
        return edition

    def enterprise(self) -> "services.Enterprise":
        enterprise = services.register_enterprise(
            actor=self.cast.company,
            credit_code=make_credit_code("91", division="520699", body=uuid.uuid4().hex[:8].upper().replace("I", "1")),
            name="演示食用菌有限公司",
            legal_representative="杨某",
            address="演示路1号",
            business="食用菌",
            capacity_households=1000,
            bank_name="玉屏信用联社",
            account_number="8012345678901",
        )
        services.review_enterprise(
            actor=self.cast.company,
            enterprise_id=enterprise.pk,
            reviewed_on=datetime.date(2016, 2, 20),
            direction_ok=True,
            risk_ok=True,
            project_ok=True,
            enterprise_ok=True,
            opinion="同意",
        )
        return enterprise

    def agreement(self, number: str = "YP-2016-01", households: list | None = None) -> "services.Agreement":
        self.partner = self.enterprise()
        loans = approved_loans(households or self.households, self.cast)
        agreement = services.sign_agreement(
            actor=self.cast.company,
            scheme_code=self.scheme,
            enterprise_id=self.partner.pk,
            loan_ids=loans,
            terms=Terms(number=number, signed_on=datetime.date(2016, 3, 1), first_due_on=datetime.date(2016, 11, 10)),
        )
        chain.draw_loan(actor=self.cast.union, loan_ids=loans, on=datetime.date(2016, 3, 10))
        return services.activate_agreement(
            actor=self.cast.company, agreement_id=agreement.pk, funds_arrived_on=datetime.date(2016, 3, 20)
        )

    def receipt(self, amount: str = "15000.00", reference: str = "R-1", *, ahead: bool = True) -> "services.Receipt":
        return services.record_receipt(
            actor=self.cast.company,
            enterprise_id=self.partner.pk,
            received_on=clock.today(),
            amount=Decimal(amount),
            bank_reference=reference,
            ahead=ahead,
        )

    def draft(self) -> Batch:
        with clock.fixed(LISTED):
            self.agreement()
            self.receipt()
            return services.create_batch(
                actor=self.cast.company, scheme_code=self.scheme, due_year=2016, key=uuid.uuid4()
            )

    def lock(self, batch: Batch) -> Batch:
        with clock.fixed(LISTED):
            return services.lock_batch(actor=self.cast.company, batch_id=batch.pk)

    def locked(self) -> Batch:
        return self.lock(self.draft())

    def notice(
        self, batch: Batch, clerk: User, village: str, from_: datetime.date = FROM, to: datetime.date = TO
    ) -> Notice:
        return services.publish_notice(
            actor=clerk,
            batch_id=batch.pk,
            village_code=village,
            place="村委会公示栏",
            starts_on=from_,
            ends_on=to,
            photo=PHOTO,
        )

    def publish(self, batch: Batch) -> None:
        for clerk, code in ((self.cast.clerk, FIRST), (self.cast.clerk2, SECOND)):
            self.notice(batch, clerk, code)

    def noticed_and_confirmed(self, batch: Batch, clerk: User, village: str) -> Batch:
        """A list of one village that was locked on the tests' own day hangs its days and is confirmed after them."""
        self.notice(batch, clerk, village, from_=clock.today(), to=LATER - datetime.timedelta(days=1))
        with clock.fixed(LATER):
            return services.confirm_batch(actor=self.cast.office, batch_id=batch.pk)

    def confirmed(self) -> Batch:
        batch = self.locked()
        self.publish(batch)
        return services.confirm_batch(actor=self.cast.office, batch_id=batch.pk)

    def approve(self, batch: Batch) -> Batch:
        return services.approve_batch(actor=self.cast.approver, batch_id=batch.pk, digest=lines.payable(batch)[1])

    def issued(self) -> Batch:
        batch = self.approve(self.confirmed())
        services.issue_batch(actor=self.cast.cashier, batch_id=batch.pk)
        batch.refresh_from_db()
        return batch

    def load(self, batch: Batch, *, returned: tuple[str, ...] = (), unknown: tuple[str, ...] = ()) -> Batch:
        content = results_for(batch, returned=returned, unknown=unknown)
        services.load_results(actor=self.cast.union, batch_id=batch.pk, name="results.csv", content=content)
        batch.refresh_from_db()
        return batch

    def settled(self, *, returned: tuple[str, ...] = ()) -> Batch:
        batch = self.load(self.issued(), returned=returned)
        return services.settle_batch(actor=self.cast.company, batch_id=batch.pk)


def approved_loans(households: list[Household], cast: Cast) -> list[int]:
    """Pooled loans of these households, walked through their own chain up to the bank's approval."""
    banker, fifty = make_user(("credit_union", COUNTY)), Decimal("50000.00")
    lender = Lender.objects.filter(code="YPXYLS").first()
    lender = lender or chain.register_lender(actor=cast.office, code="YPXYLS", name="玉屏信用联社")
    rated = [chain.RatedHousehold(household.pk, "AAA", fifty) for household in households]
    chain.rate_credit(actor=banker, lender_id=lender.pk, ratings=rated, on=APPLIED)
    asked = [
        chain.Application(household.pk, household.members.get(is_head=True).pk, "pooled", fifty, 3, "入股分红")
        for household in households
    ]
    loans = chain.apply_for_loan(actor=cast.union, lender_id=lender.pk, applications=asked, on=APPLIED).done
    for clerk in (cast.clerk, cast.clerk2):
        township = clerk.postings.get().area_code
        mine = list(Loan.unguarded.filter(pk__in=loans, village__pk__startswith=township).values_list("pk", flat=True))
        if mine:
            chain.recommend_loan(actor=clerk, loan_ids=mine, on=APPLIED)
    chain.confirm_borrower(actor=cast.office, loan_ids=loans, on=APPLIED)
    contract = chain.Contract(rate_percent=Decimal("4.75"), rate_basis=RateBasis.BENCHMARK_5Y)
    chain.approve_loan(actor=banker, loan_ids=loans, contract=contract, on=APPLIED)
    return loans


def results_for(batch: Batch, *, returned: tuple[str, ...] = (), unknown: tuple[str, ...] = ()) -> bytes:
    """A bank's result file for an issued batch; ``returned`` and ``unknown`` name the ends of references."""
    from dividends.bank_format import RESULT_HEADER
    from dividends.services.bank import payments_of

    rows = [",".join(RESULT_HEADER)]
    for number, payment in enumerate(payments_of(batch).values()):
        start = f"{payment.reference},{payment.name},{payment.account},{payment.amount}"
        if payment.reference.endswith(returned or ("none",)):
            rows.append(f"{start},失败,,,账户已销户")
        elif payment.reference.endswith(unknown or ("none",)):
            rows.append(f"{start},处理中,,,")
        else:
            rows.append(f"{start},成功,{batch.number}-{number},2016-11-28,")
    return "\n".join(rows).encode("gb18030")


@pytest.fixture
def year(db: None) -> Iterator[Year]:
    """The small dividend year, on 30 November 2016."""
    with clock.fixed(datetime.date(2016, 11, 30)):
        yield Year()
