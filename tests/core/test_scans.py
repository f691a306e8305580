"""A PDF among the papers is pages and nothing else."""

import contextlib
import time
import zlib

import pytest

from tests.pictures import packed_objects, pdf
from yuping.core.scans import BadScan, read_scan


def test_plain_pages_are_taken():
    read_scan(pdf())
    read_scan(pdf(b"<< /Length 9 >> stream\n/JS 1 0 R\nendstream"))
    read_scan(pdf(packed_objects(b"5 0 << /Type /Page >>")))


@pytest.mark.parametrize(
    "acting",
    [
        b"<< /S /JavaScript /JS (app.alert(1)) >>",
        b"<< /S /J#61vaScript >>",
        b"<< /S /#4c#61unch /F (cmd.exe) >>",
        b"<< /Names << /EmbeddedFiles 7 0 R >> >>",
        b"<< /Type /EmbeddedFile >>",
        b"<< /AcroForm << /XFA 5 0 R >> >>",
        b"<< /S /SubmitForm /F (http://example.org) >>",
        b"<< /Subtype /RichMedia >>",
        packed_objects(b"5 0 << /S /JavaScript /JS (app.alert(1)) >>"),
        packed_objects(b"5 0 << /S /Laun#63h >>"),
    ],
    ids=range(10),
)
def test_what_acts_or_carries_files_is_refused(acting: bytes):
    with pytest.raises(BadScan) as refused:
        read_scan(pdf(acting))

    assert refused.value.code == "scan_acts"


def test_a_locked_one_is_refused():
    with pytest.raises(BadScan) as refused:
        read_scan(pdf(b"<< /Encrypt 9 0 R >>"))

    assert refused.value.code == "scan_locked"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.4 1",
        pdf()[:-8],
        b"<html>" + pdf(),
        pdf(packed_objects(b"x").replace(b"FlateDecode", b"LZWDecode")),
        pdf(packed_objects(b"x").replace(b"/Filter /FlateDecode", b"/Filter [/ASCIIHexDecode /FlateDecode]")),
        pdf(packed_objects(b"x").replace(b"/N 1", b"/N 1 /DecodeParms << /Predictor 12 >>")),
        pdf(packed_objects(b"x").replace(b"stream\nx", b"stream\ny")),
        pdf(packed_objects(b"0" * 40_000_000)),
    ],
    ids=range(9),
)
def test_what_cant_be_looked_into_is_refused(data: bytes):
    with pytest.raises(BadScan) as refused:
        read_scan(data)

    assert refused.value.code == "scan_unreadable"


CATALOGUE = b"1 0 obj << /Type /Catalog /OpenAction [3 0 R /Fit] >> endobj\n"
TABLE = b"xref\n0 1\n0000000000 65535 f \ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
PICTURE = b"/Subtype /Image /Filter /DCTDecode /Length 12 >>"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
        + CATALOGUE
        + b"4 0 obj << "
        + PICTURE
        + b"\nstream\r\n\xff\xd8(%/JS \nendstream\n"
        + TABLE,
        b"%PDF-1.4\r" + CATALOGUE + b"4 0 obj\r<< " + PICTURE + b"\rstream\r\xff\xd8\xff\rendstream\rendobj\r" + TABLE,
        b"%PDF-1.4\n4 0 obj << /Linearized 1 >> endobj\n" + TABLE + CATALOGUE + TABLE,
        pdf(b"<< /Producer (Scan \\(1\\) of (a) stream\n and /JS) >>"),
        pdf(packed_objects(b"5 0 << /Type /Page >>"), packed_objects(b"6 0 << /Type /Page >>")).replace(
            b"xref\n0 1\n0000000000 65535 f \ntrailer", b"7 0 obj << /Type /XRef /Length 3 >> stream\nabc\nendstream"
        ),
    ],
    ids=["scanner", "line ends of one CR", "linearised", "texts", "table in a stream"],
)
def test_papers_as_scanners_and_telephones_write_them_are_taken(data: bytes):
    read_scan(data)


SCRIPT = b"9 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj"


@pytest.mark.parametrize(
    "data",
    [
        pdf(b"<< >> >>stream\n%s\nendstream" % SCRIPT),
        pdf(b"<< /A (>>stream\n) >> %s << /B (endstream) >>" % SCRIPT),
        pdf(b"<< >> % >>stream\n" + SCRIPT + b"\n%endstream\n"),
        pdf(b"<< >> %" + SCRIPT),
        pdf(b"<< >>\rstream\r" + SCRIPT.replace(b"JavaScript", b"J#61va#53cript") + b"\rendstream"),
        pdf(b"<< /AA << /O 9 0 R >> >>"),
        pdf(packed_objects(b"5 0 << /S /JavaScript >>").replace(b" stream\n", b" % a remark\nstream\n")),
        pdf(packed_objects(b"5 0 << /S /JavaScript >>").replace(b"/Type /ObjStm", b"/Type%x\n/ObjStm")),
        pdf(packed_objects(b"5 0 << /S /JavaScript >>").replace(b"/Type /ObjStm", b"/Type /Obj#53tm")),
        pdf(packed_objects(b"5 0 << /S /JavaScript >>").replace(b" stream\n", b"\rstream\r")),
    ],
    ids=range(10),
)
def test_a_pretended_stream_text_or_remark_hides_nothing(data: bytes):
    with pytest.raises(BadScan) as refused:
        read_scan(data)

    assert refused.value.code == "scan_acts"


HIDDEN = packed_objects(b"5 0 << /S /JavaScript >>")


@pytest.mark.parametrize(
    "data",
    [
        pdf().replace(b"startxref", b"start"),
        pdf().replace(b"\nxref", b"\n"),
        pdf(HIDDEN.replace(b">> stream", b">> ]stream")),
        pdf(b"[ ] stream\nabc\nendstream"),
        pdf(b"<< >> stream\nabc"),
        pdf(b"<< /A (never closed >>"),
        pdf(b"<< >> stream\n9 0 obj %s\nendstream" % HIDDEN),
        pdf(b"<< >> % " + HIDDEN.replace(b"\n", b"")),
        pdf(b"<< /Type /ObjStm /Filter 8 0 R >> stream\n%s\nendstream" % zlib.compress(SCRIPT)),
        pdf(b"<< /Type /ObjStm /Filter /FlateDecode >> stream\n%s\nendstream" % zlib.compress(b"abc")[:-3]),
        pdf(*[b"<< >> stream\nendstream"] * 20_001),
    ],
    ids=range(11),
)
def test_what_is_not_built_as_a_pdf_is_refused(data: bytes):
    with pytest.raises(BadScan) as refused:
        read_scan(data)

    assert refused.value.code == "scan_unreadable"


@pytest.mark.parametrize(
    "unit", [b">>stream\n", b"1 0 obj<<>>stream\n", b"(", b"(a\\", b"()", b"%\n", b" stream", b"/ObjStm ", b"1 0 obj<<"]
)
def test_reading_takes_as_long_as_the_file_is_large(unit: bytes):
    begun = time.process_time()
    with contextlib.suppress(BadScan):
        read_scan(b"%PDF-1.4\n" + unit * (1_000_000 // len(unit)) + b"\n" + TABLE)

    assert time.process_time() - begun < 5
