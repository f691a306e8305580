"""Households at risk, watched since 2020: from the lead to the decision, and to the end of the risk."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest

from households import services
from households.models import Adjustment, Household, HouseholdYear, PovertyLine, StatusChange, WatchRisk
from households.procedures import Kind
from households.services.adjustments import warnings_of
from tests.households.adjustments import DAYS, colleague_of, propose, take, walk
from tests.households.casework.conftest import body, url
from tests.households.factories import make_household, make_year
from tests.people import browser
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
        take(colleague_of(clerk), case, "review_in_township", date=posted.notice_to)


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


def test_a_decision_writes_class_and_risks_into_the_record_of_the_year(
    clerk: User, officer: User, household: Household
) -> None:
    risks = (
        services.RiskRow(risk="4", item="洪涝"),
        services.RiskRow(risk="99", note="欠外债"),
        services.RiskRow(risk="1", item="大病"),
    )
    case = propose(clerk, household, Kind.WATCH, date=LEAD, watch_kind="1", risks=risks)
    walk(clerk, officer, case, to="approved", shift=SHIFT)

    record = HouseholdYear.unguarded.get(household=household, year=2021)
    assert (record.household_type, record.monitored_type) == ("3", "1")
    assert (record.first_risk, record.second_risk, record.third_risk, record.fourth_risk) == ("4", "99", "1", "")
    assert (record.disaster_kind, record.risk_note, record.risk_removed) == ("1", "欠外债", False)


def test_the_end_of_the_risk_is_written_and_the_class_stays(clerk: User, officer: User, household: Household) -> None:
    watched(clerk, officer, household)
    over = propose(clerk, household, Kind.WATCH_END, date=END)
    walk(clerk, officer, over, to="approved", shift=(END - DAYS["proposed"]).days)

    record = HouseholdYear.unguarded.get(household=household, year=2021)
    assert (record.monitored_type, record.first_risk, record.risk_removed) == ("3", "1", True)


def test_without_a_record_of_the_year_nobody_is_watched(clerk: User, officer: User, village: Village) -> None:
    bare = make_household(village, number=8)
    case = walk(clerk, officer, propose(clerk, bare, Kind.WATCH, date=LEAD), to="township_reviewed", shift=SHIFT)

    with pytest.raises(PolicyRefused) as refusal:
        take(officer, case, "approve", date=DAYS["approve"] + datetime.timedelta(days=SHIFT))
    assert refusal.value.params["reasons"][0].code == "households.exit_needs_record"


def test_a_watched_household_is_marked_in_file_and_list(
    clerk: User, officer: User, household: Household, village: Village
) -> None:
    other = make_household(village, number=9)
    case = watched(clerk, officer, household)
    client = browser(clerk)

    file, others = body(client, household.get_absolute_url()), body(client, other.get_absolute_url())
    every, only = (client.get(url("household_list") + query) for query in ("", "?watch=now"))

    since = f"自 {case.state_on} 起监测"
    assert since in file
    assert since not in others
    assert "监测中" in every.content.decode()
    assert [row.pk for row in only.context["table"].page.object_list.data] == [household.pk]


@pytest.mark.parametrize(("risk", "code"), [("4", "risk_needs_item"), ("99", "risk_needs_note")])
def test_a_risk_that_says_nothing_by_itself_is_explained(
    clerk: User, household: Household, risk: str, code: str
) -> None:
    with pytest.raises(BadInput, match=code):
        propose(
            clerk,
            household,
            Kind.WATCH,
            date=LEAD,
            risks=(services.RiskRow(risk="1", item="大病"), services.RiskRow(risk=risk)),
        )


def test_who_has_exited_is_not_at_the_edge(clerk: User, village: Village) -> None:
    lifted = make_household(village, number=8)
    make_year(lifted, year=2021, exit_flag="2", exit_year=2017)

    with pytest.raises(PolicyRefused) as refusal:
        propose(clerk, lifted, Kind.WATCH, date=LEAD, watch_kind="2")
    assert [reason.code for reason in refusal.value.params["reasons"]] == ["households.exited_not_at_edge"]
    propose(clerk, lifted, Kind.WATCH, date=LEAD, watch_kind="1")
