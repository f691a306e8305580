"""The roster as a workbook: of the person's area alone, with an entry in the audit record."""

import io

import openpyxl
import pytest

from households.services import export_roster
from tests.factories import make_household, make_user
from villages.models import Village
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb

OWN, OTHER = "520622103201", "520622102201"


def cells_of(content: bytes) -> set[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}


def test_the_roster_holds_the_households_of_the_area_and_is_on_record(db: None) -> None:
    own, other = (make_household(Village.unguarded.get(pk=code)) for code in (OWN, OTHER))

    cells = cells_of(export_roster(actor=make_user(("township_clerk", OWN[:9])), year=2016))

    assert own.head_name in cells
    assert other.head_name not in cells
    assert AuditEntry.objects.filter(verb="households.export_household").count() == 1


def test_numbers_in_full_need_a_reason(db: None) -> None:
    with pytest.raises(BadInput):
        export_roster(actor=make_user(("township_clerk", OWN[:9])), year=2016, in_full=True)


def test_leadership_exports_no_roster(db: None) -> None:
    with pytest.raises(MissingVerb):
        export_roster(actor=make_user(("leadership", "520622")), year=2016)
