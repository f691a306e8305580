"""A household at the edge of poverty that was never registered: entered, watched, counted nowhere, paid nothing."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from households import checks, figures, services
from households.indicators import persons_in_poverty, registered_households, registered_persons
from households.models import Finding, Household, HouseholdState, Member, PovertyLine, StatusChange
from households.procedures import Kind
from tests.households.adjustments import DAYS, propose, walk
from tests.households.casework.conftest import body, url
from tests.households.factories import make_household, make_year
from tests.households.forms_of import head_facts, household_facts, spouse_facts
from tests.households.pages import official_form
from tests.people import browser
from villages.models import Village
from yuping.accounts.access import Scope
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, PolicyRefused

ENTERED, LEAD, END = datetime.date(2021, 2, 1), datetime.date(2021, 3, 1), datetime.date(2021, 10, 8)
SHIFT = (LEAD - DAYS["proposed"]).days
TODAY = datetime.date(2021, 12, 1)
COUNTY = Scope(frozenset({"520622"}))


@pytest.fixture(autouse=True)
def _a_later_year() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


def enter(clerk: User, village: Village, **values: object) -> Household:
    facts = household_facts(
        village, members=(head_facts(years=()), spouse_facts(years=())), years=(), registered_on=ENTERED, **values
    )
    return services.register_household(actor=clerk, household=facts, only_watched=True)


@pytest.fixture
def edge(clerk: User, village: Village) -> Household:
    household = enter(clerk, village)
    make_year(
        household,
        year=2021,
        population_end=2,
        wage_income=Decimal("18000.00"),
        unsafe_house=False,
        safe_water=True,
    )
    return household


def watched(clerk: User, officer: User, household: Household):
    case = propose(clerk, household, Kind.WATCH, date=LEAD, watch_kind="2")
    return walk(clerk, officer, case, to="approved", shift=SHIFT)


def test_it_stands_in_no_count_of_the_registered_poor(clerk: User, village: Village, edge: Household) -> None:
    registered = make_household(village, number=40, head_name="龙大海")

    assert set(figures.registered(COUNTY, TODAY)) == {registered}
    assert figures.persons(COUNTY, TODAY).count() == 1
    for source in (registered_households, registered_persons, persons_in_poverty):
        assert source(2021, TODAY) == {village.pk: 1}
    assert set(Household.objects.visible_to(clerk).active()) == {registered}
    assert not StatusChange.unguarded.filter(household=edge).exists()
    assert not Finding.unguarded.filter(household=edge).exists()


def test_it_counts_nowhere_after_it_left_either(clerk: User, village: Village, edge: Household) -> None:
    services.change_status(
        actor=clerk, household_id=edge.pk, kind="6", date=datetime.date(2021, 6, 1), reason="整户迁往外县"
    )

    # As of a day on which it was still watched.
    assert not figures.registered(COUNTY, LEAD).exists()
    assert not figures.persons(COUNTY, LEAD).exists()
    assert registered_households(2021, LEAD) == {}


def test_it_is_watched_by_the_steps_of_every_watch(clerk: User, officer: User, edge: Household) -> None:
    case = watched(clerk, officer, edge)

    edge.refresh_from_db()
    assert (edge.state, edge.left_on) == (HouseholdState.AT_RISK, None)
    assert case.get_watch_kind_display() == "边缘易致贫户"
    shown = body(browser(clerk), f"{url('household_list')}?watch=now")
    assert edge.number in shown
    page = body(browser(clerk), edge.get_absolute_url())
    assert "监测户（未建档）" in page
    assert "未脱贫" not in page
    assert "申请贷款" not in page
    poor = body(browser(clerk), f"{url('household_list')}?exit_flag=1")
    assert edge.number not in poor
    assert list(checks.who_left()) + list(checks.status_changes()) == []


@pytest.mark.parametrize("kind", [Kind.EXIT, Kind.RETURN, Kind.REMOVAL])
def test_nothing_else_is_decided_of_it(kind: Kind, clerk: User, edge: Household) -> None:
    with pytest.raises(PolicyRefused) as refused:
        propose(clerk, edge, kind, date=LEAD, **({"ineligible_from": LEAD} if kind is Kind.REMOVAL else {}))

    assert [one.code for one in refused.value.params["reasons"]] == ["households.only_watched"]


@pytest.mark.parametrize("kind", ["05", "06"])
def test_nobody_comes_on_the_register_by_its_split_or_merger(
    kind: str, clerk: User, village: Village, edge: Household
) -> None:
    other = make_household(village, number=40)
    values = {"member_id": edge.members.get(is_head=False).pk, "other_household_id": other.pk}

    with pytest.raises(BadInput, match="only_watched"):
        services.record_life_event(actor=clerk, household_id=edge.pk, kind=kind, date=LEAD, **values)


@pytest.mark.parametrize("change", [{"never_registered": False}, {"state": "active"}])
def test_the_database_lets_nobody_slip_onto_the_register(change: dict[str, object], edge: Household) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Household.unguarded.filter(pk=edge.pk).update(**change)


def test_once_the_risk_is_over_its_people_can_be_identified(
    clerk: User, officer: User, village: Village, edge: Household
) -> None:
    watched(clerk, officer, edge)
    PovertyLine.objects.update_or_create(
        year=2020, level="national", purpose="monitor", defaults={"amount": Decimal("5000.00")}
    )

    case = propose(clerk, edge, Kind.WATCH_END, date=END)
    ended = walk(clerk, officer, case, to="approved", shift=(END - DAYS["proposed"]).days)

    edge.refresh_from_db()
    assert (edge.state, edge.left_on) == (HouseholdState.WATCH_OVER, ended.state_on)
    assert set(edge.members.values_list("state", flat=True)) == {"file_ended"}
    assert list(checks.who_left()) + list(checks.status_changes()) == []
    again = services.register_household(
        actor=clerk,
        household=household_facts(village, number="5206000000002", registered_on=datetime.date(2021, 11, 20)),
    )
    assert (again.state, again.never_registered) == (HouseholdState.ACTIVE, False)


def test_nobody_is_entered_as_watched_before_there_was_watching(clerk: User, village: Village) -> None:
    facts = household_facts(village, registered_on=datetime.date(2019, 12, 31))

    with pytest.raises(PolicyRefused) as refused:
        services.register_household(actor=clerk, household=facts, only_watched=True)

    assert [one.code for one in refused.value.params["reasons"]] == ["households.watch_from"]


def test_the_form_asks_for_the_sort_of_file_and_leads_on_to_the_watch(clerk: User, village: Village) -> None:
    client = browser(clerk)
    typed = official_form(village, sort="watched", registered_on="2021-02-01")

    response = client.post(url("household_register"), typed)

    household = Household.unguarded.get()
    assert household.never_registered
    assert response.url == url("propose_watch", pk=household.pk)
    assert client.get(response.url).context["form"].initial["watch_kind"] == "2"
    with clock.fixed(datetime.date(2019, 12, 31)):
        assert 'name="sort"' not in body(client, url("household_register"))


def test_the_form_registers_where_nothing_is_said(clerk: User, village: Village) -> None:
    browser(clerk).post(url("household_register"), official_form(village, sort="", registered_on="2021-02-01"))

    assert Household.unguarded.get().state == HouseholdState.ACTIVE
    assert Member.unguarded.count() == 2
