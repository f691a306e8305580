"""The steps of a loan after the application: each takes a list and answers row by row."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat, LPad
from django.utils.translation import gettext_noop as _

from loans import policy, workflow
from loans.models import BenchmarkRate, Loan, RateBasis, RateKind, RateTerm, RateType
from loans.services.books import LoanBook, by_village, county_of
from loans.services.eligibility import LIVING_HERE, Application, Facts, ratings_of
from loans.services.trail import Outcome, Step, day_of, digest_of, record_list, write_steps
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow, SamePerson
from yuping.ledger.services import post

Gate = Callable[[Loan], list[str]]
DATE_OF = {
    workflow.APPLIED: "applied_on",
    workflow.RECOMMENDED: "recommended_on",
    workflow.CONFIRMED: "confirmed_on",
    workflow.APPROVED: "approved_on",
    workflow.DRAWN: "drawn_on",
}
NUMBER_WIDTH = 7
PUBLISHED = {
    RateBasis.BENCHMARK_1Y: (RateKind.BENCHMARK, RateTerm.UP_TO_1_YEAR),
    RateBasis.BENCHMARK_5Y: (RateKind.BENCHMARK, RateTerm.ONE_TO_5_YEARS),
    RateBasis.LPR_1Y: (RateKind.LPR, RateTerm.ONE_YEAR),
    RateBasis.LPR_5Y: (RateKind.LPR, RateTerm.FIVE_YEARS),
}


@dataclass(frozen=True)
class Contract:
    """The terms of the contracts made at approval. ``numbers`` are the lender's, by loan; without one it is made."""

    rate_percent: Decimal
    rate_basis: str
    rate_type: str = RateType.FIXED
    numbers: Mapping[int, str] | None = None
    amounts: Mapping[int, Decimal] | None = None


def recommend_loan(*, actor: User, loan_ids: Sequence[int], on: datetime.date | None = None, note: str = "") -> Outcome:
    """The township has checked the applications and recommends them."""
    with transaction.atomic():
        step = Step("recommend", day_of(on), note)
        loans, refused = _chosen(actor, step, loan_ids)
        _write(actor, step, loans, {"recommended_on": step.date}, refused=refused)
    return _outcome(loans, refused)


def confirm_borrower(
    *, actor: User, loan_ids: Sequence[int], on: datetime.date | None = None, note: str = ""
) -> Outcome:
    """The poverty office confirms that household and borrower are entitled on the day, by the same rules again."""
    with transaction.atomic():
        step = Step("confirm", day_of(on), note)
        loans, refused = _chosen(actor, step, loan_ids)
        facts = Facts(
            actor, "loans.confirm_borrower", [loan.household_id for loan in loans], leaving_out=list(loan_ids)
        )
        kept = {}
        for loan in list(loans):
            again = _application(loan)
            reasons = facts.reasons(loan.household, again, product=loan.product, on=step.date)
            kept[loan.pk] = facts.stored(loan.household, again, product=loan.product, on=step.date)
            if reasons:
                refused[loan.pk] = reasons
                loans.remove(loan)
        _write(actor, step, loans, {"confirmed_on": step.date}, refused=refused, facts=kept)
    return _outcome(loans, refused)


def approve_loan(
    *,
    actor: User,
    loan_ids: Sequence[int],
    contract: Contract,
    on: datetime.date | None = None,
    note: str = "",
) -> Outcome:
    """The credit union grants the loans: amount within the rating, rate and contract. Not who entered them.

    Raises BadInput when the rate isn't the published one that the contract names.
    """
    with transaction.atomic():
        step = Step("approve", day_of(on), note)
        _require_published(contract, step.date)
        amounts = dict(contract.amounts or {})
        loans, refused = _chosen(actor, step, loan_ids)
        ratings = ratings_of(actor, "loans.approve_loan", loans)

        def against(loan: Loan) -> list[str]:
            wanted = amounts.get(loan.pk, loan.applied_amount)
            too_much = [] if 0 < wanted <= loan.applied_amount else ["above_applied_amount"]
            return too_much + policy.reasons_against_grant(wanted, step.date, ratings.get(loan.household_id, []))

        loans = _passing(loans, refused, against)
        terms = {
            "rate_percent": contract.rate_percent,
            "rate_basis": contract.rate_basis,
            "rate_type": contract.rate_type,
            "approved_by": actor,
            "approved_on": step.date,
            "approved_amount": F("applied_amount"),
            "contract_number": _made_number(step.date),
        }
        granted = {loan.pk: amounts.get(loan.pk, loan.applied_amount) for loan in loans}
        own = {pk: number for pk, number in (contract.numbers or {}).items() if pk in granted}
        plain = [loan for loan in loans if loan.pk not in own and loan.pk not in amounts]
        _update(actor, step, plain, terms)
        for loan in (loan for loan in loans if loan.pk in own or loan.pk in amounts):
            number = own.get(loan.pk) or terms["contract_number"]
            _update(actor, step, [loan], {**terms, "approved_amount": granted[loan.pk], "contract_number": number})
        _record(actor, step, loans, refused=refused, amounts=granted)
    return _outcome(loans, refused)


def draw_loan(*, actor: User, loan_ids: Sequence[int], on: datetime.date | None = None, note: str = "") -> Outcome:
    """The money goes out: principal = approved amount, due after the term. Not to who died or left in between."""
    with transaction.atomic():
        step = Step("draw", day_of(on), note)
        loans, refused = _chosen(actor, step, loan_ids)
        loans = _passing(loans, refused, _against_drawing)
        for years in sorted({loan.years for loan in loans}):
            due = policy.add_years(step.date, years)
            change = {"drawn_on": step.date, "due_on": due, "principal": F("approved_amount")}
            _update(actor, step, [loan for loan in loans if loan.years == years], change)
        for lender in {loan.lender for loan in loans}:
            of_lender = [loan for loan in loans if loan.lender_id == lender.pk]
            villages = by_village((loan, loan.approved_amount) for loan in of_lender)
            post(
                actor=actor,
                key=f"loans.draw:{digest_of(loan.pk for loan in of_lender)}",
                date=step.date,
                text=_("Principal of loans paid out"),
                source=lender,
                sides=LoanBook(county_of(actor, "loans.draw_loan"), lender).drawn(villages),
            )
        _record(actor, step, loans, refused=refused, amounts={loan.pk: loan.approved_amount for loan in loans})
    return _outcome(loans, refused)


def settle_loan(*, actor: User, loan_ids: Sequence[int], on: datetime.date | None = None, note: str = "") -> Outcome:
    """Close the loans whose whole principal is back."""
    with transaction.atomic():
        step = Step("settle", day_of(on), note)
        loans, refused = _chosen(actor, step, loan_ids)
        owed = dict(
            Loan.objects.actionable_by(actor, "loans.settle_loan")
            .filter(pk__in=[loan.pk for loan in loans])
            .with_outstanding(step.date)
            .values_list("pk", "outstanding")
        )
        loans = _passing(loans, refused, lambda loan: ["principal_outstanding"] if owed[loan.pk] else [])
        _write(actor, step, loans, {"settled_on": step.date}, refused=refused)
    return _outcome(loans, refused)


def refuse_loan(*, actor: User, loan_ids: Sequence[int], reason: str, on: datetime.date | None = None) -> Outcome:
    """Refuse or withdraw loans that are not drawn, for a reason that stays with them."""
    with transaction.atomic():
        step = Step("refuse", day_of(on), reason)
        loans, refused = _chosen(actor, step, loan_ids)
        _write(actor, step, loans, {"refused_on": step.date}, refused=refused)
    return _outcome(loans, refused)


def _chosen(actor: User, step: Step, loan_ids: Sequence[int]) -> tuple[list[Loan], dict[int, list[str]]]:
    """The loans, locked, that the move may start from; and the reasons of the others."""
    if not loan_ids:
        raise BadInput("nothing_chosen")
    move = workflow.LOAN.moves[step.move]
    rows = list(
        Loan.objects.for_action(actor, move.permission)
        .filter(pk__in=loan_ids)
        .prefetch_related("household", "borrower", "lender", "product")
        .order_by("pk")
    )
    if len(rows) != len(set(loan_ids)):
        raise Loan.DoesNotExist
    refused: dict[int, list[str]] = {}
    return _passing(rows, refused, lambda loan: _against_moving(actor, step, loan)), refused


def _against_moving(actor: User, step: Step, loan: Loan) -> list[str]:
    takers = {"apply": {loan.applied_by_id}}
    try:
        workflow.LOAN.require(step.move, state=loan.state, actor_id=actor.pk, takers=takers, reason=step.note)
    except (NotAllowedNow, SamePerson) as refusal:
        return [refusal.code]
    return ["before_the_step_before"] if getattr(loan, DATE_OF[loan.state]) > step.date else []


def _against_drawing(loan: Loan) -> list[str]:
    reasons = []
    if loan.household.left_on is not None:
        reasons.append("household_left")
    if loan.borrower.state != LIVING_HERE:
        reasons.append("borrower_not_in_household")
    return reasons


def _passing(loans: list[Loan], refused: dict[int, list[str]], gate: Gate) -> list[Loan]:
    """The loans against which the gate has nothing; the others go to ``refused``."""
    passing = []
    for loan in loans:
        if reasons := gate(loan):
            refused[loan.pk] = reasons
        else:
            passing.append(loan)
    return passing


def _application(loan: Loan) -> Application:
    return Application(
        household_id=loan.household_id,
        borrower_id=loan.borrower_id,
        kind=loan.kind,
        amount=loan.applied_amount,
        years=loan.years,
        capacity_confirmed=loan.capacity_confirmed,
    )


def published_rate(basis: str, on: datetime.date) -> Decimal | None:
    """The published rate that the basis names, in per cent a year on the day; None where it names none."""
    if basis not in PUBLISHED:
        return None
    kind, term = PUBLISHED[RateBasis(basis)]
    return BenchmarkRate.objects.percent_of(kind=kind, term=term, on=on)


def _require_published(contract: Contract, on: datetime.date) -> None:
    if contract.rate_basis in PUBLISHED and published_rate(contract.rate_basis, on) != contract.rate_percent:
        raise BadInput("rate_not_published", field="rate_percent")


def _made_number(on: datetime.date) -> Concat:
    """A contract number from the year and the loan's own number, for a lender that gave none."""
    serial = LPad(Cast("pk", CharField()), NUMBER_WIDTH, Value("0"))
    return Concat(Value(f"JFD{on.year}-"), serial, output_field=CharField())


def _update(actor: User, step: Step, loans: Sequence[Loan], change: dict[str, Any]) -> None:
    move = workflow.LOAN.moves[step.move]
    rows = Loan.objects.actionable_by(actor, move.permission).filter(pk__in=[loan.pk for loan in loans])
    rows.update(state=move.target, **change)


def _record(actor: User, step: Step, loans: Sequence[Loan], *, refused: dict[int, list[str]], **kept: Any) -> None:
    _outcome(loans, refused).or_raise()
    write_steps(actor, step, loans, **kept)
    verb = workflow.LOAN.moves[step.move].permission
    record_list(actor, verb, loans, reason=step.note, facts={"on": str(step.date), "refused": len(refused)})


def _write(
    actor: User,
    step: Step,
    loans: Sequence[Loan],
    change: dict[str, Any],
    *,
    refused: dict[int, list[str]],
    facts: dict[int, dict[str, object]] | None = None,
) -> None:
    _outcome(loans, refused).or_raise()
    _update(actor, step, loans, change)
    _record(actor, step, loans, refused=refused, facts=facts)


def _outcome(loans: Sequence[Loan], refused: dict[int, list[str]]) -> Outcome:
    return Outcome([loan.pk for loan in loans], refused)
