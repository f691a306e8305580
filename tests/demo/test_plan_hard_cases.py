"""The hard cases of the demo county: each there once, and still a file without contradiction."""

from datetime import date
from decimal import Decimal

import pytest

from yuping.core.identity import IdentityKind, parse_identity
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.hard_cases import CASES, TWENTY_CHARACTERS
from yuping.demo.plan.households import HouseholdPlan


@pytest.fixture(scope="module")
def cases(plan: CountyPlan) -> dict[str, HouseholdPlan]:
    """The household of each case by its name."""
    return {name: household for household in plan.households for name in household.hard_cases}


def kinds(household: HouseholdPlan) -> set[str]:
    """Kinds of identity numbers in a household, as parsed."""
    return {parse_identity(m.id_number, on=date(2016, 12, 31)).kind for m in household.members}


def test_there_are_at_least_thirty_and_each_stands_in_one_household(cases: dict[str, HouseholdPlan]) -> None:
    assert len(CASES) >= 30
    assert set(cases) == {case.name for case in CASES}
    assert len({household.number for household in cases.values()}) == len(CASES)


def test_hard_cases_stand_in_the_village_named_for_them(cases: dict[str, HouseholdPlan]) -> None:
    assert all(cases[case.name].village == case.village for case in CASES)


@pytest.mark.parametrize(("name", "char"), [("head with 𠮷", "𠮷"), ("head with 䶮", "䶮")])
def test_heads_bear_rare_characters(cases: dict[str, HouseholdPlan], name: str, char: str) -> None:
    assert char in cases[name].head.name
    assert cases[name].mode == "invested"


def test_a_member_bears_a_rare_character(cases: dict[str, HouseholdPlan]) -> None:
    assert any("㛃" in member.name for member in cases["member with 㛃"].members)


def test_names_run_from_two_to_twenty_characters(plan: CountyPlan) -> None:
    lengths = {len(member.name) for household in plan.households for member in household.members}

    assert min(lengths) == 2
    assert max(lengths) == len(TWENTY_CHARACTERS) == 20


def test_a_head_and_spouses_have_a_middle_dot(cases: dict[str, HouseholdPlan]) -> None:
    assert "·" in cases["head with a middle dot in the name"].head.name
    assert any("·" in member.name for member in cases["spouse with a middle dot in the name"].members)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("identity number of 15 digits", IdentityKind.RESIDENT_15),
        ("head with an identity number of 15 digits", IdentityKind.RESIDENT_15),
        ("disability number of 20 characters", IdentityKind.DISABILITY_20),
        ("disability number of 22 characters", IdentityKind.DISABILITY_22),
    ],
)
def test_numbers_of_every_form_are_there(cases: dict[str, HouseholdPlan], name: str, kind: IdentityKind) -> None:
    assert kind in kinds(cases[name])


def test_an_identity_number_ends_in_x(cases: dict[str, HouseholdPlan]) -> None:
    assert cases["identity number ending in X"].head.id_number.endswith("X")


def test_a_passbook_starts_with_zeros(cases: dict[str, HouseholdPlan]) -> None:
    account = cases["passbook with leading zeros"].account

    assert account.kind == "passbook"
    assert account.number.startswith("00")


def test_head_borrower_and_payee_can_be_three_people(cases: dict[str, HouseholdPlan]) -> None:
    household = cases["head, borrower and payee are three people"]

    assert len({household.head.key, household.borrower, household.account.holder}) == 3


def test_two_heads_of_one_village_bear_one_name(cases: dict[str, HouseholdPlan]) -> None:
    first, second = cases["two heads of one name, the first"], cases["two heads of one name, the second"]

    assert first.head.name == second.head.name
    assert first.village == second.village
    assert first.head.id_number != second.head.id_number


def test_the_smallest_and_the_largest_household(cases: dict[str, HouseholdPlan]) -> None:
    assert len(cases["one person, invested"].members) == 1
    assert len(cases["household of eight"].members) == 8


def test_twins_share_birthday_and_class_but_no_number(cases: dict[str, HouseholdPlan]) -> None:
    first, second = [m for m in cases["twins"].members if m.relation in {"03", "04"}][:2]

    assert first.birth_date == second.birth_date
    assert first.id_number != second.id_number
    assert [y.school_status for y in first.years] == [y.school_status for y in second.years]


def test_somebody_is_a_hundred_years_old(cases: dict[str, HouseholdPlan]) -> None:
    assert max(member.age_in(2016) for member in cases["a hundred years old"].members) == 100


def test_a_child_was_born_in_the_last_days_of_2015(cases: dict[str, HouseholdPlan]) -> None:
    births = [member.birth_date for member in cases["born in the last days of 2015"].members]

    assert date(2015, 12, 27) in births


def test_somebody_was_born_on_29_february(cases: dict[str, HouseholdPlan]) -> None:
    birth = cases["born on 29 February"].head.birth_date

    assert (birth.month, birth.day) == (2, 29)


@pytest.mark.parametrize(
    ("name", "per_head"),
    [
        ("income exactly at the line of the year before", "2968.00"),
        ("income exactly at the line", "3146.00"),
        ("income a fen below the line", "3145.99"),
    ],
)
def test_incomes_lie_right_at_the_line(cases: dict[str, HouseholdPlan], name: str, per_head: str) -> None:
    household = cases[name]

    assert household.in_year(2016).income.per_head(len(household.members)) == Decimal(per_head)


def test_a_business_can_make_a_loss(cases: dict[str, HouseholdPlan]) -> None:
    income = cases["business at a loss"].in_year(2016).income

    assert income.business_expense > income.business_income


def test_a_member_who_died_is_kept_apart_from_the_living(cases: dict[str, HouseholdPlan]) -> None:
    household = cases["member died within the year"]

    assert household.former_members[0].left_on
    assert household.in_year(2016).population_start == household.in_year(2016).population_end + 1
