"""The roster as a workbook: of the person's area alone, with an entry in the audit record."""

import io
from decimal import Decimal

import openpyxl
import pytest

from households.models import HouseholdYear
from households.services import export_roster, export_summary
from tests.factories import make_household, make_user
from villages.models import Village
from yuping.audit.models import AuditEntry
from yuping.core.codes import label_of
from yuping.core.errors import BadInput, MissingVerb
from yuping.core.models import Installation

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


def test_a_demo_says_so_on_its_lists(db: None) -> None:
    make_household(Village.unguarded.get(pk=OWN))
    clerk = make_user(("township_clerk", OWN[:9]))
    Installation.objects.create(county_code=OWN[:6], county_name="玉屏", is_demo=True)

    rows = [*openpyxl.load_workbook(io.BytesIO(export_roster(actor=clerk, year=2016))).active.values]

    assert rows[1][0].startswith("演示数据，业务日期")


def test_the_roster_of_households_has_a_row_for_each_head_in_the_official_order(db: None) -> None:
    home = make_household(Village.unguarded.get(pk=OWN))
    clerk = make_user(("township_clerk", OWN[:9]))

    content = export_roster(actor=clerk, year=2016, roster="households")

    rows = [*openpyxl.load_workbook(io.BytesIO(content)).active.values]
    assert rows[2][:7] == ("序号", "乡镇", "行政村", "村民组", "户编号", "户主姓名", "户主证件号码")
    assert [row[5] for row in rows[3:4]] == [home.head_name]
    assert clerk.full_name in rows[1][0]


def test_the_summary_adds_up_by_township_and_names_nobody(db: None) -> None:
    own, other = (make_household(Village.unguarded.get(pk=code)) for code in (OWN, OTHER))
    county = make_user(("poverty_office", OWN[:6]))

    content = export_summary(actor=county, year=2016)

    rows = [*openpyxl.load_workbook(io.BytesIO(content)).active.values][3:6]
    assert [row[2] for row in rows] == [1, 1, 2]
    assert rows[-1][1] == "合计"
    assert not {own.head_name, other.head_name} & cells_of(content)
    township = export_summary(actor=make_user(("township_clerk", OWN[:9])), year=2016)
    assert [row[2] for row in openpyxl.load_workbook(io.BytesIO(township)).active.values][3:5] == [1, 1]
    with pytest.raises(MissingVerb):
        export_summary(actor=make_user(("leadership", OWN[:6])), year=2016)


@pytest.mark.parametrize("roster", ["persons", "households"])
def test_a_roster_has_what_the_form_of_its_year_asks(db: None, roster: str) -> None:
    home = make_household(Village.unguarded.get(pk=OWN))
    later = {
        "household_type": "3",
        "monitored_type": "1",
        "first_risk": "1",
        "risk_removed": False,
        "education_secured": True,
        "insurance_payout": Decimal("1200.50"),
        "self_paid_expense": Decimal("800.00"),
        "not_counted_for_exit": ["wage_income", "ecology_income"],
    }
    for year, answers in ((2020, {"not_counted_for_exit": ["wage_income"]}), (2021, later)):
        HouseholdYear.unguarded.create(
            household=home, village_id=home.village_id, year=year, population_end=1, **answers
        )
    clerk = make_user(("township_clerk", OWN[:9]))

    before, after = (_first_row(export_roster(actor=clerk, year=year, roster=roster)) for year in (2020, 2021))

    assert before["不计入脱贫的收入项目"] == "工资性收入"
    added = [heading for heading in after if heading not in before]
    assert (added[0], added[-1], len(added)) == ("户类型", "合规自付支出(元)", 15)
    assert after["户类型"] == label_of("household_type", "3", year=2021)
    assert after["致贫返贫风险1"] == "因病"
    assert (after["风险是否已消除"], after["义务教育是否有保障"]) == ("否", "是")
    assert after["基本医疗是否有保障"] is None
    assert (after["家庭理赔收入(元)"], after["合规自付支出(元)"]) == (1200.5, 800)
    assert after["不计入脱贫的收入项目"] == "工资性收入、生态补偿金"


def _first_row(content: bytes) -> dict[str, object]:
    _title, _note, headings, row, *_rest = openpyxl.load_workbook(io.BytesIO(content)).active.values
    return dict(zip(headings, row, strict=True))


def test_the_summary_of_a_township_is_by_village_and_of_a_village_by_group(db: None) -> None:
    first = Village.unguarded.get(pk=OWN)
    second = Village.unguarded.filter(township_id=OWN[:9]).exclude(pk=OWN).order_by("pk").first()
    for village in (first, second):
        make_household(village)
    clerk = make_user(("township_clerk", OWN[:9]))

    whole, of_one = (export_summary(actor=clerk, year=2016, village_code=code) for code in ("", OWN))

    rows = [*openpyxl.load_workbook(io.BytesIO(whole)).active.values]
    assert rows[2][1] == "行政村"
    assert {row[1]: row[2] for row in rows[3:6]} == {first.short_name: 1, second.short_name: 1, "合计": 2}
    rows = [*openpyxl.load_workbook(io.BytesIO(of_one)).active.values]
    assert (rows[2][1], rows[3][2], rows[4][1]) == ("村民组", 1, "合计")
