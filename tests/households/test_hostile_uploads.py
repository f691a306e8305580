"""What an upload refuses before anything of it is read: other kinds of files, and files made to harm."""

import pytest

from households.models import ImportRun
from households.services import imports
from tests.core.workbooks import bomb, minimal_parts, packed
from tests.households.sheets_of import rows_of, workbook
from tests.households.test_imports import book_of, filled, uploaded
from villages.models import Village
from yuping.accounts.models import User
from yuping.core.errors import BadInput


@pytest.mark.parametrize("name", ["农户.xlsm", "农户.csv", "农户.xls", "农户.html", "农户"])
def test_only_workbooks_under_their_own_name_are_taken(clerk: User, village: Village, name: str) -> None:
    with pytest.raises(BadInput, match="file_type"):
        imports.upload_households(actor=clerk, data=book_of(filled(village)), name=name)


def with_part(name: str) -> bytes:
    return packed({**minimal_parts(), name: "x"})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"<html><table></table></html>", "file_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
        (b"PK\x03\x04 cut off", "file_damaged"),
        (with_part("xl/vbaProject.bin"), "file_macros"),
        (with_part("xl/externalLinks/externalLink1.xml"), "file_external"),
        (packed(minimal_parts()), "households.sheet_missing"),
        (packed(minimal_parts('<row r="1"><c r="XFD100000"><v>1</v></c></row>')), "file_rows"),
    ],
    ids=["empty", "markup", "password", "cut off", "macros", "outside", "other sheets", "far cell"],
)
def test_hostile_files_are_refused_and_nothing_is_kept(clerk: User, data: bytes, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        uploaded(clerk, data)
    assert not ImportRun.objects.exists()


def test_a_packed_bomb_is_refused(clerk: User) -> None:
    with pytest.raises(BadInput, match="file_unpacked"):
        uploaded(clerk, bomb())


def test_three_hundred_columns_are_refused(clerk: User, village: Village) -> None:
    homes, people = rows_of([filled(village)])
    homes[0] |= {f"列{number}": "x" for number in range(300)}

    with pytest.raises(BadInput, match="file_columns"):
        uploaded(clerk, workbook(homes, people))
