"""Lender, risk deposit, and the loans from rating to drawing, sitting by sitting."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from loans import services
from loans.models import CreditRating, Lender, Loan, RiskFundMovement
from yuping.demo.builder.households import household_ids, member_ids
from yuping.demo.builder.people import clerks, person
from yuping.demo.builder.timeline import Step
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.cadres import SINCE
from yuping.demo.plan.loans import LENDER, CreditRatingPlan, LoanPlan
from yuping.demo.plan.people import MemberPlan

WHY = "the builder asks whether a step's result stands"
LENDER_CODE = "YPXYLS"


@dataclass(frozen=True)
class Sitting:
    """The loans of one round: those that share all their days."""

    title: str
    loans: tuple[LoanPlan, ...]

    @property
    def days(self) -> LoanPlan:
        """One of the loans, for the days that they share."""
        return self.loans[0]

    @property
    def numbers(self) -> list[str]:
        return [loan.household for loan in self.loans]

    @property
    def ratings(self) -> Sequence[CreditRating]:
        return CreditRating.objects.all_areas(reason=WHY).filter(household__number__in=self.numbers)

    @property
    def rows(self) -> Sequence[Loan]:
        return Loan.objects.all_areas(reason=WHY).filter(household__number__in=self.numbers).order_by("pk")


def sittings(plan: CountyPlan) -> list[Sitting]:
    """The rounds of the plan: an agreement's loans, or those of a kind with the same days."""
    agreement_of = {number: row.number for row in plan.money.agreements for number in row.households}
    groups: dict[tuple[object, ...], list[LoanPlan]] = {}
    for loan in plan.money.loans:
        title = agreement_of.get(loan.household, loan.kind)
        days = (loan.applied_on, loan.recommended_on, loan.confirmed_on, loan.approved_on, loan.drawn_on)
        groups.setdefault((title, *days), []).append(loan)
    return [Sitting(str(key[0]), tuple(loans)) for key, loans in groups.items()]


def steps(plan: CountyPlan) -> Iterable[Step]:
    """Lender, deposits, and the steps of each sitting."""
    yield Step(SINCE, _("lender"), Lender.objects.filter(code=LENDER_CODE).exists, _register_lender)
    for deposit in plan.money.deposits:
        stands = RiskFundMovement.objects.all_areas(reason=WHY).filter(document=deposit.voucher).exists
        yield Step(
            deposit.paid_on, _("payment into the risk deposit"), stands, _pay_in(deposit.amount, deposit.voucher)
        )
    ratings = {rating.household: rating for rating in plan.money.ratings}
    borrowers = {row.number: row.member(row.borrower) for row in plan.households if row.borrower}
    for sitting in sittings(plan):
        yield from _sitting_steps(sitting, ratings, borrowers)


def _register_lender() -> None:
    services.register_lender(actor=person("poverty1"), code=LENDER_CODE, name=LENDER)


def _pay_in(amount: Decimal, voucher: str) -> Callable[[], object]:
    return lambda: services.record_risk_fund(
        actor=person("finance1"),
        kind="deposit",
        amount=amount,
        lender_id=_lender_id(),
        document=voucher,
    )


def _sitting_steps(
    sitting: Sitting, ratings: dict[str, CreditRatingPlan], borrowers: dict[str, MemberPlan]
) -> Iterable[Step]:
    """Application and rating, the approvals of township, county and bank entered together, then the drawing."""
    number = len(sitting.loans)
    applied = sitting.rows.exists
    yield Step(sitting.days.applied_on, _("loans applied for"), applied, lambda: _apply(sitting, borrowers), number)
    rated_on = max(ratings[number].rated_on for number in sitting.numbers)
    yield Step(rated_on, _("credit ratings"), sitting.ratings.exists, lambda: _rate(sitting, ratings), number)
    granted = sitting.rows.filter(approved_on__isnull=False).exists
    yield Step(sitting.days.approved_on, _("loans approved"), granted, lambda: _approve(sitting), number)
    if sitting.days.drawn_on:
        drawn = sitting.rows.filter(drawn_on__isnull=False).exists
        yield Step(sitting.days.drawn_on, _("loans drawn"), drawn, lambda: _draw(sitting), number)


def _lender_id() -> int:
    return Lender.objects.get(code=LENDER_CODE).pk


def _rate(sitting: Sitting, ratings: dict[str, CreditRatingPlan]) -> None:
    households = household_ids(sitting.numbers)
    rated = [ratings[number] for number in sitting.numbers]
    services.rate_credit(
        actor=person("union1"),
        lender_id=_lender_id(),
        ratings=[
            services.RatedHousehold(households[row.household], row.grade, row.credit_limit, _score(row))
            for row in rated
        ],
    )


def _apply(sitting: Sitting, borrowers: dict[str, MemberPlan]) -> None:
    households, members = household_ids(sitting.numbers), member_ids(sitting.numbers)
    signers = {number: borrowers[number] for number in sitting.numbers}
    applications = [
        services.Application(
            household_id=households[loan.household],
            borrower_id=members[loan.household, signers[loan.household].name, signers[loan.household].birth_date],
            kind=loan.kind,
            amount=loan.amount,
            years=loan.years,
            purpose=loan.purpose,
        )
        for loan in sitting.loans
    ]
    _all(services.apply_for_loan(actor=person("union1"), lender_id=_lender_id(), applications=applications))


def _score(rating: CreditRatingPlan) -> int:
    return rating.honesty + rating.labour + rating.skill + rating.income


def _approve(sitting: Sitting) -> None:
    days = sitting.days
    ids = list(sitting.rows.values_list("pk", flat=True))
    townships = sorted({loan.village[:9] for loan in sitting.loans})
    for township in townships:
        mine = sitting.rows.filter(village__township=township).values_list("pk", flat=True)
        _all(services.recommend_loan(actor=clerks(township)[0], loan_ids=list(mine), on=days.recommended_on))
    _all(services.confirm_borrower(actor=person("poverty1"), loan_ids=ids, on=days.confirmed_on))
    contract = services.Contract(rate_percent=days.rate_percent, rate_basis=days.rate_basis, rate_type=days.rate_type)
    _all(services.approve_loan(actor=person("union2"), loan_ids=ids, contract=contract))


def _draw(sitting: Sitting) -> None:
    ids = list(sitting.rows.values_list("pk", flat=True))
    _all(services.draw_loan(actor=person("union1"), loan_ids=ids))


def _all(outcome: services.Outcome) -> None:
    """The plan holds nothing that the rules refuse; raises ValueError where plan and rules disagree."""
    if outcome.refused:
        raise ValueError(f"the rules refuse what the plan holds: {sorted(outcome.refused.items())[:5]}")
