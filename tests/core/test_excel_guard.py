import random
import time
import zipfile
from threading import Thread

import pytest

from tests.core.workbooks import (
    MAIN,
    OFFICE,
    bomb,
    link,
    links_xml,
    minimal_parts,
    packed,
    sheet_xml,
    texts_xml,
    workbook,
)
from tests.memory import takes_less_than
from yuping.core.excel import BadWorkbook, read_book, read_sheet
from yuping.core.excel.guard import in_turn

FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{ref}"><v>1</v></c></row>'


def refusal_of(data: bytes, name: str = "") -> str:
    """The code with which a file is refused; within a second and without taking memory."""
    start = time.process_time()
    with takes_less_than(200), pytest.raises(BadWorkbook) as refusal:
        read_sheet(data, name=name)

    assert time.process_time() - start < 1
    return refusal.value.code


def with_parts(**changed: str | bytes) -> bytes:
    return packed(
        minimal_parts() | {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in changed.items()}
    )


@pytest.mark.parametrize(
    ("row", "ref", "code"),
    [
        (100_000, "XFD100000", "file_rows"),
        (20_001, "A20001", "file_rows"),
        (1, "DQ1", "file_columns"),
        (1, "AAA1", "file_columns"),
        (99_999_999, "A99999999", "file_damaged"),
    ],
)
def test_a_cell_beyond_the_limits_is_refused(row, ref, code):
    assert refusal_of(workbook(FAR.format(row=row, ref=ref))) == code


@pytest.mark.parametrize(
    "cell",
    [
        '<c t="n" r="XFD100000"><v>1</v></c>',
        "<c r='XFD100000'><v>1</v></c>",
        '<c\nr="XFD100000"><v>1</v></c>',
        '<c r = "XFD100000"><v>1</v></c>',
        '<c r="xfd100000"><v>1</v></c>',
        '<c r="XFD&#49;00000"><v>1</v></c>',
        '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD100000"><x:v>1</x:v></x:c>',
        '<c t=">" r="XFD100000"><is><t>1</t></is></c>',
    ],
)
def test_a_far_cell_is_found_in_any_spelling(cell):
    assert refusal_of(workbook(f'<row r="100000">{cell}</row>')) in {"file_rows", "file_damaged"}


def test_far_cells_without_references_are_counted():
    columns = "<row>" + "<c><v>1</v></c>" * 121 + "</row>"
    rows = "<row><c><v>1</v></c></row>" * 20_001

    assert refusal_of(workbook(columns)) == "file_columns"
    assert refusal_of(workbook(rows)) == "file_rows"


def test_a_far_cell_in_a_part_posing_as_another_is_found():
    assert (
        refusal_of(with_parts(xl__sharedStrings_xml=sheet_xml(FAR.format(row=100_000, ref="XFD100000")))) == "file_rows"
    )


def test_a_million_rows_are_refused():
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, 1_000_001))

    assert refusal_of(workbook(rows)) == "file_rows"


def test_cells_repeated_on_one_place_are_refused():
    assert refusal_of(workbook('<row r="1">' + '<c r="A1"><v>1</v></c>' * 2_500_000 + "</row>")) == "file_cells"


def test_a_packed_part_of_zeros_is_refused():
    assert refusal_of(bomb()) == "file_unpacked"


def test_a_part_that_lies_about_its_size_is_refused():
    true_size = (150 * 1024 * 1024).to_bytes(4, "little")

    lying = bomb().replace(true_size, (1000).to_bytes(4, "little"))

    assert refusal_of(lying) == "file_damaged"


def test_a_hundred_thousand_sheets_are_refused():
    parts = minimal_parts() | {f"xl/worksheets/s{number}.xml": "" for number in range(600)}
    names = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="rId1"/>' for number in range(100_000))
    book = minimal_parts()["xl/workbook.xml"].replace("<sheets>", f"<sheets>{names}")

    assert refusal_of(packed(parts)) == "file_parts"
    assert refusal_of(with_parts(xl__workbook_xml=book)) == "file_sheets"


@pytest.mark.parametrize("cell", ['<c r="{ref}" t="s"><v>0</v></c>', "<c r=\"{ref}\" t='s'><v>0</v></c>"])
def test_one_long_text_for_many_cells_is_refused(cell):
    rows = "".join(f'<row r="{number}">{cell.format(ref=f"A{number}")}</row>' for number in range(1, 10_001))
    parts = minimal_parts(rows) | {"xl/sharedStrings.xml": texts_xml("x" * 32_000)}

    assert refusal_of(packed(parts)) == "file_cells"


@pytest.mark.parametrize(
    ("texts", "times"),
    [
        ("<si/>", 1_000_001),
        ("<si><t/></si>", 1_000_001),
        ("<x:si><x:t>a</x:t></x:si>", 1_000_001),
        ("<!---->", 6_000_001),
    ],
)
def test_millions_of_empty_texts_are_refused(texts, times):
    parts = minimal_parts() | {"xl/sharedStrings.xml": f"<sst>{texts * times}</sst>"}

    assert refusal_of(packed(parts)) == "file_cells"


def test_a_prefix_does_not_let_a_long_text_slip_past_the_count():
    rows = "".join(f'<row r="{number}"><c r="A{number}" t="s"><v>1</v></c></row>' for number in range(1, 10_001))
    long = f"<x:si><x:t>b</x:t></x:si><x:si><x:t>{'a' * 32_000}</x:t></x:si>"
    texts = f'<sst xmlns="{MAIN}" xmlns:x="{MAIN}">{long}</sst>'

    assert refusal_of(packed(minimal_parts(rows) | {"xl/sharedStrings.xml": texts})) == "file_cells"


@pytest.mark.parametrize(
    ("part", "start", "piece", "times"),
    [
        ("xl/styles.xml", "<styleSheet><cellXfs>", "<xf/>", 15_000_000),
        ("xl/styles.xml", "<styleSheet><numFmts>", '<numFmt numFmtId="1" formatCode="y"/>', 700_001),
        ("xl/_rels/workbook.xml.rels", "<Relationships>", "<Relationship/>", 6_000_000),
        ("[Content_Types].xml", "<Types>", "<Default/>", 9_000_000),
        ("xl/workbook.xml", "<workbook><definedNames>", "<definedName>1</definedName>", 3_000_000),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData>", "<row/>", 14_000_000),
        ("xl/worksheets/sheet1.xml", "<worksheet><mergeCells>", "<mergeCell/>", 7_000_000),
        ("xl/sharedStrings.xml", "<sst><si><t>", "long", 20_000_000),
    ],
)
def test_millions_of_tags_in_any_part_are_refused(part, start, piece, times):
    links = links_xml(
        link("rId1", "worksheet", "worksheets/sheet1.xml"),
        link("rId2", "sharedStrings", "sharedStrings.xml"),
        link("rId3", "styles", "styles.xml"),
    )
    parts = minimal_parts() | {"xl/_rels/workbook.xml.rels": links, "xl/styles.xml": "<styleSheet/>"}

    assert refusal_of(packed(parts | {part: start + piece * times})) == "file_cells"


def test_attributes_without_end_are_not_looked_through_again_and_again():
    endless = '<row r="1"><c r="A1"' + ' t="s"' * 500_000 + "/></row>"

    assert refusal_of(packed(minimal_parts(endless) | {"xl/sharedStrings.xml": texts_xml("x" * 400)})) == "file_cells"


def test_many_sheets_with_a_cell_in_the_far_corner_are_refused():
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="20000"><c r="DP20000"><v>2</v></c></row>'

    with pytest.raises(BadWorkbook, match="file_cells"):
        read_book(packed(with_sheets(12, corners)))
    assert len(read_book(packed(with_sheets(2, corners)))) == 2


def with_sheets(count: int, rows: str) -> dict[str, str | bytes]:
    names = range(1, count + 1)
    sheets = "".join(f'<sheet name="S{name}" sheetId="{name}" r:id="rId{name}"/>' for name in names)
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    links = links_xml(*(link(f"rId{name}", "worksheet", f"worksheets/sheet{name}.xml") for name in names))
    parts = minimal_parts() | {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links}
    return parts | {f"xl/worksheets/sheet{name}.xml": sheet_xml(rows) for name in names}


def test_one_long_text_used_once_is_accepted():
    rows = "".join(f'<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>' for number in range(1, 10_001))
    rows += '<row r="10001"><c r="A10001" t="s"><v>1</v></c></row>'
    parts = minimal_parts(rows) | {"xl/sharedStrings.xml": texts_xml("x", "y" * 32_000)}

    assert read_sheet(packed(parts))[-1] == ["y" * 32_000]


def test_large_workbooks_are_unpacked_one_at_a_time_and_small_ones_wait_for_nobody():
    blank = "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(2, 300_000))
    large = workbook(f'<row r="1"><c r="A1"><v>7</v></c></row>{blank}')
    done = []
    waits = Thread(target=lambda: done.append(len(read_sheet(large))))

    with in_turn(large):
        waits.start()
        passes = Thread(target=lambda: done.append(read_sheet(workbook('<row r="1"><c r="A1"><v>2</v></c></row>'))))
        passes.start()
        passes.join(30)
        assert done == [[[2]]]
    waits.join(30)

    assert done == [[[2]], 1]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY x "1"><!ENTITY y "&x;&x;&x;">]>',
    ],
)
def test_document_types_are_refused(doctype):
    part = sheet_xml("&x;").replace("<worksheet", f"{doctype}<worksheet", 1)

    assert refusal_of(with_parts(xl__worksheets__sheet1_xml=part)) == "file_damaged"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-7"])
def test_parts_in_another_encoding_are_refused(encoding):
    part = sheet_xml("").replace("UTF-8", encoding).encode(encoding)

    assert refusal_of(with_parts(xl__worksheets__sheet1_xml=part)) == "file_damaged"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "file_macros"),
        ("xl/macrosheets/sheet1.xml", "file_macros"),
        ("xl/externalLinks/externalLink1.xml", "file_external"),
        ("xl/connections.xml", "file_external"),
        ("xl/embeddings/oleObject1.bin", "file_embedded"),
        ("xl/activeX/activeX1.xml", "file_embedded"),
    ],
)
def test_what_acts_or_reaches_outside_is_refused(part, code):
    assert refusal_of(packed(minimal_parts() | {part: ""})) == code


def test_a_macro_workbook_under_another_name_is_refused():
    types = minimal_parts()["[Content_Types].xml"].replace(
        "/>", '><Override PartName="/xl/a.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )

    assert refusal_of(packed(minimal_parts() | {"[Content_Types].xml": types})) == "file_macros"


def test_a_part_outside_the_file_is_refused():
    outside = links_xml(link("rId1", "worksheet", "http://example.org/sheet.xml", "External"))

    assert refusal_of(with_parts(**{"xl___rels__workbook_xml.rels": outside})) == "file_external"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.xlsx", "file_empty"),
        (b"a,b\n" * 3_000_000, "a.csv", "file_too_large"),
        (b"a,b\n", "a.xlsx", "file_type"),
        (b"a,b\n", "a.json", "file_type"),
        (b"a,b\n", "a.xls", "file_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xlsx", "file_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "", "file_encrypted"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "", "file_type"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><Workbook/>", "a.csv", "file_type"),
        (b'{"a": 1}', "", "file_type"),
        (b"%PDF-1.7", "", "file_type"),
        (b"a\x00b,1\n", "a.csv", "file_type"),
        (b"\xff\xff\xff\xff,1\n", "a.csv", "file_encoding"),
        (b"PK\x03\x04" + bytes(100), "a.xlsx", "file_damaged"),
        (packed({"a.txt": "text"}), "a.xlsx", "file_type"),
        (packed({"content.xml": "", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "", "file_type"),
        (packed({"[Content_Types].xml": "", "xl/workbook.bin": ""}), "", "file_type"),
    ],
)
def test_other_files_are_refused_by_their_content(data, name, code):
    assert refusal_of(data, name) == code


def test_two_parts_of_one_name_are_refused():
    data = packed(minimal_parts() | {"xl/Workbook.xml": "x"})

    assert refusal_of(data) == "file_damaged"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(method):
    assert refusal_of(packed(minimal_parts(), method=method)) == "file_damaged"


def test_blank_formatted_rows_far_below_are_accepted():
    blank = "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(2, 300_000))

    assert read_sheet(workbook('<row r="1"><c r="A1"><v>7</v></c></row>' + blank)) == [[7]]


def test_a_full_sheet_of_the_allowed_size_is_accepted():
    rows = '<row r="1"><c r="DP1"><v>1</v></c></row><row r="20000"><c r="A20000"><v>2</v></c></row>'

    table = read_sheet(workbook(rows))

    assert (len(table), len(table[0])) == (20_000, 120)


def test_damaged_bytes_never_raise_anything_else():
    good = workbook('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>4000.5</v></c></row>')
    stored = packed(minimal_parts(), method=zipfile.ZIP_STORED)
    chance = random.Random(5411)
    outcomes = set()

    for number in range(600):
        data = bytearray(stored if number % 2 else good)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        outcomes.add(outcome(bytes(data)))

    assert {"read", "file_damaged"} <= outcomes


def outcome(data: bytes) -> str:
    try:
        read_sheet(data)
    except BadWorkbook as refusal:
        return refusal.code
    return "read"


def test_damaged_sheets_never_raise_anything_else():
    chance = random.Random(5411)
    sheet = sheet_xml(
        '<row r="1"><c r="A1" t="s" s="0"><v>0</v></c><c r="B1" t="d"><v>2016-12-31</v></c></row>'
    ).encode()

    for _ in range(600):
        data = bytearray(sheet)
        for _ in range(chance.randrange(1, 4)):
            data[chance.randrange(60, len(data))] = chance.choice(b'<>/"=&; 09AZc\x00\xff')
        outcome(packed(minimal_parts() | {"xl/worksheets/sheet1.xml": bytes(data)}))
