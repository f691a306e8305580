"""Repayments: within their loans, mirrored by their reversals, told by the loans' steps and the audit record."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from loans import workflow
from loans.checks.posted import WHOLE, acts_on, fault
from loans.models import Loan, LoanEvent, Payer, Repayment, RiskFundMovement
from yuping.core.checks import Fault
from yuping.core.money import ZERO

MIRRORED = ("loan_id", "village_id", "payer", "date")


def repayments_fit_their_loans() -> Iterator[Fault]:
    """What came back lies between nothing and the principal; a settled loan is all back; a reversal mirrors its row."""
    back: dict[int, Decimal] = defaultdict(lambda: ZERO)
    said: dict[int, Counter[tuple[object, ...]]] = defaultdict(Counter)
    rows = Repayment.objects.all_areas(reason=WHOLE).select_related("loan", "reverses", "movement").order_by("pk")
    payers = acts_on("loans.Repayment", "loans.record_repayment")
    for row in rows:
        back[row.loan_id] += row.principal
        if row.movement_id is None and row.reverses_id is None:
            said[row.loan_id]["repay", row.date, row.principal + row.interest] += 1
        if row.reverses_id:
            said[row.loan_id]["reverse", None, None] += 1
        act = payers.get(str(row.pk))
        if act and act.facts.get("payer") != row.payer:
            yield fault(row, "another payer is on the audit record")
        yield from _against_loan(row)
    for loan in Loan.objects.all_areas(reason=WHOLE).filter(state__in=workflow.LENT):
        returned = back[loan.pk]
        if not 0 <= returned <= loan.principal:
            yield fault(loan, f"{returned} yuan came back of {loan.principal}")
        if loan.state == workflow.SETTLED and returned != loan.principal:
            yield fault(loan, "is settled without being all back")
    yield from _against_events(said)


def _against_loan(row: Repayment) -> Iterator[Fault]:
    if row.village_id != row.loan.village_id:
        yield fault(row, "lies in another village than its loan")
    if row.loan.drawn_on is None or row.date < row.loan.drawn_on:
        yield fault(row, "came back before the loan was drawn")
    if row.reverses is not None:
        mirrors = (row.principal, row.interest) == (-row.reverses.principal, -row.reverses.interest)
        if not mirrors or any(getattr(row, name) != getattr(row.reverses, name) for name in MIRRORED):
            yield fault(row, "does not mirror the repayment it reverses")
    elif row.principal < 0 or row.interest < 0:
        yield fault(row, "takes money back without naming what it reverses")
    if row.payer == Payer.COUNTY and row.movement_id is None:
        yield fault(row, "was paid by the county without a compensation of the risk fund")
    paid = row.movement
    if paid is not None and (paid.loan_id, paid.amount, paid.date, row.payer) != (
        row.loan_id,
        row.principal,
        row.date,
        Payer.COUNTY,
    ):
        yield fault(row, "differs from the compensation it comes from")


def _against_events(said: dict[int, Counter[tuple[object, ...]]]) -> Iterator[Fault]:
    """The steps of the loans name each repayment, reversal and movement of the risk fund once."""
    moved = RiskFundMovement.objects.all_areas(reason=WHOLE).filter(loan__isnull=False)
    for loan_id, kind, date, amount in moved.values_list("loan_id", "kind", "date", "amount"):
        said[loan_id][kind, date, amount] += 1
    told: dict[int, Counter[tuple[object, ...]]] = defaultdict(Counter)
    events = LoanEvent.objects.all_areas(reason=WHOLE).filter(move__in=("repay", "reverse", "compensation", "recovery"))
    for loan_id, move, date, amount in events.values_list("loan_id", "move", "date", "amount"):
        told[loan_id][("reverse", None, None) if move == "reverse" else (move, date, amount)] += 1
    for loan_id in sorted(set(said) | set(told)):
        if said[loan_id] != told[loan_id]:
            yield Fault("loans_loanevent", f"loan {loan_id}", "the steps differ from what came back and was paid")
