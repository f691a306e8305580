"""Loans: what stands in the row is what its steps said, and each step rested on the rules."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import F, Q

from loans import workflow
from loans.checks.posted import WHOLE, fault
from loans.models import CreditRating, Loan, LoanEvent, LoanState
from loans.services.moves import PUBLISHED, published_rate
from yuping.core.checks import Fault

# The move that leads to each state, and the loan's column with its day.
DAY_OF = {
    "apply": "applied_on",
    "recommend": "recommended_on",
    "confirm": "confirmed_on",
    "approve": "approved_on",
    "draw": "drawn_on",
    "settle": "settled_on",
    "refuse": "refused_on",
}
BEHIND = {
    LoanState.APPLIED: ("apply",),
    LoanState.RECOMMENDED: ("apply", "recommend"),
    LoanState.CONFIRMED: ("apply", "recommend", "confirm"),
    LoanState.APPROVED: ("apply", "recommend", "confirm", "approve"),
    LoanState.DRAWN: ("apply", "recommend", "confirm", "approve", "draw"),
    LoanState.SETTLED: ("apply", "recommend", "confirm", "approve", "draw", "settle"),
}
AMOUNT_OF = {"apply": "applied_amount", "approve": "approved_amount", "draw": "principal"}
PERSON_OF = {"apply": "applied_by_id", "approve": "approved_by_id"}


def loans_say_what_their_steps_say() -> Iterator[Fault]:
    """A loan has the steps that lead to its state, once each, with its days, amounts and people."""
    steps: dict[int, list[LoanEvent]] = defaultdict(list)
    for event in LoanEvent.objects.all_areas(reason=WHOLE).defer("facts").order_by("pk"):
        steps[event.loan_id].append(event)
    for loan in Loan.objects.all_areas(reason=WHOLE).order_by("pk"):
        yield from _against_steps(loan, steps[loan.pk])


def _against_steps(loan: Loan, events: list[LoanEvent]) -> Iterator[Fault]:
    moves = [event.move for event in events if event.move in DAY_OF]
    expected = BEHIND.get(LoanState(loan.state))
    if expected is None:
        complete = moves[-1:] == ["refuse"] and tuple(moves[:-1]) in BEHIND.values()
    else:
        complete = tuple(moves) == expected
    if not complete:
        yield fault(loan, f"its steps don't lead to the state {loan.state}: {', '.join(moves) or 'none'}")
    taken: set[str] = set()
    for event in events:
        if event.move in DAY_OF and event.move in taken:
            yield fault(event, "stands in the loan's steps twice")
        taken.add(event.move)
        day, amount, person = (names.get(event.move) for names in (DAY_OF, AMOUNT_OF, PERSON_OF))
        if event.village_id != loan.village_id:
            yield fault(event, "lies in another village than its loan")
        said = ((day, event.date), (amount, event.amount), (person, event.actor_id))
        for column in [column for column, value in said if column and value != getattr(loan, column)]:
            # Which of the two was altered can't be told from here.
            yield fault(loan, f"its {column} differs from the step {event.pk}")
            yield fault(event, f"differs from the loan's {column}")
    for move, day in DAY_OF.items():
        if move not in moves and getattr(loan, day) is not None:
            yield fault(loan, f"has {day} without the step")


def loans_rest_on_their_rules() -> Iterator[Fault]:
    """Amount, term, borrower, rate and rating of a loan are those that its edition and its papers allow."""
    rows = Loan.objects.all_areas(reason=WHOLE)
    wrong_cap = ~Q(cap=F("product__max_amount")) | Q(years__gt=F("product__max_years"))
    for loan in rows.filter(wrong_cap):
        yield fault(loan, "goes beyond its edition of the product")
    for loan in rows.exclude(borrower__household=F("household")):
        yield fault(loan, "its borrower is of another household")
    granted = rows.filter(state__in=workflow.GRANTED)
    for loan in granted.filter(approved_by=F("applied_by")):
        yield fault(loan, "was approved by who entered it")
    yield from _rates(granted)
    yield from _ratings(granted)


def _rates(granted: object) -> Iterator[Fault]:
    rates: dict[tuple[str, object], Decimal | None] = {}
    for loan in granted.filter(rate_basis__in=list(PUBLISHED)):
        key = loan.rate_basis, loan.approved_on
        if key not in rates:
            rates[key] = published_rate(loan.rate_basis, loan.approved_on)
        if rates[key] != loan.rate_percent:
            yield fault(loan, "its rate is not the published one that its contract names")


def _ratings(granted: object) -> Iterator[Fault]:
    ratings: dict[int, list[CreditRating]] = defaultdict(list)
    for rating in CreditRating.objects.all_areas(reason=WHOLE):
        ratings[rating.household_id].append(rating)
    for loan in granted:
        covered = any(
            rating.rated_on <= loan.approved_on <= rating.valid_until and loan.approved_amount <= rating.limit
            for rating in ratings[loan.household_id]
        )
        if not covered:
            yield fault(loan, "no credit rating in force at its approval covers its amount")
