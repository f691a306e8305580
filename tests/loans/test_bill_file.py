"""The bank's bill as a file: the headings it may have, the rows it may hold, and the list sent out coming back."""

from decimal import Decimal

import pytest
from django.urls import reverse

from loans.bill_file import read_bill
from loans.models import SubsidyLine, SubsidyQuarter
from loans.services import BillRow
from tests.loans.conftest import COUNTY, TODAY
from tests.people import browser
from yuping.accounts.models import User
from yuping.core.errors import BadInput
from yuping.core.models import Installation


def read(*lines: str) -> list[BillRow]:
    return read_bill("\n".join(lines).encode(), "bill.csv")


def test_blank_rows_and_the_total_are_passed_over() -> None:
    rows = read("精扶贷利息清单,,", "合同号,天数,利息", 'HT-1,42,"1,277.08"', ",,", "合计,,1277.08")

    assert rows == [BillRow("HT-1", 42, Decimal("1277.08"))]


def test_the_banks_own_columns_win_over_ours() -> None:
    rows = read("合同号,天数,账单天数,账单金额（元）", "HT-1,42,41,270.50")

    assert rows == [BillRow("HT-1", 41, Decimal("270.50"))]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(BadInput) as refusal:
        read("合同号,利息", "HT-1,1")

    assert (refusal.value.code, refusal.value.params["column"]) == ("bill_column_missing", "账单天数")


@pytest.mark.parametrize("row", ["HT-1,,1", "HT-1,42,", "HT-1,93,1", "HT-1,42,-1", "HT-1,42,1.005", "HT-1,4.5,1"])
def test_a_wrong_row_is_named_by_its_number(row: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read("合同号,天数,利息", "HT-0,42,1", row)

    assert (refusal.value.code, refusal.value.params["row"]) == ("bill_row", 3)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_exported_lines_come_back_as_a_bill(language: str, quarter: SubsidyQuarter, finance: User) -> None:
    Installation.objects.create(county_code=COUNTY, county_name="玉屏侗族自治县", is_demo=True, business_date=TODAY)
    SubsidyLine.unguarded.update(bill_days=42, bill_amount=Decimal("277.08"))
    client = browser(finance)
    client.cookies["django_language"] = language
    response = client.get(f"{reverse('loans:line_list')}?quarter={quarter.pk}&export=xlsx")
    line = SubsidyLine.unguarded.select_related("loan").get()

    assert read_bill(response.getvalue(), "lines.xlsx") == [BillRow(line.loan.contract_number, 42, Decimal("277.08"))]
