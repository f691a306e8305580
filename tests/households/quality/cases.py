"""For each rule over a file: a file that breaks it, and one that just does not."""

import datetime
from decimal import Decimal

from households.policy import YearFile
from tests.households.quality.files import file, person

D = Decimal
DAY = datetime.date
Case = tuple[YearFile, YearFile]

IDENTITY: dict[str, Case] = {
    "no_identity": (file(person(45, "02", id_kind="none")), file()),
    "head_without_identity": (file(person(46, "01", id_kind="none")), file()),
    "old_number": (file(person(45, "02", id_kind="resident_15")), file()),
    "odd_characters": (file(person(45, "02", name="李\ue000")), file(person(45, "02", name="李㐂"))),
    "name_of_one_character": (file(person(45, "02", name="李")), file(person(45, "02", name="李四"))),
    "twice_in_the_household": (
        file(person(45, "02", name="王伟", birth_date=DAY(1970, 6, 1))),
        file(person(45, "02", name="王伟", birth_date=DAY(1970, 6, 2))),
    ),
    "implausible_age": (
        file(person(111, "17", labour_skill="4")),
        file(person(110, "17", labour_skill="4")),
    ),
    "ethnic_group_unanswered": (file(person(45, "02", ethnic_group="")), file()),
    "joined_before_birth": (
        file(person(1, "03", joined_on=DAY(2015, 5, 31))),
        file(person(1, "03", joined_on=DAY(2015, 6, 1))),
    ),
    "newborn_entered_late": (
        file(person(2, "03", join_kind="1", joined_on=DAY(2015, 6, 3))),
        file(person(2, "03", join_kind="1", joined_on=DAY(2015, 6, 2))),
    ),
    "party_member_under_age": (
        file(person(17, political_status="01")),
        file(person(18, political_status="01")),
    ),
    "league_member_out_of_age": (
        file(person(29, political_status="03")),
        file(person(28, political_status="03")),
    ),
    "certificate_without_grade": (
        file(person(45, "02", id_kind="disability_20", disability_class="1", health=("4",))),
        file(person(45, "02", id_kind="disability_20", disability_class="1", disability_grade="3", health=("4",))),
    ),
    "grade_without_certificate": (file(person(45, "02", disability_class="1")), file()),
}
SHAPE: dict[str, Case] = {
    "relation_against_sex": (file(person(20, "03", sex="2")), file(person(20, "03", sex="1"))),
    "couple_of_one_sex": (file(person(45, "02", sex="1")), file()),
    "two_spouses": (
        file(person(45, "02"), person(44, "02", name="张三")),
        file(person(45, "02"), person(44, "99", name="张三")),
    ),
    "relation_twice": (
        file(person(70, "12"), person(71, "12", name="张三")),
        file(person(70, "12"), person(71, "99", name="张三")),
    ),
    "in_laws_of_the_other_side": (file(person(70, "16")), file(person(70, "14"))),
    "head_under_age": (
        file(person(17, "01", labour_skill="1"), person(20, "02")),
        file(person(18, "01"), person(20, "02")),
    ),
    "spouse_under_age": (
        file(person(22, "01"), person(19, "02")),
        file(person(22, "01"), person(20, "02")),
    ),
    "couple_far_apart": (
        file(person(56, "01"), person(25, "02")),
        file(person(56, "01"), person(26, "02")),
    ),
    "child_too_old_for_the_head": (file(person(32, "03")), file(person(31, "03"))),
    "parent_too_young_for_the_head": (
        file(person(46, "01"), person(60, "11")),
        file(person(46, "01"), person(61, "11")),
    ),
    "grandchild_too_old_for_the_head": (
        file(person(46, "01"), person(17, "07")),
        file(person(46, "01"), person(16, "07")),
    ),
    "grandparent_too_young_for_the_head": (
        file(person(46, "01"), person(75, "17")),
        file(person(46, "01"), person(76, "17")),
    ),
    "persons_differ": (file(population_end=3), file(population_end=2)),
    "one_child_but_more": (
        file(person(10, "03"), person(8, "04"), one_child_household=True),
        file(person(10, "03"), one_child_household=True),
    ),
    "two_daughters_but_a_son": (
        file(person(10, "03"), person(8, "04"), two_daughters_household=True),
        file(person(10, "04"), person(8, "04"), two_daughters_household=True),
    ),
}
SCHOOL: dict[str, Case] = {
    "schooling_unclear": (
        file(person(3, "03", education="")),
        file(person(2, "03", education="")),
    ),
    "stage_against_age": (
        file(person(15, "03", school_status="03")),
        file(person(14, "03", school_status="03")),
    ),
    "college_under_age": (
        file(person(17, "03", education="", school_status="16", labour_skill="4")),
        file(person(18, "03", education="", school_status="16", labour_skill="4")),
    ),
    "child_not_at_school": (
        file(person(15, "03", education="2", school_status="01")),
        file(person(15, "03", education="2", school_status="01", dropout_reason="3")),
    ),
    "young_and_unschooled": (
        file(person(22, "03", education="2")),
        file(person(23, "03", education="2")),
    ),
    "left_school_for_illness_but_healthy": (
        file(person(15, "03", school_status="", education="2", dropout_reason="1")),
        file(person(15, "03", school_status="", education="2", dropout_reason="3")),
    ),
    "left_school_but_at_school": (
        file(person(12, "03", dropout_reason="3")),
        file(person(12, "03", school_status="", education="2", dropout_reason="3")),
    ),
    "left_school_long_ago": (
        file(person(23, "03", dropout_reason="3")),
        file(person(22, "03", dropout_reason="3")),
    ),
    "before_school_at_school_age": (
        file(person(8, "03", education="6", school_status="", dropout_reason="3")),
        file(person(7, "03", education="6", school_status="", dropout_reason="3")),
    ),
    "education_above_age": (
        file(person(17, "03", education="5")),
        file(person(18, "03", education="5")),
    ),
}
HEALTH: dict[str, Case] = {
    "health_unanswered": (file(person(45, "02", health=())), file()),
    "disabled_without_certificate": (
        file(person(45, "02", health=("4",))),
        file(person(45, "02", health=("4",), id_kind="disability_20", disability_class="1", disability_grade="3")),
    ),
    "certificate_without_disability": (
        file(person(45, "02", id_kind="disability_20", disability_class="1", disability_grade="3", health=("2",))),
        file(person(45, "02", id_kind="disability_20", disability_class="1", disability_grade="3", health=("4",))),
    ),
    "severe_limb_disability_with_labour": tuple(
        file(person(45, "02", id_kind="disability_20", disability_class="4", disability_grade=grade, health=("4",)))
        for grade in ("2", "3")
    ),
    "severe_mental_disability_with_labour": tuple(
        file(person(45, "02", id_kind="disability_20", disability_class="5", disability_grade=grade, health=("4",)))
        for grade in ("2", "3")
    ),
    "no_medical_insurance": (file(person(45, "02", resident_insurance=False)), file()),
    "two_medical_insurances": (file(person(45, "02", employee_insurance=True)), file()),
    "gravely_ill_without_cover": (
        file(person(45, "02", health=("3",), serious_illness_insurance=False)),
        file(person(45, "02", health=("3",), serious_illness_insurance=True)),
    ),
    "two_pension_insurances": (file(person(45, "02", employee_pension=True)), file()),
    "child_with_pension_insurance": (
        file(person(15, "03", resident_pension=True)),
        file(person(16, "03", resident_pension=True)),
    ),
    "old_without_pension": (
        file(person(60, "12", resident_pension=False, employee_pension=False)),
        file(person(59, "12", resident_pension=False, employee_pension=False, birth_date=DAY(1957, 1, 1))),
    ),
    "aid_with_employment": (
        file(
            person(45, "02", low_income_aid=True, resident_insurance=False, employee_insurance=True),
            attribute="2",
            low_income_allowance=D(1200),
        ),
        file(person(45, "02", low_income_aid=True), attribute="2", low_income_allowance=D(1200)),
    ),
    "soldier_not_healthy": (
        file(person(20, "03", on_active_service=True, health=("2",))),
        file(person(20, "03", on_active_service=True)),
    ),
}
WORK: dict[str, Case] = {
    "labour_unanswered": (file(person(45, "02", labour_skill="")), file()),
    "minor_with_labour": (
        file(person(15, "03", school_status="", education="2", dropout_reason="3", labour_skill="1")),
        file(person(15, "03", school_status="", education="2", dropout_reason="3", labour_skill="4")),
    ),
    "old_with_labour": (
        file(person(75, "11", labour_skill="1")),
        file(person(74, "11", labour_skill="1")),
    ),
    "healthy_without_labour": (
        file(person(59, "99", labour_skill="4")),
        file(person(60, "99", labour_skill="4")),
    ),
    "student_with_labour": (
        file(person(17, "03", education="", school_status="07", labour_skill="1")),
        file(person(17, "03", education="", school_status="07", labour_skill="4")),
    ),
    "gravely_ill_with_skilled_labour": (
        file(person(45, "02", health=("3",), labour_skill="2")),
        file(person(45, "02", health=("3",), labour_skill="1")),
    ),
    "works_without_labour": (
        file(person(62, "99", labour_skill="4", work_region="1", work_months=5)),
        file(person(62, "99", labour_skill="1", work_region="1", work_months=5)),
    ),
    "child_at_work": (
        file(person(15, "03", school_status="", education="2", dropout_reason="3", work_region="1", work_months=5)),
        file(person(16, "03", education="2", dropout_reason="3", work_region="1", work_months=5, labour_skill="4")),
    ),
    "student_at_work": (
        file(person(17, "03", education="", school_status="07", labour_skill="4", work_months=6)),
        file(person(17, "03", education="", school_status="07", labour_skill="4", work_months=5)),
    ),
    "work_without_months": (
        file(person(45, "02", work_region="1")),
        file(person(45, "02", work_region="1", work_months=1)),
    ),
    "post_out_of_age": (
        file(person(70, "11", labour_skill="1", public_post=True)),
        file(person(69, "11", labour_skill="1", public_post=True)),
    ),
    "post_without_labour": (
        file(person(62, "99", labour_skill="4", public_post=True)),
        file(person(62, "99", labour_skill="1", public_post=True)),
    ),
    "post_while_at_school": (
        file(person(17, "03", education="", school_status="07", labour_skill="4", public_post=True)),
        file(person(17, "03", education="3", labour_skill="4", public_post=True)),
    ),
    "post_while_working_away": (
        file(person(45, "02", public_post=True, phone="•", work_region="4", work_months=5)),
        file(person(45, "02", public_post=True, phone="•", work_region="2", work_months=5)),
    ),
    "soldier_at_work": (
        file(person(20, "03", on_active_service=True, work_region="1", work_months=5)),
        file(person(20, "03", on_active_service=True)),
    ),
    "soldier_out_of_age": (
        file(person(51, "99", on_active_service=True)),
        file(person(50, "99", on_active_service=True)),
    ),
    "no_answers": (file(person(45, "02", silent=True)), file()),
    "no_phone": (file(phone=""), file()),
    "works_away_without_phone": (
        file(person(45, "02", work_region="3", work_months=5)),
        file(person(45, "02", work_region="2", work_months=5)),
    ),
    "standard_unanswered": (file(identification_standard=""), file()),
}
CASES = IDENTITY | SHAPE | SCHOOL | HEALTH | WORK
