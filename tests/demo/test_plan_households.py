"""The demo county's households: as many as the report counts, and people whose files do not contradict themselves."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from yuping.core.bankcard import AccountKind, parse_account
from yuping.core.identity import parse_identity
from yuping.core.phone import parse_phone
from yuping.demo.plan import CountyPlan, build_plan
from yuping.demo.plan.households import HouseholdPlan
from yuping.demo.plan.people import MemberPlan

REPORT = Path(__file__).resolve().parents[2] / "fixtures" / "report_figures.json"
END = date(2016, 12, 31)


def figure(key: str) -> int:
    """A figure of the report as a whole number."""
    rows = json.loads(REPORT.read_text(encoding="utf-8"))["rows"]
    return int(next(row["value"] for row in rows if row["key"] == key))


def share(part: int, whole: int) -> int:
    """Whole per cent."""
    return 100 * part // whole


def test_the_households_are_as_many_as_in_the_report(plan: CountyPlan) -> None:
    assert len(plan.households) == figure("registered_households")


def test_the_persons_are_as_many_as_in_the_report(members: list[MemberPlan]) -> None:
    assert len(members) == figure("registered_persons")


def test_the_ways_of_taking_part_are_as_many_as_in_the_report(plan: CountyPlan) -> None:
    modes = Counter(household.mode for household in plan.households)

    assert modes["invested"] == figure("invested_households")
    assert modes["invested"] + modes["pooled"] == figure("pooled_households")
    assert modes["self_chosen"] == figure("self_chosen_households")
    assert modes["none"] == figure("no_mode_households")


def test_the_invested_households_live_in_the_report_s_number_of_villages(plan: CountyPlan) -> None:
    villages = {household.village for household in plan.households if household.mode == "invested"}

    assert len(villages) == figure("villages_with_dividends")


def test_no_village_is_tiny_or_huge(plan: CountyPlan) -> None:
    sizes = Counter(household.village for household in plan.households)

    assert len(sizes) == figure("counted_villages")
    assert min(sizes.values()) >= 20
    assert max(sizes.values()) <= 180


def test_two_runs_give_the_same_county() -> None:
    villages = ("520622200201", "520622102207")
    digests = {hashlib.sha256(repr(build_plan(only=villages)).encode()).hexdigest() for _ in range(2)}

    assert len(digests) == 1


def test_another_process_plans_the_same_county() -> None:
    """Whatever order its sets and dictionaries take."""
    ask = (
        "import hashlib; from yuping.demo.plan import build_plan;"
        "print(hashlib.sha256(repr(build_plan(only=('520622200201',))).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", ask],
            cwd=REPORT.parents[1],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1


def test_another_seed_gives_other_people() -> None:
    villages = ("520622200202",)

    assert build_plan(only=villages).households != build_plan(only=villages, seed=7).households


def test_a_village_is_the_same_alone_and_in_the_county(plan: CountyPlan) -> None:
    alone = build_plan(only=("520622200204",)).households
    within = tuple(household for household in plan.households if household.village == "520622200204")

    assert alone == within


def test_every_identity_number_is_valid_and_tells_birth_and_sex(plan: CountyPlan, members: list[MemberPlan]) -> None:
    parsed = [(member, parse_identity(member.id_number, on=END)) for member in members]

    assert all(number.birth_date == member.birth_date for member, number in parsed)
    assert all({"male": "1", "female": "2"}[number.sex] == member.sex for member, number in parsed)
    assert all(number.kind == member.id_kind for member, number in parsed)
    assert all(number.canonical18.startswith("520699") for _, number in parsed)


def test_nobody_shares_an_identity_number(plan: CountyPlan) -> None:
    everybody = [m for household in plan.households for m in household.members + household.former_members]
    numbers = Counter(parse_identity(member.id_number, on=END).canonical18 for member in everybody)

    assert max(numbers.values()) == 1


def test_nobody_shares_an_account(plan: CountyPlan) -> None:
    accounts = [household.account for household in plan.households]

    assert max(Counter(account.number for account in accounts).values()) == 1
    assert all(parse_account(account.number, kind=AccountKind(account.kind)).number for account in accounts)


def test_no_phone_belongs_to_two_households(plan: CountyPlan) -> None:
    pairs = {(phone, h.number) for h in plan.households for phone in [h.phone, *(m.phone for m in h.members)] if phone}

    assert max(Counter(phone for phone, _ in pairs).values()) == 1
    assert all(parse_phone(phone) == phone for phone, _ in pairs)


def test_every_household_has_one_head_who_stands_first(plan: CountyPlan) -> None:
    assert all([m.relation for m in h.members].count("01") == 1 for h in plan.households)
    assert all(h.head.relation == "01" and 22 <= h.head.age_in(2016) <= 101 for h in plan.households)


def test_relations_fit_sexes(members: list[MemberPlan]) -> None:
    male, female = {"03", "06", "07", "09", "11", "13", "15", "17"}, {"04", "05", "08", "10", "12", "14", "16", "18"}

    assert [m.key for m in members if m.relation in male and m.sex != "1"] == []
    assert [m.key for m in members if m.relation in female and m.sex != "2"] == []


def test_spouses_are_of_the_other_sex(plan: CountyPlan) -> None:
    pairs = [(h.head, m) for h in plan.households for m in h.members if m.relation == "02"]

    assert len(pairs) > 1000
    assert all(head.sex != spouse.sex for head, spouse in pairs)


def test_children_are_younger_and_parents_older_than_the_head(plan: CountyPlan) -> None:
    gaps = [(m.relation, m.birth_date.year - h.head.birth_date.year) for h in plan.households for m in h.members]

    assert min(gap for relation, gap in gaps if relation in {"03", "04"}) >= 12
    assert max(gap for relation, gap in gaps if relation in {"11", "12", "15", "16"}) <= -15


def test_nobody_in_a_family_bears_the_name_of_another(plan: CountyPlan) -> None:
    assert all(len({m.name for m in h.members}) == len(h.members) for h in plan.households)


@pytest.mark.parametrize(
    ("size", "low", "high"), [(1, 13, 21), (2, 25, 33), (3, 22, 30), (4, 12, 20), (5, 5, 11), (8, 0, 2)]
)
def test_the_sizes_of_households_look_like_the_place(plan: CountyPlan, size: int, low: int, high: int) -> None:
    found = sum(len(household.members) == size for household in plan.households)

    assert found
    assert low <= share(found, len(plan.households)) < high


@pytest.mark.parametrize(
    ("code", "low", "high"), [("12", 50, 60), ("01", 21, 30), ("06", 7, 13), ("15", 5, 10), ("09", 0, 2), ("37", 0, 2)]
)
def test_the_peoples_are_mixed_as_in_the_county(members: list[MemberPlan], code: str, low: int, high: int) -> None:
    assert low <= share(sum(member.ethnic_group == code for member in members), len(members)) < high


def test_most_marriages_are_within_one_people_and_some_are_not(plan: CountyPlan) -> None:
    pairs = [(h.head, m) for h in plan.households for m in h.members if m.relation == "02"]

    assert 72 <= share(sum(a.ethnic_group == b.ethnic_group for a, b in pairs), len(pairs)) <= 92


@pytest.mark.parametrize(("first", "last", "low", "high"), [(0, 15, 11, 20), (16, 59, 58, 72), (60, 120, 16, 25)])
def test_the_ages_look_like_the_place(members: list[MemberPlan], first: int, last: int, low: int, high: int) -> None:
    found = sum(first <= member.age_in(2016) <= last for member in members)

    assert low <= share(found, len(members)) < high


@pytest.mark.parametrize(
    ("cause", "low", "high"), [("1", 8, 20), ("2", 3, 9), ("3", 1, 8), ("7", 22, 36), ("8", 6, 14), ("9", 22, 36)]
)
def test_the_causes_look_like_the_place(plan: CountyPlan, cause: str, low: int, high: int) -> None:
    found = sum(household.in_year(2016).main_cause == cause for household in plan.households)

    assert low <= share(found, len(plan.households)) < high


def test_the_causes_of_a_household_differ(plan: CountyPlan) -> None:
    files = [household.in_year(2016) for household in plan.households]
    causes = [[c for c in (f.main_cause, f.second_cause, f.third_cause) if c] for f in files]

    assert all(found and len(set(found)) == len(found) for found in causes)


@pytest.mark.parametrize(("line", "low", "high"), [(2968, 60, 78), (3146, 66, 84)])
def test_incomes_lie_on_both_sides_of_the_line(plan: CountyPlan, line: int, low: int, high: int) -> None:
    incomes = [h.in_year(2016).income.per_head(len(h.members)) for h in plan.households]

    assert low <= share(sum(income < line for income in incomes), len(incomes)) < high


def test_who_has_left_poverty_lies_above_the_line_in_the_next_file(plan: CountyPlan) -> None:
    out = [h for h in plan.households if h.in_year(2017).exit_flag == "2"]

    assert all(h.in_year(2017).income.per_head(len(h.members)) > 3146 for h in out)
    assert not any(h.in_year(2017).living.unsafe_house for h in out)


def test_some_households_left_poverty_in_each_year(plan: CountyPlan) -> None:
    years = Counter(h.in_year(2016).exit_year for h in plan.households if h.in_year(2016).exit_flag == "2")

    assert set(years) == {2014, 2015, 2016}
    assert share(sum(years.values()), len(plan.households)) < 35


def test_no_household_left_poverty_before_it_was_registered(plan: CountyPlan) -> None:
    out = [h for h in plan.households if h.in_year(2016).exit_year]

    assert all(h.in_year(2016).exit_year >= h.registered_on.year for h in out)


def test_the_dividend_of_the_scheme_is_left_to_the_payout(plan: CountyPlan) -> None:
    assert {file.income.dividend_income for h in plan.households for file in h.years} == {0}


def test_every_borrower_is_an_adult_of_borrowing_age(plan: CountyPlan) -> None:
    borrowers = [h.member(h.borrower) for h in plan.households if h.borrower]

    assert all(member.age_in(2015) >= 18 and member.age_in(2016) <= 65 for member in borrowers)
    assert all(member.disability_class not in {"5", "6", "7"} for member in borrowers)


def test_households_that_borrow_were_registered_before(plan: CountyPlan) -> None:
    assert all(h.registered_on < date(2016, 1, 1) and h.borrower for h in plan.households if h.mode != "none")
    assert not any(h.borrower for h in plan.households if h.mode == "none")


def test_the_account_belongs_to_an_adult_of_the_household(plan: CountyPlan) -> None:
    holders = [(household, household.member(household.account.holder)) for household in plan.households]

    assert all(holder.age_in(2016) >= 18 for _, holder in holders)
    assert sum(holder != household.head for household, holder in holders) > 100


def clashes(household: HouseholdPlan, year: int) -> list[str]:
    """Which of the county's checks on a household's file of a year would find something."""
    file = household.in_year(year)
    answers = [(member, member.in_year(year), member.age_in(year)) for member in household.members]
    found = {
        "education and school": any(bool(a.education) == bool(a.school_status) for _, a, _ in answers),
        "child able to work": any(age < 16 and a.labour_skill != "4" for _, a, age in answers),
        "pupil able to work": any(a.school_status and a.labour_skill != "4" for _, a, _ in answers),
        "old and able": any(age >= 60 and a.labour_skill in {"1", "2"} for _, a, age in answers),
        "healthy and unable": any(
            16 <= age <= 59 and a.health == ("1",) and not a.school_status and a.labour_skill in {"3", "4"}
            for _, a, age in answers
        ),
        "healthy and something": any("1" in a.health and len(a.health) > 1 for _, a, _ in answers),
        "disabled without certificate": any(
            ("4" in a.health) != m.id_kind.startswith("disability") for m, a, _ in answers
        ),
        "severe and ordinary": any(
            m.disability_class == "4" and m.disability_grade in {"1", "2"} and a.labour_skill == "1"
            for m, a, _ in answers
        ),
        "young with little school": any(16 <= age <= 22 and a.education in {"1", "2"} for _, a, age in answers),
        "child out of school": any(7 <= age <= 15 and not a.school_status for _, a, age in answers),
        "junior middle age": any(
            a.school_status in {"04", "05", "06"} and not 12 <= age <= 17 for _, a, age in answers
        ),
        "senior middle age": any("07" <= a.school_status <= "12" and not 15 <= age <= 20 for _, a, age in answers),
        "student too young": any(a.school_status == "16" and age < 18 for _, a, age in answers),
        "work without place": any(bool(a.work_region) != bool(a.work_months) for _, a, _ in answers),
        "work without phone": any(a.work_region and not m.phone for m, a, _ in answers),
        "one insurance": any(a.resident_insurance == a.employee_insurance for _, a, _ in answers),
        "no labour": "8" in {file.main_cause, file.second_cause, file.third_cause}
        and 4 * sum(a.labour_skill in {"1", "2"} for _, a, _ in answers) > len(answers),
        "disability": file.main_cause == "2" and not any("4" in a.health for _, a, _ in answers),
        "illness": file.main_cause == "1" and not any({"2", "3"} & set(a.health) for _, a, _ in answers),
        "land": file.living.irrigated > file.living.farmland or max(file.living.farmland, file.living.orchard) > 100,
        "road": file.living.road_distance > 5,
        "danger": file.living.unsafe_house != bool(file.living.danger_level),
        "wages": 0 < file.income.wage_income < 100,
        "allowance": any(a.low_income_aid for _, a, _ in answers) != bool(file.income.low_income_allowance),
    }
    return [name for name, clash in found.items() if clash]


def test_the_files_of_the_year_are_clean_but_for_a_few(plan: CountyPlan) -> None:
    found = Counter(name for household in plan.households for name in clashes(household, 2016))

    assert sum(found.values()) * 100 < 2 * len(plan.households), found


def test_the_persons_of_a_file_are_the_members(plan: CountyPlan) -> None:
    assert all(h.in_year(2016).population_end == len(h.members) for h in plan.households)
