"""What the assistance has brought, quarter by quarter: entered once, corrected with a reason, summed by year."""

import datetime
from decimal import Decimal

import pytest

from households import services
from households.ledgers import support
from households.models import Household, HouseholdQuarter
from households.past import file_on
from households.services import QuarterIncome
from tests.households.casework.conftest import body, url
from tests.people import browser
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow

TYPED = {"year": "2016", "quarter": "2", "wage_income": "1,200.50", "transfer_income": "300"}
D = Decimal


@pytest.fixture
def quarter(clerk: User, household: Household) -> HouseholdQuarter:
    income = QuarterIncome(wage_income=D("1000.00"), property_income=D("4000.00"))
    return services.record_quarter(actor=clerk, household_id=household.pk, year=2016, quarter=1, income=income)


def test_a_village_cadre_records_a_quarter_and_the_tab_sums_the_year(
    cadre_user: User, household: Household, quarter: HouseholdQuarter
) -> None:
    client = browser(cadre_user)

    assert client.post(url("quarter_record", pk=household.pk), TYPED).status_code == 302

    page = body(client, url("household_support", pk=household.pk))
    for amount in ("1,200.50", "2,200.50", "4,000.00", "300.00", "6,500.50"):
        assert amount in page


def test_a_quarter_is_recorded_once(clerk: User, household: Household, quarter: HouseholdQuarter) -> None:
    answer = browser(clerk).post(url("quarter_record", pk=household.pk), TYPED | {"quarter": "1"})

    assert answer.status_code == 422
    assert HouseholdQuarter.unguarded.get().wage_income == D("1000.00")


@pytest.mark.parametrize(
    ("change", "field"),
    [({"year": "2017"}, "quarter"), ({"quarter": "5"}, "quarter"), ({"wage_income": "-1"}, "wage_income")],
)
def test_a_mistake_in_a_quarter_is_marked_at_its_field(
    clerk: User, household: Household, change: dict[str, str], field: str
) -> None:
    answer = browser(clerk).post(url("quarter_record", pk=household.pk), TYPED | change)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not HouseholdQuarter.unguarded.exists()


@pytest.mark.parametrize(("year", "quarter"), [(2012, 1), (2016, 0)])
def test_no_such_quarter_is_taken(clerk: User, household: Household, year: int, quarter: int) -> None:
    with pytest.raises(BadInput):
        services.record_quarter(
            actor=clerk, household_id=household.pk, year=year, quarter=quarter, income=QuarterIncome()
        )


def test_a_quarter_is_corrected_with_a_reason_and_the_history_keeps_both(
    clerk: User, household: Household, quarter: HouseholdQuarter
) -> None:
    client, address = browser(clerk), url("quarter_correct", pk=quarter.pk)

    assert client.post(address, {"wage_income": "1500"}).status_code == 422
    assert client.post(address, {"wage_income": "1500", "reason": "漏记一个月工资"}).status_code == 302

    quarter.refresh_from_db()
    assert (quarter.wage_income, quarter.property_income) == (D("1500.00"), D("0.00"))
    assert "漏记一个月工资" in body(client, url("household_history", pk=household.pk))
    wages = HouseholdQuarter.pgh_event_model.objects.order_by("pgh_id").values_list("wage_income", flat=True)
    assert list(wages) == [D("1000.00"), D("1500.00")]


def test_a_quarter_of_another_township_does_not_exist(
    far_clerk: User, leader: User, household: Household, quarter: HouseholdQuarter
) -> None:
    for address in (url("quarter_correct", pk=quarter.pk), url("quarter_record", pk=household.pk)):
        assert browser(far_clerk).get(address).status_code == 404
        assert browser(leader).get(address).status_code == 403


def test_a_household_that_has_left_gets_no_quarter(
    clerk: User, household: Household, quarter: HouseholdQuarter
) -> None:
    Household.unguarded.filter(pk=household.pk).update(state="moved_out", left_on=datetime.date(2016, 11, 1))

    with pytest.raises(NotAllowedNow):
        services.correct_quarter(actor=clerk, quarter_id=quarter.pk, income=QuarterIncome(), reason="更正")

    assert url("quarter_correct", pk=quarter.pk) not in body(browser(clerk), url("household_support", pk=household.pk))


def test_the_whole_file_and_the_file_of_a_day_hold_the_quarters(
    clerk: User, household: Household, quarter: HouseholdQuarter
) -> None:
    ledger = support(clerk, household)[1]
    stood = file_on(household, datetime.date(2016, 12, 31))

    assert [[cell.text for cell in row] for row in ledger.rows] == [
        ["2016", "1", "1,000.00", "0.00", "4,000.00", "0.00", "5,000.00"],
        ["2016", ledger.rows[1][1].text, "1,000.00", "0.00", "4,000.00", "0.00", "5,000.00"],
    ]
    assert stood.quarters[0].sums.total == D("5000.00")
    assert "4,000.00" in body(browser(clerk), url("household_past", pk=household.pk) + "?on=2016-12-01")
