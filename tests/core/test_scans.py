"""A PDF among the papers is pages and nothing else."""

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
