"""Cases of every kind, taken as far as a test needs them."""

import datetime
from decimal import Decimal

from households import services
from households.models import Adjustment, Household, HouseholdYear
from households.procedures import DECIDE, Kind
from tests.dividends.conftest import PHOTO
from tests.households.factories import make_user, make_year
from yuping.accounts.models import User
from yuping.accounts.roles import Role

# The day on which each step is taken, far enough apart for every notice.
DAYS = {
    "proposed": datetime.date(2016, 10, 10),
    "review_in_village": datetime.date(2016, 10, 12),
    "check": datetime.date(2016, 10, 13),
    "sign": datetime.date(2016, 10, 14),
    "hear": datetime.date(2016, 10, 14),
    "publish": datetime.date(2016, 10, 17),
    "review_in_township": datetime.date(2016, 10, 27),
    "approve": datetime.date(2016, 11, 1),
    "announce": datetime.date(2016, 11, 3),
    "refuse": datetime.date(2016, 11, 3),
    "reject": datetime.date(2016, 11, 3),
}


def ready_to_exit(household: Household) -> HouseholdYear:
    """A record of the year that speaks for the exit."""
    return make_year(household, population_end=2, wage_income=Decimal("8000.00"), unsafe_house=False, safe_water=True)


def propose(actor: User, household: Household, kind: str = Kind.EXIT, **values: object) -> Adjustment:
    """Open a case."""
    given = {"kind": kind, "date": DAYS["proposed"], "reason": "民主评议提名"}
    if kind == Kind.REMOVAL:
        given["ineligible_from"] = datetime.date(2016, 1, 1)
    if kind == Kind.RETURN:
        given["return_cause"] = "1"
    if kind == Kind.WATCH:
        given |= {"watch_kind": "3", "risks": (services.RiskRow(risk="1", item="大病", note="住院"),)}
    proposal = services.Proposal(**{**given, **values})
    return services.propose_adjustment(actor=actor, household_id=household.pk, proposal=proposal)


def facts_for(move: str, **values: object) -> services.StepFacts:
    """Everything that any step records."""
    given = {
        "date": DAYS[move],
        "place": "村务公开栏",
        "votes_cast": 42,
        "votes_for": 38,
        "note": "属实",
        "paper": PHOTO,
        "late_reason": "乡镇网络中断，集中补录",
    }
    return services.StepFacts(**{**given, **values})


def take(actor: User, case: Adjustment, move: str, **values: object) -> Adjustment:
    """One step."""
    return services.move_adjustment(actor=actor, adjustment_id=case.pk, move=move, facts=facts_for(move, **values))


def colleague_of(clerk: User) -> User:
    """The other clerk of the township: who entered the village's steps does not check them."""
    posting = clerk.postings.get()
    name = f"{clerk.username}-colleague"
    return User.objects.filter(username=name).first() or make_user(name, Role.TOWNSHIP_CLERK, posting.area_code[:9])


def walk(clerk: User, officer: User, case: Adjustment, *, to: str, shift: int = 0) -> Adjustment:
    """Every step up to a state, by the clerk, and by the officer what is the county's."""
    case = Adjustment.unguarded.get(pk=case.pk)
    while case.state != to:
        move = case.procedure.forward(case.state)
        actor = officer if move.permission == DECIDE else clerk
        actor = colleague_of(clerk) if move.name == "review_in_township" else actor
        day = DAYS[move.name] + datetime.timedelta(days=shift)
        if case.kind in {Kind.RETURN, Kind.WATCH, Kind.WATCH_END} and move.name == "review_in_village":
            day += datetime.timedelta(days=2)
        take(actor, case, move.name, date=day)
        case.refresh_from_db()
    return case
