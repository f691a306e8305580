"""Workbooks as a township office keeps them, at their edges: several worksheets, merged cells, totals, hidden rows."""

import datetime
import io

import openpyxl
import pytest
import xlsxwriter

from households.models import Household, Member
from households.resources.workbooks import empty_form
from households.services import import_check, imports
from tests.households.factories import id_of, make_household
from tests.households.layouts_of import persons, text, xls, xlsx
from tests.households.test_layouts import changed, verdicts
from villages.models import Village
from yuping.accounts import quality
from yuping.accounts.models import User
from yuping.core.errors import PolicyRefused
from yuping.core.excel import BadWorkbook

BORN = datetime.date(1995, 1, 2)
MEMBER = ["户编号", "姓名", "关系", "身份证号", "增加原因"]
YEAR = ["户编号", "耕地面积", "年底家庭人口数"]
TITLE = ["2016年登记表", "", "", "", ""]


@pytest.fixture
def home(village: Village) -> Household:
    return make_household(village, number=7)


def sheets(**grids: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, grid in grids.items():
        page = book.create_sheet(title)
        for row in grid:
            page.append([None if cell == "" else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def checked(user: User, data: bytes, kind: str, name: str = "表.xlsx") -> set[tuple[int, str, str]]:
    run = imports.upload_households(actor=user, data=data, name=name, kind=kind)
    return {
        (row.row, remark.column, remark.code.removeprefix("households."))
        for row in import_check.verdict_rows(run)
        for remark in row.remarks
        if remark.code not in quality.rules()
    }


def test_a_worksheet_for_each_village_is_refused_and_not_half_read(clerk: User, home: Household) -> None:
    first, second = [YEAR, [home.number, "1", 1]], [YEAR, ["9999", "1", 1]]

    with pytest.raises(PolicyRefused) as refused:
        imports.upload_households(actor=clerk, data=sheets(老寨=first, 桐木=second), name="表.xlsx", kind="years")

    (reason,) = refused.value.params["reasons"]
    assert (reason.code, reason.params) == ("households.sheets_alike", {"sheets": "老寨、桐木"})


def test_further_worksheets_with_other_things_do_not_matter(clerk: User, home: Household) -> None:
    rows = [YEAR, [home.number, "1", 1]]
    notes = [["说明", ""], ["本表由扶贫站填写", ""]]
    sums = [["乡镇", "户数", "人口"], ["新店镇", 1, 1]]

    assert checked(clerk, sheets(说明=notes, 台账=[TITLE, *rows], 汇总=sums, 空表=[YEAR]), "years") == set()


def test_the_lists_of_our_own_form_are_no_second_table(clerk: User) -> None:
    with pytest.raises(BadWorkbook, match="no_rows"):
        imports.upload_households(actor=clerk, data=empty_form(year=2016), name="表.xlsx")


def test_members_below_a_merged_number_belong_to_it(clerk: User, home: Household) -> None:
    rows = [
        TITLE,
        MEMBER,
        [home.number, "王小明", "之子", id_of(33, BORN), "其他"],
        ["", "王小红", "之女", id_of(34, BORN), "其他"],
    ]
    run = imports.upload_households(actor=clerk, data=xlsx(rows), name="表.xlsx", kind="members")
    assert run.errors == 0

    imports.confirm_import(actor=clerk, run_id=run.pk)

    assert set(Member.unguarded.values_list("name", flat=True)) == {"王伟", "王小明", "王小红"}


def test_a_first_row_without_a_number_has_none_above(clerk: User, home: Household) -> None:
    rows = [
        TITLE,
        MEMBER,
        ["", "王小明", "之子", id_of(33, BORN), "其他"],
        [home.number, "王小红", "之女", id_of(34, BORN), "其他"],
    ]

    assert checked(clerk, xlsx(rows), "members") == {(3, "户编号", "required")}


WRITERS = {"xlsx": xlsx, "xls": xls, "csv": text}


@pytest.mark.parametrize("ending", WRITERS)
def test_blank_rows_totals_and_headings_printed_again_are_no_rows(clerk: User, home: Household, ending: str) -> None:
    blank = [""] * 5
    rows = [
        TITLE,
        MEMBER,
        [home.number, "王小明", "之子", id_of(33, BORN), "其他"],
        blank,
        MEMBER,
        [home.number, "王小红", "之女", id_of(34, BORN), "其他"],
        blank,
        ["合计", "2人", "", "", ""],
        ["填表人：杨", "", "审核人：吴", "", ""],
    ]
    run = imports.upload_households(actor=clerk, data=WRITERS[ending](rows), name=f"表.{ending}", kind="members")

    assert (run.members, run.errors) == (2, 0)


def test_hidden_and_filtered_rows_are_read_and_stand_in_the_verdict(clerk: User, home: Household) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("台账")
        for row, cells in enumerate([YEAR, [home.number, "1", 1], ["9999", "1", 1]]):
            page.write_row(row, 0, cells)
        page.autofilter(0, 0, 2, 2)
        page.filter_column(0, f"x == {home.number}")
        page.set_row(2, options={"hidden": True})

    assert checked(clerk, out.getvalue(), "years") == {(3, "户编号", "not_on_file_here")}


def test_a_formula_that_was_never_reckoned_is_named_with_its_cell(clerk: User, home: Household) -> None:
    book = openpyxl.Workbook()
    book.active.title = "台账"
    book.active.append(YEAR)
    book.active.append([home.number, "=1+1", 1])
    book.active.append([home.number, "=1+1", "=A1"])
    out = io.BytesIO()
    book.save(out)

    with pytest.raises(BadWorkbook) as refused:
        imports.upload_households(actor=clerk, data=out.getvalue(), name="表.xlsx", kind="years")

    assert refused.value.code == "file_formulas"
    assert refused.value.params == {"sheet": "台账", "cells": "B2、B3、C3"}


# Which cell is wrong, and what alone is said of its row.
ALONE = [
    (7, {2: "没有这个村", 3: "九组"}, {(7, "行政村", "village_unknown")}),
    (8, {10: "999999197005041013", 11: ""}, {(8, "身份证号", "identity_placeholder")}),
    (8, {10: "520699198812310121", 11: ""}, {(8, "身份证号", "identity_check_digit")}),
]


@pytest.mark.parametrize(("row", "cells", "expected"), ALONE)
def test_what_only_follows_from_a_fault_is_not_said(
    clerk: User, village: Village, row: int, cells: dict[int, str], expected: set[tuple[int, str, str]]
) -> None:
    grid = persons(village)
    for place, value in cells.items():
        grid = changed(grid, row, place, value)

    assert verdicts(clerk, xlsx(grid)) == expected


def test_a_village_of_another_township_says_nothing_of_its_group(
    clerk: User, village: Village, far_village: Village
) -> None:
    grid = changed(changed(persons(village), 7, 2, far_village.pk), 7, 3, "九组")

    assert {code for row, _column, code in verdicts(clerk, xlsx(grid)) if row == 7} == {"village_out_of_reach"}
