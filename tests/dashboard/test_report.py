"""The survey report beside our rows: what counts as the same, what is explained, who may read it."""

import io
from decimal import Decimal

import openpyxl
import pytest

from tests.dividends.conftest import Year
from tests.people import browser
from yuping.accounts.models import User
from yuping.core.figures import all_figures
from yuping.dashboard.report import Line, coarseness

REPORT = "/figures/report/?on=2016-11-30"


def line(printed: str | None, unit: str, ours: object) -> Line:
    number = None if printed is None else Decimal(printed)
    return Line("key", "1", "", number, unit, Decimal(0), ours)


@pytest.mark.parametrize(
    ("printed", "unit", "ours", "verdict"),
    [
        ("12", "户", 12, "equal"),
        ("1.5", "亿元", Decimal("150000000.00"), "equal"),
        ("7.5", "万元", Decimal("75000.00"), "equal"),
        ("33.3", "%", Decimal("33.38"), "rounded"),
        ("33.4", "%", Decimal("33.38"), "rounded"),
        ("33.5", "%", Decimal("33.38"), "differs"),
        ("1250", "人", 1251, "rounded"),
        ("1250", "人", 1271, "differs"),
        ("700", "万元", Decimal("7030000.00"), "rounded"),
        (None, "户", 12, "not_printed"),
    ],
)
def test_a_printed_number_is_compared_as_coarsely_as_it_is_printed(
    printed: str | None, unit: str, ours: object, verdict: str
) -> None:
    assert line(printed, unit, ours).verdict == verdict


def test_the_difference_is_ours_less_the_reports_in_the_figures_own_unit() -> None:
    assert line("7", "万元", Decimal("70300.00")).difference == Decimal("300.00")


@pytest.mark.parametrize(("number", "step"), [("25.9", "0.1"), ("1650", "10"), ("22", "1"), ("1.6755", "0.0001")])
def test_the_step_of_a_printed_number(number: str, step: str) -> None:
    assert coarseness(Decimal(number)) == Decimal(step)


def test_every_figure_of_the_report_is_counted_here(county: Year, leader: User) -> None:
    page = browser(leader).get(REPORT)

    assert {row["line"].key for row in page.context["lines"]} <= {one.key for one in all_figures()}
    assert all(row["reading"].url for row in page.context["lines"])


def test_what_differs_is_shown_with_its_difference(county: Year, leader: User) -> None:
    page = browser(leader).get(REPORT)

    row = next(row for row in page.context["lines"] if row["line"].key == "invested_households")
    assert row["line"].difference == 3 - row["line"].printed
    assert row["line"].verdict == "differs"


def test_the_comparison_leaves_as_a_workbook(county: Year, leader: User) -> None:
    answer = browser(leader).get(f"{REPORT}&export=xlsx")

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=4, values_only=True))
    assert len(rows) == len(browser(leader).get(REPORT).context["lines"])


def test_who_sees_a_township_alone_has_no_comparison(county: Year, township_leader: User) -> None:
    assert browser(township_leader).get(REPORT).status_code == 404


def test_without_a_day_the_report_is_compared_on_its_own_day(county: Year, leader: User) -> None:
    page = browser(leader).get("/figures/report/")

    assert page.context["on"].isoformat() == "2016-12-31"
