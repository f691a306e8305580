"""A form tells everything that is wrong with it at once: what can't be read, and what does not go together."""

from decimal import Decimal

import pytest

from households.models import Household, HouseholdYear
from tests.households.conftest import TODAY
from tests.households.factories import id_of, make_household, make_member, make_year
from tests.households.pages import body, mistakes, official_form, signed_in, url
from villages.models import Village
from yuping.accounts.models import User
from yuping.core.identity import parse_identity

pytestmark = pytest.mark.usefixtures("demo_day")
WRONG = {
    "population_end": "1",
    "farmland": "2",
    "irrigated": "3",
    "built_year": "3000",
    "wage_income": "-5",
    "dividend_income": "3000",
}


@pytest.fixture
def household(village: Village) -> Household:
    household = make_household(village)
    make_year(household, dividend_income=Decimal("4000.00"), dividends_recorded=Decimal("4000.00"))
    return household


def test_a_yearly_record_with_four_faults_tells_four(clerk: User, household: Household) -> None:
    page = signed_in(clerk).post(url("year_edit", pk=household.pk, year=2016), WRONG)

    assert page.status_code == 422
    errors = page.context["form"].errors
    assert set(errors) == {"irrigated", "built_year", "wage_income", "dividend_income"}
    assert errors["wage_income"] == ["金额不能为负。"]
    assert "1900" in errors["built_year"][0]
    assert "2100" in errors["built_year"][0]


def test_without_what_can_not_be_read_the_rest_is_told_too(clerk: User, household: Household) -> None:
    typed = WRONG | {"wage_income": "5"}
    page = signed_in(clerk).post(url("year_edit", pk=household.pk, year=2016), typed)

    assert set(page.context["form"].errors) == {"irrigated", "built_year", "dividend_income"}


def test_what_rests_on_a_field_that_can_not_be_read_is_not_judged(clerk: User, household: Household) -> None:
    typed = WRONG | {"farmland": "x", "dividend_income": "4000", "built_year": ""}
    page = signed_in(clerk).post(url("year_edit", pk=household.pk, year=2016), typed)

    assert set(page.context["form"].errors) == {"farmland", "wage_income"}
    assert HouseholdYear.unguarded.get(household=household).wage_income == Decimal("0.00")


def twin_on_file(village: Village) -> Household:
    """A family in which a person of the same name and birth date lives."""
    home = make_household(village, number=9, head_name="张三")
    born = parse_identity(id_of(101), on=TODAY).birth_date
    make_member(home, number=303, name="王伟", birth_date=born)
    return home


@pytest.mark.parametrize(
    "wrong",
    [{"m1-id_number": "123"}, {"y-wage_income": "-1"}, {"y-irrigated": "9"}],
    ids=["number", "amount", "what goes together"],
)
def test_likely_doubles_are_told_with_the_other_faults(clerk: User, village: Village, wrong: dict[str, str]) -> None:
    home = twin_on_file(village)
    client = signed_in(clerk)

    page = client.post(url("household_register"), official_form(village, **wrong))

    assert page.status_code == 422
    assert mistakes(page)
    assert [one.household_id for one in page.context["form"].doubles] == [home.pk]
    said = {"apart_seen": page.context["form"].seen, "apart_reason": "同名的两个人"}
    again = client.post(url("household_register"), official_form(village, **wrong) | said)
    assert "同名的两个人" in body(again)
    assert client.post(url("household_register"), official_form(village) | said).status_code == 302
    assert Household.unguarded.filter(number="5206000000001").exists()


def test_a_household_like_nobody_is_told_its_faults_alone(clerk: User, village: Village) -> None:
    page = signed_in(clerk).post(url("household_register"), official_form(village, **{"y-wage_income": "-1"}))

    assert id_of(101) in body(page)
    assert not page.context["form"].doubles
