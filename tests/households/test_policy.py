"""The validator and the rules of data quality, without a database."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from households.facts import HouseholdFacts
from households.policy import RULES, check_account, check_household, doubts_of, per_head, totals, year_file
from households.policy.numbers import FORM, set_form
from households.policy.refusals import HARD_CODES
from households.rule_sentences import RULES as RULE_SENTENCES
from households.sentences import REFUSALS
from tests.households.factories import id_of
from tests.households.forms_of import account_facts, answers, head_facts, household_facts, spouse_facts, year_facts

TODAY = datetime.date(2016, 12, 1)
VILLAGE = SimpleNamespace(pk="520622102201")


def every_code(set_name: str, year: int | None) -> Mapping[str, str]:
    codes = [str(number) for number in range(100)] + [f"{number:02d}" for number in range(10)]
    return dict.fromkeys(codes + ["C", "D"], "")


def household(**values: Any) -> HouseholdFacts:
    return household_facts(VILLAGE, **values)


def refused(facts: HouseholdFacts) -> set[tuple[str, str]]:
    _done, problems = check_household(facts, today=TODAY, lists=every_code)
    return {(problem.code.removeprefix("households."), problem.field) for problem in problems}


def doubts(facts: HouseholdFacts, **options: Any) -> set[str]:
    done, problems = check_household(facts, today=TODAY, lists=every_code)
    assert problems == []
    return {problem.code for problem in doubts_of(year_file(done, done.years[0], **options), RULES.values())}


def test_a_proper_file_passes_every_rule() -> None:
    assert refused(household()) == set()
    assert doubts(household()) == set()


def test_birth_date_and_sex_follow_from_the_number() -> None:
    done, _problems = check_household(household(), today=TODAY, lists=every_code)

    assert [(member.sex, member.birth_date) for member in done.members] == [
        ("1", datetime.date(1970, 5, 4)),
        ("2", datetime.date(1970, 5, 4)),
    ]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"number": ""}, ("required", "number")),
        ({"number": "20"}, ("number_form", "number")),
        ({"number": "52-06"}, ("number_form", "number")),
        ({"number": "５２０６"}, ("number_form", "number")),
        ({"village": ""}, ("required", "village")),
        ({"phone": "123"}, ("phone_number", "phone")),
        ({"registered_on": datetime.date(2016, 12, 2)}, ("future_date", "registered_on")),
        ({"registered_on": datetime.date(2012, 1, 1)}, ("registered_before_cards", "registered_on")),
        ({"identification_standard": "7x"}, ("unknown_code", "identification_standard")),
        ({"members": ()}, ("one_head", "relation")),
        ({"members": (head_facts(), head_facts(103))}, ("one_head", "relation")),
        ({"members": (spouse_facts(), head_facts())}, ("head_first", "relation")),
        ({"members": (head_facts(), spouse_facts(101))}, ("person_twice", "id_number")),
        ({"members": (head_facts(name=""),)}, ("required", "name")),
        ({"members": (head_facts(id_number=""),)}, ("required", "birth_date")),
        ({"members": (head_facts(id_number="999999199001010011"),)}, ("identity_placeholder", "id_number")),
        ({"members": (head_facts(id_number=id_of(101)[:-1] + "A"),)}, ("identity_characters", "id_number")),
        ({"members": (head_facts(sex="2"),)}, ("number_against_sex", "sex")),
        ({"members": (head_facts(birth_date=datetime.date(1971, 1, 1)),)}, ("number_against_birth_date", "birth_date")),
        ({"members": (head_facts(left_on=TODAY),)}, ("left_without_kind", "leave_kind")),
        ({"members": (head_facts(years=(answers(health=("1", "2")),)),)}, ("healthy_with_illness", "health")),
        ({"members": (head_facts(years=(answers(health=("x",)),)),)}, ("unknown_code", "health")),
        ({"members": (head_facts(years=(answers(work_months=13),)),)}, ("month_range", "work_months")),
        ({"members": (head_facts(years=(answers(public_post=True),)),)}, ("public_post_months", "public_post_months")),
        ({"members": (head_facts(years=(answers(), answers())),)}, ("year_twice", "year")),
        ({"years": (year_facts(), year_facts())}, ("year_twice", "year")),
        ({"years": (year_facts(year=2012),)}, ("year_range", "year")),
        ({"years": (year_facts(second_cause="7"),)}, ("same_cause", "second_cause")),
        ({"years": (year_facts(main_cause="", second_cause="1"),)}, ("main_cause_first", "main_cause")),
        ({"years": (year_facts(irrigated=Decimal("3.01")),)}, ("irrigated_over_farmland", "irrigated")),
        ({"years": (year_facts(woodland=Decimal(-1)),)}, ("out_of_range", "woodland")),
        ({"years": (year_facts(population_end=-1),)}, ("out_of_range", "population_end")),
        ({"years": (year_facts(danger_level="C"),)}, ("danger_level_of_safe_house", "danger_level")),
        ({"years": (year_facts(wage_income=Decimal("NaN")),)}, ("amount_range", "wage_income")),
        ({"years": (year_facts(business_expense=Decimal(-1)),)}, ("amount_range", "business_expense")),
        ({"years": (year_facts(exit_flag=""),)}, ("required", "exit_flag")),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_the_validator_names_what_is_wrong(values: dict[str, Any], found: tuple[str, str]) -> None:
    assert found in refused(household(**values))


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"number": "6229991234567890"}, "account_check"),
        ({"number": "6229991234567890", "kind": "passbook"}, None),
        ({"bank_name": ""}, "households.bank_needed"),
        ({"holder": 2}, "households.account_holder"),
        ({"kind": "cheque"}, "households.unknown_code"),
    ],
    ids=["card fails its check", "passbook has none", "no bank", "no such member", "unknown kind"],
)
def test_an_account_is_checked_by_its_kind(values: dict[str, Any], found: str | None) -> None:
    codes = [problem.code for problem in check_account(account_facts(**values), holders=2)]

    assert codes == ([found] if found else [])


CHILD = {"id_number": id_of(103, datetime.date(2008, 3, 1)), "relation": "03", "name": "王小明"}
CERTIFICATE = id_of(101) + "41"


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"members": (head_facts(), spouse_facts(relation="03"))}, "relation_against_sex"),
        ({"members": (head_facts(), spouse_facts(103, name="李刚"))}, "couple_of_one_sex"),
        (
            {"members": (head_facts(id_number="", sex="1", birth_date=datetime.date(1970, 1, 1)), spouse_facts())},
            "head_without_identity",
        ),
        (
            {"members": (head_facts(), spouse_facts(id_number="", sex="2", birth_date=datetime.date(1970, 1, 1)))},
            "no_identity",
        ),
        ({"members": (head_facts(years=(answers(school_status="03"),)), spouse_facts())}, "schooling_unclear"),
        ({"members": (head_facts(), head_facts(**CHILD, years=(answers(education=""),)))}, "child_not_at_school"),
        ({"members": (head_facts(), head_facts(**CHILD, years=(answers(labour_skill="1"),)))}, "minor_with_labour"),
        (
            {"members": (head_facts(), head_facts(**CHILD, years=(answers(school_status="08", education=""),)))},
            "stage_against_age",
        ),
        ({"members": (head_facts(years=(answers(labour_skill="4"),)), spouse_facts())}, "healthy_without_labour"),
        ({"members": (head_facts(years=(answers(health=("4",)),)), spouse_facts())}, "disabled_without_certificate"),
        ({"members": (head_facts(id_number=CERTIFICATE), spouse_facts())}, "certificate_without_disability"),
        ({"members": (head_facts(id_number=CERTIFICATE), spouse_facts())}, "severe_limb_disability_with_labour"),
        ({"members": (head_facts(years=(answers(resident_insurance=False),)), spouse_facts())}, "no_medical_insurance"),
        (
            {"members": (head_facts(years=(answers(employee_insurance=True),)), spouse_facts())},
            "two_medical_insurances",
        ),
        ({"members": (head_facts(years=()), spouse_facts())}, "no_answers"),
        (
            {
                "members": (
                    head_facts(phone="", years=(answers(work_region="4", work_months=9),)),
                    spouse_facts(),
                )
            },
            "works_away_without_phone",
        ),
        ({"years": (year_facts(main_cause=""),)}, "no_cause"),
        ({"years": (year_facts(main_cause="1"),)}, "illness_cause_but_nobody_ill"),
        ({"years": (year_facts(main_cause="2"),)}, "disability_cause_but_nobody_disabled"),
        ({"years": (year_facts(main_cause="8"),)}, "labour_cause_but_able"),
        ({"years": (year_facts(main_cause="99"),)}, "other_cause_without_note"),
        ({"years": (year_facts(farmland=Decimal("100.01")),)}, "land_out_of_range"),
        ({"years": (year_facts(road_distance=Decimal("5.01")),)}, "far_from_the_road"),
        ({"years": (year_facts(unsafe_house=True),)}, "unsafe_house_without_level"),
        ({"years": (year_facts(wage_income=Decimal("99.99")),)}, "wage_too_small"),
        ({"years": (year_facts(wage_income=Decimal(0)),)}, "no_income"),
        ({"years": (year_facts(low_income_allowance=Decimal(1)),)}, "allowance_without_aid"),
        ({"years": (year_facts(population_end=3),)}, "persons_differ"),
        ({"years": (year_facts(exit_flag="2", safe_water=False),)}, "exited_without_safe_water"),
        ({"years": (year_facts(exit_flag="2"),)}, "exit_without_year"),
        ({"phone": ""}, "no_phone"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_rule_of_data_quality_finds_its_fault(values: dict[str, Any], rule: str) -> None:
    assert rule in doubts(household(**values))


@pytest.mark.parametrize(("line", "found"), [("2500.00", False), ("2500.01", True)], ids=["at the line", "below it"])
def test_an_exit_below_the_line_is_found(line: str, found: bool) -> None:
    facts = household(years=(year_facts(exit_flag="2", exit_year=2016),))

    assert ("exited_below_the_line" in doubts(facts, poverty_line=Decimal(line))) is found


def test_members_who_left_are_not_asked_for_answers() -> None:
    left = replace(spouse_facts(years=()), left_on=datetime.date(2016, 5, 1), leave_kind="1")

    assert doubts(household(members=(head_facts(), left), years=(year_facts(population_end=1),))) == set()


def test_income_is_summed_by_item() -> None:
    amounts = {
        "wage_income": Decimal("100.00"),
        "dividend_income": Decimal("4000.00"),
        "pension_income": Decimal("0.01"),
        "business_expense": Decimal("4100.02"),
    }

    found = totals(amounts, persons=3)

    assert (found.property_income, found.transfer_income) == (Decimal("4000.00"), Decimal("0.01"))
    assert (found.net, found.per_head) == (Decimal("-0.01"), Decimal("0.00"))


@pytest.mark.parametrize(
    ("net", "persons", "head"),
    [("0.05", 2, "0.03"), ("-0.05", 2, "-0.03"), ("10.00", 3, "3.33")],
    ids=["half up", "half away from zero", "cut"],
)
def test_income_per_head_is_rounded_once(net: str, persons: int, head: str) -> None:
    assert per_head(Decimal(net), persons=persons) == Decimal(head)


def test_every_code_has_its_sentence() -> None:
    assert set(HARD_CODES) <= set(REFUSALS)
    assert set(RULES) <= set(RULE_SENTENCES)


@pytest.mark.parametrize(
    ("lengths", "number", "fits"),
    [
        ("10-20", "20", False),
        ("10-20", "520699200201", True),
        ("18", "520699200201000001", True),
        ("18", "52069920020100000", False),
        ("12-18", "52069920020A", True),
    ],
)
def test_a_household_number_has_the_length_of_the_installation(lengths: str, number: str, fits: bool) -> None:
    before = (FORM.shortest, FORM.longest)
    try:
        set_form(lengths)
        assert FORM.fits(number) is fits
    finally:
        FORM.shortest, FORM.longest = before


@pytest.mark.parametrize("lengths", ["", "0-5", "18-12", "10-21", "x"])
def test_lengths_that_are_none_are_refused(lengths: str) -> None:
    with pytest.raises(ValueError, match=r"household numbers|invalid literal"):
        set_form(lengths)
