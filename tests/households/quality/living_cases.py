"""For each rule over the household's own answers: a file that breaks it, and one that just does not."""

import datetime
from decimal import Decimal

from tests.households.quality.cases import Case
from tests.households.quality.files import file, person

D = Decimal
DAY = datetime.date
LOST = person(45, "02", labour_skill="3", health=("2",))
ILL, DISABLED = person(45, "02", health=("2",)), {"disability_class": "1", "disability_grade": "3"}
OLD = person(66, "01", labour_skill="4"), person(65, "02", labour_skill="4")

CAUSE: dict[str, Case] = {
    "no_cause": (file(main_cause=""), file()),
    "no_attribute": (file(attribute=""), file()),
    "other_cause_without_note": (file(second_cause="99"), file(second_cause="99", cause_note="债务")),
    "disaster_without_note": (file(second_cause="4"), file(second_cause="4", cause_note="洪涝")),
    "labour_cause_but_able": (
        file(LOST, person(9), main_cause="8"),
        file(LOST, person(9), person(8, "04"), main_cause="8"),
    ),
    "illness_cause_but_nobody_ill": (file(main_cause="1"), file(ILL, main_cause="1")),
    "disability_cause_but_nobody_disabled": (
        file(main_cause="2"),
        file(person(45, "02", health=("4",), id_kind="disability_20", **DISABLED), main_cause="2"),
    ),
    "school_cause_but_nobody_at_school": (file(main_cause="3"), file(person(10), main_cause="3")),
    "land_cause_but_land": (file(main_cause="5", farmland=D("10.01")), file(main_cause="5", farmland=D(10))),
    "water_cause_but_safe": (
        file(main_cause="6", water_difficulty=False),
        file(main_cause="6", water_difficulty=False, safe_water=False),
    ),
    "road_cause_but_hard_road": (
        file(main_cause="10", road_type="3", road_distance=D("0.99"), has_toilet=True),
        file(main_cause="10", road_type="3", road_distance=D(1), has_toilet=True),
    ),
    "skill_cause_but_skilled": (
        file(person(46, "01", labour_skill="2"), person(45, "02", labour_skill="2"), main_cause="7"),
        file(person(46, "01", labour_skill="2"), person(45, "02", labour_skill="1"), main_cause="7"),
    ),
}
COMFORTS = {"has_household_power": True, "has_broadcast": True, "road_type": "3", "fuel": "1", "has_toilet": False}
HOUSING: dict[str, Case] = {
    "unsafe_house_without_level": (file(unsafe_house=True), file(unsafe_house=True, danger_level="C")),
    "housing_unanswered": (file(safe_water=None), file()),
    "living_unanswered": (file(**COMFORTS), file(**COMFORTS, housing_structure="2")),
    "no_power": (
        file(**{**COMFORTS, "has_household_power": False}, housing_structure="2"),
        file(**COMFORTS, housing_structure="2"),
    ),
    "water_safe_and_difficult": (file(water_difficulty=True), file(water_difficulty=False)),
    "far_from_the_road": (file(road_distance=D("5.01")), file(road_distance=D(5))),
    "earth_road_beside_the_main_road": (
        file(**{**COMFORTS, "road_type": "1"}, housing_structure="2", road_distance=D(0)),
        file(**{**COMFORTS, "road_type": "1"}, housing_structure="2", road_distance=D("0.01")),
    ),
    "cramped_house": (file(housing_area=D("9.99")), file(housing_area=D(10))),
    "vast_house": (file(housing_area=D("600.01")), file(housing_area=D(600))),
    "built_in_an_odd_year": (file(built_year=2017), file(built_year=2016)),
    "new_house_unsafe": (
        file(built_year=2013, unsafe_house=True, danger_level="C"),
        file(built_year=2012, unsafe_house=True, danger_level="C"),
    ),
    "concrete_house_worst_level": tuple(
        file(**COMFORTS, housing_structure=structure, unsafe_house=True, danger_level="D") for structure in ("4", "3")
    ),
    "land_out_of_range": (file(woodland=D("200.01")), file(woodland=D(200))),
    "land_unanswered": (file(farmland=None), file()),
    "irrigated_without_farmland": (file(farmland=None, irrigated=D(1)), file(farmland=None, irrigated=D(0))),
    "returned_land_without_woodland": (
        file(woodland=D(0), returned_woodland=D(1)),
        file(woodland=D(1), returned_woodland=D(1)),
    ),
}
INCOME: dict[str, Case] = {
    "wage_too_small": (file(wage_income=D("99.99")), file(wage_income=D(100))),
    "wage_too_large": (file(wage_income=D("720000.01")), file(wage_income=D(720000))),
    "wage_too_small_for_the_months": (
        file(person(45, "02", work_region="1", work_months=6), wage_income=D("599.99")),
        file(person(45, "02", work_region="1", work_months=6), wage_income=D(600)),
    ),
    "work_without_wage": (
        file(person(45, "02", work_region="1", work_months=6), wage_income=D(0), business_income=D(5000)),
        file(person(45, "02", work_region="1", work_months=5), wage_income=D(0), business_income=D(5000)),
    ),
    "post_without_wage": (
        file(person(45, "02", public_post=True), wage_income=D(0), business_income=D(5000)),
        file(person(45, "02", public_post=True)),
    ),
    "no_income": (file(wage_income=D(0)), file(wage_income=D(0), other_transfer_income=D(1))),
    "expense_above_all_income": (
        file(business_income=D(1), business_expense=D("9001.01")),
        file(business_income=D(1), business_expense=D(9001)),
    ),
    "expense_without_business": (file(business_expense=D(1)), file(business_expense=D(1), business_income=D("0.01"))),
    "aid_without_allowance": (
        file(person(45, "02", low_income_aid=True), attribute="2"),
        file(person(45, "02", low_income_aid=True), attribute="2", low_income_allowance=D(1)),
    ),
    "allowance_without_aid": (
        file(low_income_allowance=D(1)),
        file(person(45, "02", low_income_aid=True), attribute="2", low_income_allowance=D(1)),
    ),
    "allowance_too_large": tuple(
        file(person(45, "02", low_income_aid=True), attribute="2", low_income_allowance=D(amount))
        for amount in ("6000.01", "6000")
    ),
    "aid_attribute_without_aid": (file(attribute="2"), file(attribute="1")),
    "aid_without_attribute": tuple(
        file(person(45, "02", low_income_aid=True), attribute=attribute, low_income_allowance=D(1))
        for attribute in "14"
    ),
    "destitute_support_without_attribute": (
        file(*OLD, destitute_support=D(3000)),
        file(*OLD, attribute="3", destitute_support=D(3000)),
    ),
    "destitute_without_support": (
        file(*OLD, attribute="3"),
        file(*OLD, attribute="3", destitute_support=D(1)),
    ),
    "destitute_but_able": (
        file(attribute="3", destitute_support=D(1)),
        file(*OLD, attribute="3", destitute_support=D(1)),
    ),
    "pension_without_old_person": (
        file(pension_income=D(1)),
        file(person(49, "99"), pension_income=D(1)),
    ),
    "pension_too_large": (
        file(person(60, "99"), pension_income=D("60000.01")),
        file(person(60, "99"), pension_income=D(60000)),
    ),
    "planning_grant_without_cause": (
        file(person(10, "04"), family_planning_income=D(960)),
        file(person(10, "04"), family_planning_income=D(960), one_child_household=True),
    ),
    "ecology_grant_without_wood": (
        file(ecology_income=D(1), woodland=D(0), returned_woodland=D(0)),
        file(ecology_income=D(1), woodland=D("0.01"), returned_woodland=D(0)),
    ),
    "dividend_without_enterprise": (
        file(dividend_income=D(4000), led_by_enterprise=False, in_cooperative=False),
        file(dividend_income=D(4000), led_by_enterprise=True, in_cooperative=False),
    ),
    "income_window_not_a_year": (
        file(income_from=DAY(2015, 1, 2), income_to=DAY(2015, 12, 31)),
        file(income_from=DAY(2015, 1, 1), income_to=DAY(2015, 12, 31)),
    ),
    "income_of_another_year": (
        file(income_from=DAY(2014, 1, 1), income_to=DAY(2014, 12, 31)),
        file(income_from=DAY(2015, 1, 1), income_to=DAY(2015, 12, 31)),
    ),
}
OUT = {"exit_flag": "2", "exit_year": 2016}
EXIT: dict[str, Case] = {
    "exited_below_the_line": (
        file(**OUT, wage_income=D("5999.98"), line=3000),
        file(**OUT, wage_income=D(6000), line=3000),
    ),
    "about_to_exit_below_the_line": (
        file(exit_flag="3", wage_income=D("5999.98"), line=3000),
        file(exit_flag="3", wage_income=D(6000), line=3000),
    ),
    "poor_with_high_income": (file(wage_income=D("30000.02")), file(wage_income=D(30000))),
    "exited_without_safe_house": (
        file(**OUT, unsafe_house=True, danger_level="C"),
        file(exit_flag="3", unsafe_house=True, danger_level="C"),
    ),
    "exited_without_safe_water": (file(**OUT, safe_water=False), file(exit_flag="3", safe_water=False)),
    "exited_with_child_out_of_school": tuple(
        file(person(age, education="2", school_status="01", dropout_reason="3"), **OUT) for age in (15, 16)
    ),
    "exited_without_medical_cover": (
        file(person(45, "02", resident_insurance=False), **OUT),
        file(person(45, "02", resident_insurance=None), **OUT),
    ),
    "exited_without_labour": (
        file(*OLD, **OUT),
        file(*OLD, **OUT, pension_income=D(1)),
    ),
    "exit_without_year": (file(exit_flag="2"), file(**OUT)),
    "exit_year_to_come": (file(exit_flag="2", exit_year=2017), file(**OUT)),
    "exit_year_before_registration": (
        file(exit_flag="2", exit_year=2013),
        file(exit_flag="2", exit_year=2014),
    ),
    "exit_year_of_a_poor_household": (file(exit_year=2016), file(**OUT)),
    "return_before_exit": tuple(
        file(exit_flag="4", exit_year=2015, return_year=year, return_cause="1") for year in (2014, 2015)
    ),
    "planned_exit_missed": (file(planned_exit_year=2015), file(planned_exit_year=2016)),
}
CASES = CAUSE | HOUSING | INCOME | EXIT
