"""Households at risk, watched since 2020: from the lead to the decision, and to the end of the risk."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest

from households import services
from households.models import Adjustment, Household, PovertyLine, StatusChange, WatchRisk
from households.procedures import Kind
from households.services.adjustments import warnings_of
from tests.households.adjustments import DAYS, propose, take, walk
from tests.households.factories import make_household, make_year
from villages.models import Village
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused

LEAD = datetime.date(2021, 3, 1)
# The days of the shared steps, moved on to the spring of 2021.
SHIFT = (LEAD - DAYS["proposed"]).days
END = datetime.date(2021, 10, 8)


@pytest.fixture(autouse=True)
def _a_later_year() -> Iterator[None]:
    with clock.fixed(datetime.date(2021, 12, 1)):
        yield


@pytest.fixture
def household(village: Village) -> Household:
    household = make_household(village)
    make_year(
        household,
        year=2021,
        exit_flag="2",
        population_end=1,
        wage_income=Decimal("9000.00"),
        unsafe_house=False,
        safe_water=True,
    )
    return household


def watched(clerk: User, officer: User, household: Household) -> Adjustment:
    return walk(clerk, officer, propose(clerk, household, Kind.WATCH, date=LEAD), to="approved", shift=SHIFT)


def test_a_household_at_risk_is_watched_after_one_notice(clerk: User, officer: User, household: Household) -> None:
    case = watched(clerk, officer, household)

    assert case.decide_by == datetime.date(2021, 3, 16)
    moves = list(case.steps.values_list("move", flat=True))
    assert moves == ["check", "review_in_village", "publish", "review_in_township", "approve"]
    change = StatusChange.unguarded.get()
    assert (change.get_kind_display(), change.state_after) == ("纳入监测", "active")
    assert case.risks.get().get_risk_display() == "因病"


def test_the_notice_of_a_watch_stands_five_plain_days(clerk: User, officer: User, household: Household) -> None:
    case = walk(clerk, officer, propose(clerk, household, Kind.WATCH, date=LEAD), to="on_notice", shift=SHIFT)
    posted = case.steps.get(move="publish")

    assert posted.notice_to - posted.date == datetime.timedelta(days=5)
    with pytest.raises(NotAllowedNow, match="notice_plain_days"):
        take(clerk, case, "review_in_township", date=posted.notice_to)


def test_the_check_needs_the_signed_authorisation(clerk: User, household: Household) -> None:
    case = propose(clerk, household, Kind.WATCH, date=LEAD)

    with pytest.raises(BadInput, match="paper_needed"):
        take(clerk, case, "check", date=LEAD, paper=None)


def test_nobody_is_watched_before_2020(clerk: User, household: Household) -> None:
    with pytest.raises(PolicyRefused) as refusal:
        propose(clerk, household, Kind.WATCH, date=datetime.date(2019, 12, 31))
    assert refusal.value.params["reasons"][0].code == "households.watch_from"


@pytest.mark.parametrize(
    ("risks", "code"),
    [((), "risks"), (("1", "1"), "risk_twice"), (("1", "2", "3", "4", "5", "6"), "risks"), (("77",), "unknown_code")],
)
def test_one_to_five_different_risks_are_given(
    risks: tuple[str, ...], code: str, clerk: User, household: Household
) -> None:
    rows = tuple(services.RiskRow(risk=risk) for risk in risks)

    with pytest.raises(BadInput, match=code):
        propose(clerk, household, Kind.WATCH, date=LEAD, risks=rows)
    assert not WatchRisk.unguarded.exists()


def test_only_who_has_exited_is_unstable(clerk: User, village: Village) -> None:
    poor = make_household(village, number=7)
    make_year(poor, year=2021)

    with pytest.raises(PolicyRefused):
        propose(clerk, poor, Kind.WATCH, date=LEAD, watch_kind="1")
    propose(clerk, poor, Kind.WATCH, date=LEAD, watch_kind="2")


def test_a_watched_household_is_not_watched_twice(clerk: User, officer: User, household: Household) -> None:
    watched(clerk, officer, household)

    with pytest.raises(PolicyRefused):
        propose(clerk, household, Kind.WATCH, date=END)


def test_a_late_lead_is_known(clerk: User, household: Household) -> None:
    case = propose(clerk, household, Kind.WATCH, date=datetime.date(2021, 11, 16))
    assert not case.late

    with clock.fixed(datetime.date(2021, 12, 2)):
        assert case.late


def test_the_risk_ends_by_its_own_steps(clerk: User, officer: User, household: Household) -> None:
    watch = watched(clerk, officer, household)
    PovertyLine.objects.update_or_create(
        year=2020, level="national", purpose="monitor", defaults={"amount": Decimal("5000.00")}
    )

    ended = walk(
        clerk,
        officer,
        propose(clerk, household, Kind.WATCH_END, date=END),
        to="approved",
        shift=(END - DAYS["proposed"]).days,
    )

    watch.refresh_from_db()
    assert watch.ended_on == ended.state_on
    assert StatusChange.unguarded.latest("pk").get_kind_display() == "风险消除"
    # It may be watched again.
    propose(clerk, household, Kind.WATCH, date=datetime.date(2021, 11, 16))


def test_a_short_watch_warns_and_does_not_bar(clerk: User, officer: User, household: Household) -> None:
    watched(clerk, officer, household)
    case = propose(clerk, household, Kind.WATCH_END, date=datetime.date(2021, 5, 1))

    codes = [one.code for one in warnings_of(case, datetime.date(2021, 5, 10))]

    assert codes == ["households.watch_was_short"]


def test_who_is_not_watched_has_no_risk_to_end(clerk: User, household: Household) -> None:
    with pytest.raises(PolicyRefused):
        propose(clerk, household, Kind.WATCH_END, date=END)


def test_a_risk_does_not_end_below_the_line(clerk: User, officer: User, household: Household) -> None:
    watched(clerk, officer, household)
    household.householdyears.update(wage_income=Decimal("100.00"))
    case = walk(
        clerk,
        officer,
        propose(clerk, household, Kind.WATCH_END, date=END),
        to="township_reviewed",
        shift=(END - DAYS["proposed"]).days,
    )

    with pytest.raises(PolicyRefused) as refusal:
        take(officer, case, "approve", date=END + datetime.timedelta(days=30))
    assert [one.code for one in refusal.value.params["reasons"]] == ["households.exit_below_line"]
