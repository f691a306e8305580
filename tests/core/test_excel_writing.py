import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from yuping.core.excel import Column, read_sheet, write_workbook
from yuping.core.excel.writing import DATE, INTEGER, MONEY, TIME

WATERMARK = "导出:杨文书 2016-12-31 09:00"
COLUMNS = [
    Column("姓名"),
    Column("证件号码", width=22),
    Column("金额", MONEY),
    Column("人数", INTEGER),
    Column("日期", DATE),
]
PAYLOADS = ["=1+1", "==1+1", "+cmd", "-2+3", "@SUM", "\t=1", "\r=1", "＝1", "＋1", "－1", '=HYPERLINK("http://x","y")']


def written(*rows: list, title: str = "花名册", columns: list[Column] | None = None):
    data = write_workbook(title, columns or COLUMNS, rows, watermark=WATERMARK)
    return openpyxl.load_workbook(io.BytesIO(data)).active


def test_title_watermark_and_headings_stand_above_the_rows():
    sheet = written(["杨𠮷", "520699195001010016", Decimal("4000.00"), 3, date(2016, 12, 31)])

    assert sheet.title == "花名册"
    assert [sheet.cell(row, 1).value for row in (1, 2, 3, 4)] == ["花名册", WATERMARK, "姓名", "杨𠮷"]
    assert [cell.value for cell in sheet[3]] == ["姓名", "证件号码", "金额", "人数", "日期"]
    assert WATERMARK in sheet.oddFooter.left.text
    assert sheet.freeze_panes == "A4"


def test_numbers_stay_numbers_and_long_digits_stay_text():
    sheet = written(["杨", "520699195001010016", Decimal("5196000.08"), 3, date(2016, 12, 31)])

    assert sheet["B4"].data_type == "s"
    assert sheet["B4"].value == "520699195001010016"
    assert sheet["B4"].number_format == "@"
    assert sheet["C4"].data_type == "n"
    assert Decimal(str(sheet["C4"].value)) == Decimal("5196000.08")
    assert sheet["C4"].number_format == "#,##0.00"
    assert sheet["D4"].value == 3
    assert sheet["E4"].value == datetime(2016, 12, 31)


def test_an_amount_in_a_text_column_is_written_as_text():
    assert written([Decimal("1.50")], columns=[Column("备注")])["A4"].value == "1.50"


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_no_cell_runs_as_a_formula(payload):
    sheet = written([payload, payload, 1, 2, None], title=payload)

    assert not any(cell.data_type == "f" for row in sheet for cell in row)
    assert sheet["A4"].value.startswith("'")
    assert sheet["A1"].value.startswith("'")


def test_nothing_is_a_blank_cell():
    assert [cell.value for cell in written([None, "", None, None, None])[4]] == [None] * 5


def test_a_moment_is_written_by_the_clock_in_shanghai():
    sheet = written([datetime(2016, 12, 31, 16, 30, tzinfo=UTC)], columns=[Column("录入时间", TIME)])

    assert sheet["A4"].value == datetime(2017, 1, 1, 0, 30)


def test_what_was_written_can_be_read_back():
    data = write_workbook(
        "花名册", COLUMNS, [["杨𠮷", "52069919490101005X", Decimal("4000.5"), 3, date(2016, 1, 1)]], watermark=""
    )

    assert read_sheet(data, name="a.xlsx")[3] == ["杨𠮷", "52069919490101005X", Decimal("4000.5"), 3, date(2016, 1, 1)]


@pytest.mark.parametrize("title", ["a[b]:c*d?e/f\\g'h", "名" * 60, "'", ""])
def test_any_title_makes_a_sheet_name(title):
    assert written(title=title).title


@pytest.mark.parametrize("row", [["only one"], ["x" * 32_768, "", 1, 2, None]])
def test_rows_that_do_not_fit_are_refused(row):
    with pytest.raises(ValueError):
        written(row)


def test_a_float_is_refused():
    with pytest.raises(TypeError):
        written(["杨", "1", 4000.5, 1, None])
