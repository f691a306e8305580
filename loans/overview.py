"""What the page of a loan shows, gathered for one person from the rows he may see."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loans import workflow
from loans.interest import Debt, Quarter, schedule
from loans.models import (
    Loan,
    LoanEvent,
    LoanKind,
    LoanState,
    Repayment,
    RiskFundMovement,
    SubsidyLine,
)
from loans.sentences import STEP_LABELS
from yuping.accounts import access, sentences
from yuping.accounts.hindrances import against_step
from yuping.accounts.models import User
from yuping.core import clock, show

Words = str | Promise

# The steps of a loan as the bar shows them: the move, and the state it leads to.
STEPS = (
    ("apply", LoanState.APPLIED),
    ("recommend", LoanState.RECOMMENDED),
    ("confirm", LoanState.CONFIRMED),
    ("approve", LoanState.APPROVED),
    ("draw", LoanState.DRAWN),
    ("settle", LoanState.SETTLED),
)
# In these states somebody has something to do.
BEFORE_DRAWING = workflow.LOAN.moves["refuse"].sources
FACT_LABELS: dict[str, Words] = {
    "age": _("age of the borrower"),
    "lives_in_household": _("borrower lives in the household"),
    "capacity_in_doubt": _("certificate puts capacity in doubt"),
    "capacity_confirmed": _("proof of full civil capacity seen"),
    "registered_on": _("household registered on"),
    "left_on": _("household left on"),
    "earlier": _("other live loans"),
    "product": _("edition of the loan"),
}


@dataclass(frozen=True)
class Step:
    """A step in the bar: behind, here or ahead; who took it and when."""

    label: Words
    done: bool
    here: bool
    on: datetime.date | None = None
    actor: User | None = None


@dataclass(frozen=True)
class Button:
    """A move: its page, or why it can't be made now."""

    label: Words
    url: str
    why: str = ""
    back: bool = False


@dataclass(frozen=True)
class QuarterInterest:
    """The interest of one quarter, and what county finance pays of it."""

    quarter: Quarter
    days: int
    amount: Decimal
    line: SubsidyLine | None


def of_loan(loan: Loan, user: User) -> dict[str, Any]:
    """Everything the page of a loan shows."""
    events = list(LoanEvent.objects.visible_to(user).filter(loan=loan).select_related("actor"))
    repayments = list(
        Repayment.objects.visible_to(user).filter(loan=loan).select_related("recorded_by", "reversed_by", "movement")
    )
    owed = Loan.objects.visible_to(user).with_outstanding(clock.today()).get(pk=loan.pk).outstanding
    sees_money = access.may(user, "loans.view_repayment")
    return {
        "steps": steps_of(loan, events),
        "waiting_since": waiting_since(loan),
        "waiting_days": (clock.today() - waiting_since(loan)).days if loan.state in BEFORE_DRAWING else None,
        "buttons": buttons_of(loan, user, owed),
        "outstanding": owed,
        "is_overdue": bool(owed) and loan.due_on is not None and loan.due_on < clock.today(),
        "events": [(event, STEP_LABELS.get(event.move, event.move), facts_of(event)) for event in reversed(events)],
        "repayments": repayments,
        "may_reverse": access.scope_of(user, "loans.reverse_repayment").covers(loan.village_id)
        and loan.state == workflow.DRAWN,
        "sees_repayments": sees_money,
        "interest": interest_of(loan, user, repayments) if sees_money and loan.drawn_on else [],
        "movements": RiskFundMovement.objects.visible_to(user).filter(loan=loan).with_signed(),
    }


def steps_of(loan: Loan, events: list[LoanEvent]) -> list[Step]:
    """The bar; a refused loan ends where it was refused."""
    taken = {event.move: event for event in events}
    names = dict(LoanState.choices)
    here = next((number for number, (_move, state) in enumerate(STEPS) if state == loan.state), -1)
    found = [
        Step(
            names[state],
            done=move in taken and number != here,
            here=number == here,
            on=taken[move].date if move in taken else None,
            actor=taken[move].actor if move in taken else None,
        )
        for number, (move, state) in enumerate(STEPS)
    ]
    if loan.state == LoanState.REFUSED:
        event = taken.get("refuse")
        last = Step(names[LoanState.REFUSED], done=False, here=True, on=loan.refused_on, actor=event and event.actor)
        return [*(step for step in found if step.done), last]
    return found


def waiting_since(loan: Loan) -> datetime.date:
    """The day since which the loan is in its state."""
    days = (loan.refused_on, loan.settled_on, loan.drawn_on, loan.approved_on, loan.confirmed_on, loan.recommended_on)
    return next((day for day in days if day is not None), loan.applied_on)


def buttons_of(loan: Loan, user: User, owed: Decimal) -> list[Button]:
    """The moves of this state that the person's posting holds: a link, or the reason why not now."""
    found = []
    takers = {"apply": {loan.applied_by_id}}
    for move in workflow.LOAN.from_state(loan.state):
        if not access.scope_of(user, move.permission).covers(loan.village_id):
            continue
        why = " ".join(against_step(workflow.LOAN, move.name, loan, user, takers))
        if move.name == "settle" and owed:
            why = sentences.sentence("principal_outstanding")
        url = reverse(f"loans:loan_{move.name}", args=[loan.pk])
        found.append(Button(STEP_LABELS[move.name], url, why, back=move.needs_reason))
    if loan.state == workflow.DRAWN and owed:
        if access.scope_of(user, "loans.record_repayment").covers(loan.village_id):
            found.append(Button(_("Record a repayment"), reverse("loans:loan_repay", args=[loan.pk])))
        if loan.due_on < clock.today() and access.may(user, "loans.record_risk_fund"):
            url = f"{reverse('loans:movement_record')}?loan={loan.pk}"
            found.append(Button(_("Compensate from the risk fund"), url, back=True))
    return sorted(found, key=lambda button: not button.back)


def facts_of(event: LoanEvent) -> list[tuple[Words, object]]:
    """The facts a step rested on, in words."""
    return [(label, _words(key, event.facts[key])) for key, label in FACT_LABELS.items() if key in event.facts]


def _words(key: str, value: Any) -> object:
    if key == "earlier":
        kinds = dict(LoanKind.choices)
        return "、".join(f"{kinds.get(kind, kind)} {show.show_money(Decimal(yuan))}" for kind, yuan in value)
    return value


def interest_of(loan: Loan, user: User, repayments: list[Repayment]) -> list[QuarterInterest]:
    """The contract's interest quarter by quarter, each with its line of subsidy if there is one."""
    back = tuple((row.date, row.principal) for row in repayments)
    debt = Debt(loan.principal, loan.rate_percent, loan.drawn_on, loan.due_on, back)
    lines = SubsidyLine.objects.visible_to(user).counting().filter(loan=loan).select_related("quarter__lender")
    by_day = {line.first_day: line for line in lines}
    return [
        QuarterInterest(line.quarter, line.days, line.amount, by_day.get(line.quarter.first_day))
        for line in schedule(debt)
    ]
