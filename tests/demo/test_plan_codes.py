"""Codes in the demo county's plan: each stands in the list that holds for its year."""

import pytest

from yuping.demo.plan import CountyPlan
from yuping.demo.plan.people import MemberPlan
from yuping.demo.plan.scenario import fixture


def list_of(code_set: str, year: int) -> set[str]:
    """The codes of a list that hold for a file year: its latest version up to the year."""
    rows = [row for row in fixture("code_lists")["rows"] if row["set"] == code_set and int(row["version"]) <= year]
    latest = max(row["version"] for row in rows)
    return {row["code"] for row in rows if row["version"] == latest}


@pytest.mark.parametrize("year", [2016, 2017])
@pytest.mark.parametrize("code_set", ["education", "school_status", "dropout_reason", "labour_skill", "work_region"])
def test_codes_of_members_stand_in_the_list_of_the_year(members: list[MemberPlan], code_set: str, year: int) -> None:
    used = {getattr(member.in_year(year), code_set) for member in members} - {""}

    assert used <= list_of(code_set, year)


@pytest.mark.parametrize("year", [2016, 2017])
@pytest.mark.parametrize(
    ("field", "code_set"),
    [
        ("attribute", "household_attribute"),
        ("main_cause", "cause"),
        ("second_cause", "cause"),
        ("third_cause", "cause"),
        ("return_cause", "cause"),
        ("exit_flag", "exit_flag"),
    ],
)
def test_codes_of_households_stand_in_the_list_of_the_year(
    plan: CountyPlan, field: str, code_set: str, year: int
) -> None:
    used = {getattr(household.in_year(year), field) for household in plan.households} - {""}

    assert used <= list_of(code_set, year)


@pytest.mark.parametrize("field", ["road_type", "danger_level", "housing_structure", "water_source", "fuel"])
def test_codes_of_living_conditions_stand_in_the_list_of_the_year(plan: CountyPlan, field: str) -> None:
    used = {getattr(household.in_year(2016).living, field) for household in plan.households} - {""}

    assert used <= list_of(field, 2016)


@pytest.mark.parametrize("field", ["sex", "relation", "ethnic_group", "political_status", "disability_class"])
def test_codes_of_persons_stand_in_their_lists(members: list[MemberPlan], field: str) -> None:
    used = {getattr(member, field) for member in members} - {""}

    assert used <= list_of(field, 2016)


@pytest.mark.parametrize(
    ("part", "rows", "field", "code_set"),
    [
        ("casework", "visits", "problem_class", "appeal_class"),
        ("casework", "measures", "category", "measure_category"),
        ("casework", "relocations", "mode", "relocation_mode"),
        ("casework", "relocations", "placement", "relocation_placement"),
        ("casework", "relocations", "site", "relocation_site"),
        ("casework", "sales", "product", "sale_product"),
        ("casework", "sales", "unit", "sale_unit"),
        ("casework", "sales", "channel", "sale_channel"),
        ("money", "returned", "reason", "return_reason"),
        ("money", "ratings", "grade", "credit_grade"),
        ("money", "enterprises", "industry", "industry"),
        ("base", "cadres", "rank", "cadre_rank"),
        ("base", "cadres", "unit_kind", "helper_unit_kind"),
        ("base", "cadres", "unit_level", "helper_unit_level"),
        ("base", "cadres", "team_post", "village_team_post"),
    ],
)
def test_codes_of_papers_stand_in_their_lists(
    plan: CountyPlan, part: str, rows: str, field: str, code_set: str
) -> None:
    codes = {row["code"] for row in fixture("code_lists")["rows"] if row["set"] == code_set}

    assert {getattr(row, field) for row in getattr(getattr(plan, part), rows)} - {""} <= codes
