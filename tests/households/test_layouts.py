"""The official lists as they really come: what is read of them, and the verdict for every row."""

import datetime
from decimal import Decimal

import pytest

from households.models import Household, Member
from households.resources.cells import DayCell, Month
from households.services import import_check, imports
from tests.households.factories import make_household
from tests.households.layouts_of import HEAD, OTHER, WAYS, WIFE, Grid, changed, persons, roster, xlsx
from villages.models import Village
from yuping.accounts.models import User
from yuping.core.codes import codes_by_label
from yuping.core.errors import BadInput, PolicyRefused


def check(user: User, data: bytes, ending: str = "xlsx") -> import_check.Checked:
    return import_check.check_file(actor=user, data=data, name=f"花名册.{ending}")


def verdicts(user: User, data: bytes, ending: str = "xlsx") -> set[tuple[int, str, str]]:
    """Row, heading and code of everything that stops the import."""
    return {
        (fault.spot.row, fault.spot.column, fault.code.removeprefix("households."))
        for fault in check(user, data, ending).faults
        if fault.level.value == "refused"
    }


@pytest.mark.parametrize("ending", WAYS)
def test_a_list_of_persons_is_read_whatever_its_file(clerk: User, village: Village, ending: str) -> None:
    checked = check(clerk, WAYS[ending](persons(village)), ending)

    assert verdicts(clerk, WAYS[ending](persons(village)), ending) == set()
    first, second = checked.households
    assert (first.number, first.village, second.number) == ("5206000000001", village.pk, "5206000000002")
    assert [member.name for member in first.members] == ["王伟", "李秀英"]
    assert [member.id_number for member in (*first.members, *second.members)] == [HEAD, WIFE, OTHER]
    assert [member.birth_date for member in first.members] == [datetime.date(1970, 5, 4)] * 2
    year = first.years[0]
    assert (year.year, year.population_end, year.wage_income) == (2016, 2, Decimal("5000.00"))
    assert (year.attribute, year.exit_flag, second.years[0].exit_flag) == ("1", "1", "1")
    assert second.members[0].years[0].health == ("4", "2")


@pytest.mark.parametrize("ending", WAYS)
def test_a_roster_of_heads_puts_the_heads_on_file(clerk: User, village: Village, ending: str) -> None:
    run = imports.upload_households(actor=clerk, data=WAYS[ending](roster(village)), name=f"花名册.{ending}")

    imports.confirm_import(actor=clerk, run_id=run.pk)

    assert set(Household.unguarded.values_list("head_name", "village")) == {("王伟", village.pk), ("赵明", village.pk)}
    assert set(Member.unguarded.values_list("relation", flat=True)) == {"01"}


# Row as a person counts, place of the column, what stands there, where and why it is refused.
FAULTS = [
    ("village unknown", 7, 2, "没有这个村", (7, "行政村", "village_unknown")),
    ("village missing", 7, 2, "", (7, "行政村", "required")),
    ("group unknown", 7, 3, "九组", (7, "组别", "group_unknown")),
    ("list entry unknown", 7, 4, "懒", (7, "属性", "label_unknown")),
    ("number where systems differ", 7, 4, "2", (7, "属性", "code_without_label")),
    ("exit flag missing", 7, 5, "", (7, "脱贫标志", "required")),
    ("exit flag unknown", 7, 5, "快了", (7, "脱贫标志", "label_unknown")),
    ("year out of range", 7, 6, "1850", (7, "脱贫年度", "year_range")),
    ("year in words", 7, 6, "二〇一六", (7, "脱贫年度", "not_whole")),
    ("persons missing", 7, 7, "", (7, "人口数", "required")),
    ("persons negative", 7, 7, "-2", (7, "人口数", "not_whole")),
    ("persons broken", 7, 7, "2.5", (7, "人口数", "not_whole")),
    ("persons too many", 7, 7, "99", (7, "人口数", "out_of_range")),
    ("name missing", 8, 8, "", (8, "姓名", "required")),
    ("name same as above", 8, 8, "同上", (8, "姓名", "ditto_here")),
    ("name with a direction mark", 8, 8, "王\u202e伟", (8, "姓名", "text_control")),
    ("name with zero width", 8, 8, "王\u200b伟", (8, "姓名", "text_invisible")),
    ("name too long", 8, 8, "长" * 51, (8, "姓名", "text_length")),
    ("relation unknown", 8, 9, "邻居", (8, "关系", "label_unknown")),
    ("relation missing", 8, 9, "", (8, "关系", "required")),
    ("two heads", 8, 9, "户主", (8, "关系", "one_head")),
    ("number as a number", 8, 10, 520699197005041020, (8, "身份证号", "digits_lost")),
    ("number in short form", 8, 10, "5.20699E+17", (8, "身份证号", "digits_lost")),
    ("number rounded, as text", 8, 10, "520699197005041000", (8, "身份证号", "digits_lost")),
    ("number too short", 8, 10, WIFE[:17], (8, "身份证号", "identity_length")),
    ("number with Arabic digits", 8, 10, "٣" + WIFE[1:], (8, "身份证号", "identity_characters")),
    ("number with superscript", 8, 10, WIFE[:16] + "²" + WIFE[17], (8, "身份证号", "identity_characters")),
    ("number with a Cyrillic letter", 8, 10, WIFE[:17] + "Х", (8, "身份证号", "identity_characters")),
    ("number without a real day", 8, 10, "520699190002290010", (8, "身份证号", "identity_birth_date")),
    ("number of the future", 8, 10, "520699203001010064", (8, "身份证号", "identity_future_birth")),
    ("number with a wrong check digit", 8, 10, "520699198812310121", (8, "身份证号", "identity_check_digit")),
    ("placeholder number", 8, 10, "999999197005041013", (8, "身份证号", "identity_placeholder")),
    ("number same as above", 8, 10, "同上", (8, "身份证号", "ditto_here")),
    ("person twice in a household", 8, 10, HEAD, (8, "身份证号", "person_twice")),
    ("person in two households", 9, 10, WIFE, (9, "身份证号", "person_in_two_households")),
    ("birth against the number", 8, 11, "1971.5.4", (8, "出生年月", "number_against_birth_date")),
    ("month against the number", 8, 11, "197006", (8, "出生年月", "number_against_birth_date")),
    ("month as a number", 8, 11, 1970.1, (8, "出生年月", "month_unclear")),
    ("no such day", 8, 11, "2023-02-29", (8, "出生年月", "not_a_date")),
    ("day in foreign order", 8, 11, "29.2.2024", (8, "出生年月", "not_a_date")),
    ("serial number of a day", 8, 11, "45000", (8, "出生年月", "not_a_date")),
    ("two-digit year", 8, 11, "70年5月", (8, "出生年月", "not_a_date")),
    ("healthy and ill", 8, 13, "健康、残疾", (8, "健康状况", "healthy_with_illness")),
    ("health unknown", 8, 13, "还行", (8, "健康状况", "label_unknown")),
    ("amount negative", 7, 14, "-5000", (7, "工资性收入(元)", "amount_negative")),
    ("amount in short form", 7, 14, "1e3", (7, "工资性收入(元)", "amount_format")),
    ("amount with a sign", 7, 14, "+5000", (7, "工资性收入(元)", "amount_format")),
    ("amount of three decimals", 7, 14, "5000.005", (7, "工资性收入(元)", "amount_format")),
    ("amount in ten thousands", 7, 14, "0.5万", (7, "工资性收入(元)", "amount_format")),
    ("amount like a formula", 7, 14, "=5000", (7, "工资性收入(元)", "amount_format")),
    ("not a number", 7, 14, "NaN", (7, "工资性收入(元)", "amount_format")),
    ("phone of ten digits", 7, 16, "1380000000", (7, "联系电话", "phone_number")),
    ("area in short form", 7, 17, "1e3", (7, "耕地面积", "not_a_number")),
    ("area of three decimals", 7, 17, 3.141, (7, "耕地面积", "not_a_number")),
    ("area beyond any household's", 7, 17, "999999999", (7, "耕地面积", "out_of_range")),
    ("thirteen months", 7, 18, "13个月", (7, "务工时间", "month_range")),
    ("months in words", 7, 18, "半年", (7, "务工时间", "not_whole")),
    ("neither yes nor no", 7, 19, "也许", (7, "是否危房", "yes_or_no")),
    ("household number with a dash", 7, 1, "52-06", (7, "户编号", "number_form")),
    ("household differs in its rows", 8, 4, "低保贫困户", (8, "属性", "differs_in_household")),
]


@pytest.mark.parametrize(
    ("row", "place", "value", "expected"), [fault[1:] for fault in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_each_fault_is_named_at_its_row_and_heading(
    clerk: User, village: Village, row: int, place: int, value: object, expected: tuple[int, str, str]
) -> None:
    assert expected in verdicts(clerk, xlsx(changed(persons(village), row, place, value)))


def test_at_least_forty_kinds_of_faults_are_told_apart() -> None:
    assert len({(fault[2], fault[4][2]) for fault in FAULTS}) >= 40


def test_a_person_and_a_number_on_file_are_refused(clerk: User, village: Village, far_village: Village) -> None:
    make_household(far_village, number=51)
    taken = make_household(far_village, number=7)

    found = verdicts(clerk, xlsx(changed(persons(village), 9, 1, taken.number)))

    assert {(9, "户编号", "number_taken"), (7, "身份证号", "person_on_file")} <= found


def test_another_township_is_out_of_reach_and_a_name_must_fit_its_township(
    clerk: User, village: Village, far_village: Village
) -> None:
    assert (9, "行政村", "village_out_of_reach") in verdicts(
        clerk, xlsx(changed(persons(village), 9, 2, far_village.pk))
    )
    elsewhere = changed(roster(village), 4, 1, far_village.township.name)
    assert (4, "乡镇", "village_of_other_township") in verdicts(clerk, xlsx(elsewhere))


def test_the_head_named_beside_the_household_is_the_one_among_its_members(clerk: User, village: Village) -> None:
    grid = changed(changed(persons(village), 3, 15, "户主姓名"), 7, 15, "张三")

    assert (7, "户主姓名", "head_differs") in verdicts(clerk, xlsx(grid))


def test_a_heading_nobody_knows_is_named_and_an_empty_column_below_it_is_not(clerk: User, village: Village) -> None:
    strange = changed(persons(village), 3, 15, "幸福指数")
    assert verdicts(clerk, xlsx(changed(strange, 8, 15, ""))) == set()

    with pytest.raises(PolicyRefused) as refusal:
        check(clerk, xlsx(changed(strange, 7, 15, "很高")))

    assert [(one.code, one.params["column"]) for one in refusal.value.params["reasons"]] == [
        ("households.column_unknown", "幸福指数")
    ]


def test_without_a_year_in_title_or_column_the_list_is_refused(clerk: User, village: Village) -> None:
    grid = changed(persons(village), 1, 0, "花名册")

    with pytest.raises(PolicyRefused) as refusal:
        check(clerk, xlsx(grid))

    assert "年度" in [one.params["column"] for one in refusal.value.params["reasons"]]


def test_a_sheet_without_any_known_heading_is_refused(clerk: User, village: Village) -> None:
    with pytest.raises(BadInput, match="sheet_missing"):
        check(clerk, xlsx([["甲", "乙"], ["1", "2"]]))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2016.5.10", datetime.date(2016, 5, 10)),
        ("2016年5月10日", datetime.date(2016, 5, 10)),
        ("2016/05/10 00:00:00", datetime.date(2016, 5, 10)),
        (20160510, datetime.date(2016, 5, 10)),
        ("２０１６-５-１０", datetime.date(2016, 5, 10)),
        ("201605", Month(2016, 5, 1)),
        ("1965年3月", Month(1965, 3, 1)),
        (Decimal("2016.5"), Month(2016, 5, 1)),
        ("2016.10", Month(2016, 10, 1)),
    ],
)
def test_days_are_read_as_people_write_them(typed: object, day: datetime.date) -> None:
    found = DayCell().clean(typed)

    assert (found, type(found)) == (day, type(day))


def test_a_phone_of_household_and_head_is_refused_once_at_its_cell(clerk: User, village: Village) -> None:
    grid = changed(persons(village), 7, 16, "1380000000")

    assert [fault.code for fault in check(clerk, xlsx(grid)).faults].count("phone_number") == 1


def official(place: Village, *, second: str = "次要") -> Grid:
    """The official form: groups of columns over 主要 and the like, in a heading of three rows."""
    home = [1, "5206000000001", place.pk, 2016, "因病", "缺技术", "未脱贫"]
    return [
        ["贵州省建档立卡贫困户信息采集表", *[""] * 10],
        ["玉屏县新店镇", *[""] * 10],
        ["序号", "基本情况", "", "", "", "", "", "家庭成员", "", "", ""],
        ["", "户编号", "村", "年度", "致贫原因", "", "", "基本信息", "", "", "人口数"],
        ["", "", "", "", "主要", second, "脱贫标志", "姓名", "与户主关系", "证件号码", ""],
        [*home, "王伟", "户主", HEAD, 1],
    ]


def test_a_name_below_a_group_is_read_together_with_it(clerk: User, village: Village) -> None:
    checked = check(clerk, xlsx(official(village)))

    assert [fault for fault in checked.faults if fault.level.value == "refused"] == []
    record, codes = checked.households[0].years[0], codes_by_label("cause", year=2016)
    assert (record.main_cause, record.second_cause) == (codes["因病"], codes["缺技术"])


def test_a_name_that_nothing_explains_is_shown_below_its_group(clerk: User, village: Village) -> None:
    with pytest.raises(PolicyRefused) as refusal:
        check(clerk, xlsx(official(village, second="其三")))

    (reason,) = refusal.value.params["reasons"]
    assert (reason.code, reason.params["column"]) == ("households.column_unknown", "致贫原因/其三")


@pytest.mark.parametrize("said", ["short", "office"])
def test_a_village_is_known_by_its_name_without_its_kind(clerk: User, village: Village, said: str) -> None:
    stem = village.short_name.removesuffix("村")
    grid = changed(persons(village), 7, 2, stem if said == "short" else f"{stem}村民委员会")

    assert verdicts(clerk, xlsx(grid)) == set()


def test_a_village_that_may_be_meant_is_proposed(clerk: User, village: Village) -> None:
    grid = changed(persons(village), 7, 2, f"{village.short_name.removesuffix('村')}大寨")

    fault = next(fault for fault in check(clerk, xlsx(grid)).faults if fault.spot.column == "行政村")

    assert (fault.code, fault.params) == ("households.village_like", {"names": village.short_name})


def test_nines_that_stand_for_no_number_are_called_so_as_text_and_as_number(clerk: User, village: Village) -> None:
    for typed in ("999999197001010000", 999999197001010000):
        assert (7, "身份证号", "identity_placeholder") in verdicts(clerk, xlsx(changed(persons(village), 7, 10, typed)))
