"""Old workbooks: read like new ones, and refused before a parser sees what would cost memory."""

import datetime
import struct
import time
from decimal import Decimal

import pytest

from tests.core.old_workbooks import old_workbook, record, stream
from tests.memory import takes_less_than
from yuping.core.excel import BadWorkbook, read_book, read_sheet
from yuping.core.excel.compound import packed_stream, workbook_stream

NUMBER, TEXT, EXTENT = 0x203, 0xFD, 0x200


def refusal_of(data: bytes, name: str = "农户.xls") -> str:
    """The code with which a file is refused; within a second and without taking memory."""
    start = time.process_time()
    with takes_less_than(200), pytest.raises(BadWorkbook) as refusal:
        read_sheet(data, name=name)

    assert time.process_time() - start < 1
    return refusal.value.code


def number_at(row: int, column: int) -> bytes:
    return record(NUMBER, struct.pack("<HHHd", row, column, 0, 1.0))


def test_an_old_workbook_is_read_like_a_new_one():
    rows = [["姓名", "𠮷", 4000.5, 7, True], [datetime.date(2016, 12, 31), "", "x"]]

    found = read_book(old_workbook({"农户": rows, "成员": [["王伟"]]}), name="农户.XLS")

    assert found["农户"] == [
        ["姓名", "𠮷", Decimal("4000.5"), 7, True],
        [datetime.date(2016, 12, 31), "", "x", "", ""],
    ]
    assert found["成员"] == [["王伟"]]


def test_thousands_of_long_texts_run_on_through_further_records():
    rows = [[f"{number}-{'很长的文字' * 30}"] for number in range(3000)]

    assert read_sheet(old_workbook({"农户": rows})) == rows


@pytest.mark.parametrize("size", [10, 4096, 70_000, 9_000_000])
def test_a_container_gives_back_its_stream(size):
    content = bytes(range(256)) * (size // 256 + 1)

    assert workbook_stream(packed_stream(content))[: len(content)] == content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (number_at(20_000, 0), "file_rows"),
        (number_at(0, 120), "file_columns"),
        (record(0xBD, struct.pack("<HH", 0, 0) + bytes(6 * 130) + struct.pack("<H", 129)), "file_columns"),
        (record(TEXT, struct.pack("<HHHI", 0, 0, 0, 999_999)), "file_damaged"),
        (record(0x2F, bytes(6)), "file_encrypted"),
    ],
    ids=["row", "column", "several numbers", "no such text", "password"],
)
def test_records_beyond_the_limits_are_refused(content, code):
    assert refusal_of(old_workbook({"农户": [["a"]]}, extra=content)) == code


def test_a_sheet_that_claims_four_billion_rows_takes_no_memory():
    claim = record(EXTENT, struct.pack("<IIHHH", 0, 0xFFFFFFFE, 0, 0xFFFE, 0))

    with takes_less_than(200):
        assert read_sheet(old_workbook({"农户": [["a", 2]]}, extra=claim)) == [["a", 2]]


def test_one_long_text_in_a_hundred_thousand_cells_is_refused():
    cells = b"".join(record(TEXT, struct.pack("<HHHI", row, 0, 0, 0)) for row in range(20_000))

    assert refusal_of(old_workbook({"农户": [["长" * 8000]]}, extra=cells)) == "file_cells"


def test_a_list_of_texts_that_claims_more_than_there_are_is_refused():
    claim = record(0xFC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF))

    assert refusal_of(old_workbook({"农户": [["a"]]}, more=[claim])) == "file_damaged"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (old_workbook({"农户": [["a"]]}), "农户.xlsx", "file_type"),
        (b"<html><table></table></html>", "农户.xls", "file_type"),
        (old_workbook({"农户": [["a"]]})[:700], "农户.xls", "file_damaged"),
        (packed_stream(b"\x09\x08\x04\x00\x00\x05\x05\x00"), "农户.xls", "file_old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "农户.xls", "file_damaged"),
    ],
    ids=["new name", "markup", "cut off", "Excel 95", "signature alone"],
)
def test_what_is_no_old_workbook_is_refused(content, name, code):
    assert refusal_of(content, name) == code


def test_macro_sheets_are_refused():
    content = stream({"农户": [["a"]]})
    place = content.index(record(0x85, b"")[:2] + b"\x0c\x00") + 4

    assert refusal_of(packed_stream(content[: place + 5] + b"\x01" + content[place + 6 :])) == "file_macros"


def test_any_cut_or_flipped_byte_ends_in_a_refusal_or_rows():
    whole = old_workbook({"农户": [["姓名", 1, datetime.date(2016, 1, 1)]] * 20})
    for place in [*range(0, 600), *range(600, len(whole), 7)]:
        for data in (whole[:place], whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]):
            try:
                read_book(data)
            except BadWorkbook:
                continue
