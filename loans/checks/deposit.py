"""The risk deposit: each movement stands in its book, and on no day did it hold less than nothing."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from loans.checks.posted import WHOLE, Effect, acts_on, against_paper, entry_fault, fault, posted_in
from loans.models import MovementKind, Repayment, RiskFundMovement
from loans.models.riskfund import OF_A_LOAN
from loans.services.books import RISK_DEPOSIT
from yuping.core.checks import Fault
from yuping.core.money import ZERO

AGAINST = {
    MovementKind.DEPOSIT: "county_finance",
    MovementKind.INTEREST: "interest",
    MovementKind.RECOVERY: "claims",
    MovementKind.COMPENSATION: "claims",
}


def _movements() -> list[RiskFundMovement]:
    rows = RiskFundMovement.objects.all_areas(reason=WHOLE).select_related("lender", "loan").with_signed()
    return list(rows.order_by("date", "pk"))


def movements_equal_the_journal() -> Iterator[Fault]:
    """Every movement has its entry with its two sides, its document on the audit record, and no entry stands alone."""
    posted = posted_in(RISK_DEPOSIT)
    acts = acts_on("loans.RiskFundMovement", "loans.record_risk_fund")
    for row in _movements():
        village = row.loan.village_id if row.loan else ""
        effect: Effect = {
            (RISK_DEPOSIT, "deposit", row.lender.code, ""): row.signed,
            (RISK_DEPOSIT, AGAINST[MovementKind(row.kind)], row.lender.code, village): -row.signed,
        }
        entry = posted.pop(f"loans.riskfundmovement:{row.pk}", None)
        yield from against_paper(entry, row, date=row.date, actor_id=row.recorded_by_id, effect=effect)
        act = acts.get(str(row.pk))
        said = (row.kind, str(row.amount), row.lender.code, row.document)
        if act is None or tuple(act.facts.get(name) for name in ("kind", "amount", "lender", "document")) != said:
            yield fault(row, "is not what the audit record says")
    for entry in posted.values():
        yield entry_fault(entry, "belongs to no movement of the risk deposit")


def the_deposit_holds() -> Iterator[Fault]:
    """The deposit was never below zero; a compensation repaid its loan, a recovery is within the compensation."""
    balance: dict[int, Decimal] = defaultdict(lambda: ZERO)
    paid: dict[int, Decimal] = defaultdict(lambda: ZERO)
    repaid = set(Repayment.objects.all_areas(reason=WHOLE).filter(movement__isnull=False).values_list("movement"))
    for row in _movements():
        balance[row.lender_id] += row.signed
        if balance[row.lender_id] < 0:
            yield fault(row, f"leaves the deposit at {balance[row.lender_id]} yuan")
        if row.loan is None:
            continue
        if row.kind not in OF_A_LOAN or row.loan.lender_id != row.lender_id:
            yield fault(row, "belongs to no loan of its lender")
        paid[row.loan_id] -= row.signed
        if paid[row.loan_id] < 0:
            yield fault(row, "recovers more than was compensated")
        if row.kind == MovementKind.COMPENSATION and (row.pk,) not in repaid:
            yield fault(row, "did not repay its loan")
