import io
from datetime import date, datetime, time
from decimal import Decimal

import pytest
import xlsxwriter

from tests.core.workbooks import workbook
from yuping.core.excel import BadWorkbook, cell_text, read_sheet
from yuping.core.excel.reading import BadCell


def made(*rows: list, options: dict | None = None) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd", **(options or {})}) as book:
        sheet = book.add_worksheet("农户")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        book.add_worksheet("成员").write(0, 0, "王伟")
        book.add_worksheet("代码").hide()
    return target.getvalue()


def test_values_come_plain_and_no_float_is_among_them():
    table = read_sheet(made(["𠮷㛃", 4000, 4000.5, 0.1 + 0.2, True], [date(2016, 12, 31), datetime(2016, 1, 2, 3, 4)]))

    assert table[0] == ["𠮷㛃", 4000, Decimal("4000.5"), Decimal("0.3"), True]
    assert table[1] == [date(2016, 12, 31), datetime(2016, 1, 2, 3, 4), "", "", ""]
    assert not any(isinstance(value, float) for row in table for value in row)


def test_dates_of_the_1904_calendar_are_the_same_days():
    assert read_sheet(made([date(2016, 12, 31)], options={"date_1904": True})) == [[date(2016, 12, 31)]]


def test_row_and_column_numbers_stay_where_they_are():
    rows = '<row r="3"><c r="B3"><v>7</v></c></row><row r="5"><c r="C5"><v>8</v></c></row>'

    assert read_sheet(workbook(rows)) == [
        ["", "", ""],
        ["", "", ""],
        ["", 7, ""],
        ["", "", ""],
        ["", "", 8],
    ]


def test_blank_rows_at_the_end_are_dropped():
    assert read_sheet(made(["a", "b"], [" ", ""], ["\u3000"])) == [["a", "b"]]


def test_a_sheet_is_chosen_by_name():
    assert read_sheet(made(["a"]), sheet="成员") == [["王伟"]]


@pytest.mark.parametrize("sheet", ["没有", "代码"])
def test_a_missing_or_hidden_sheet_is_refused(sheet):
    with pytest.raises(BadWorkbook) as refusal:
        read_sheet(made(["a"]), sheet=sheet)

    assert refusal.value.code == "file_no_sheet"


def test_a_formula_gives_its_stored_value_and_text_like_one_stays_text():
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="inlineStr"><is><t>=1+1</t></is></c></row>'

    assert read_sheet(workbook(rows)) == [[2, "=1+1"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_that_offices_write(encoding):
    data = '姓名,金额\n"杨""𠮷"",\n",4000\n王㛃\n'.encode(encoding)

    assert read_sheet(data, name="名单.CSV") == [["姓名", "金额"], ['杨"𠮷",\n', "4000"], ["王㛃", ""]]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_may_use_other_separators(delimiter):
    assert read_sheet(f"a{delimiter}b\r\n1{delimiter}2\r\n".encode()) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a\n" * 20_001, "file_rows"),
        (b"," * 120 + b"\n", "file_columns"),
        (b"a," + b"x" * 40_000, "file_cells"),
        (b'a,"b\n', "file_damaged"),
    ],
)
def test_csv_has_the_same_limits(data, code):
    with pytest.raises(BadWorkbook) as refusal:
        read_sheet(data)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("520699195001010016", "520699195001010016"),
        (520699500101001, "520699500101001"),
        (0, "0"),
        (Decimal("4000.5"), "4000.5"),
        (Decimal("1E-7"), "0.0000001"),
        (True, "TRUE"),
        (date(2016, 12, 31), "2016-12-31"),
        (time(8, 30), "08:30:00"),
        ("", ""),
    ],
)
def test_a_cell_as_text_is_what_the_person_sees(value, text):
    assert cell_text(value) == text


def test_an_id_typed_as_a_number_is_refused():
    table = read_sheet(made([520699195001010016]))

    with pytest.raises(BadCell) as refusal:
        cell_text(table[0][0])

    assert refusal.value.code == "cell_lost_digits"
