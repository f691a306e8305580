"""What the page of a village shows: indicators with a column for each year, income by class, entries by name."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.people import browser
from tests.villages.conftest import TODAY, VILLAGE
from tests.villages.test_indicators import enter
from villages.models import Township
from villages.services import record_dividend_income
from villages.views.areas import indicator_rows, years_shown
from yuping.accounts.models import User
from yuping.core.models import Installation


@pytest.fixture(autouse=True)
def _demo_day(db: None) -> None:
    Installation.objects.create(county_code="520622", county_name="玉屏侗族自治县", is_demo=True, business_date=TODAY)


def page(user: User, query: str = "") -> str:
    response = browser(user).get(reverse("villages:village_detail", kwargs={"code": VILLAGE}) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_values_of_several_years_stand_side_by_side(clerk: User) -> None:
    enter(clerk, number="1200", year=2015)
    enter(clerk, number="1350", year=2016)

    shown = page(clerk, "?year=2015")

    assert shown.index("1,350") < shown.index("1,200")
    assert 'data-label="2015"' in shown


def test_a_year_without_values_is_shown_when_it_is_looked_at(clerk: User) -> None:
    village = enter(clerk, year=2016).village

    assert years_shown(clerk, village, 2014) == [2016, 2014]
    assert years_shown(clerk, village, 2016) == [2016]


def test_at_most_five_years_are_shown(clerk: User) -> None:
    village = [enter(clerk, year=year) for year in range(2010, 2017)][0].village

    assert years_shown(clerk, village, 2016) == [2016, 2015, 2014, 2013, 2012]
    assert years_shown(clerk, village, 2010) == [2016, 2015, 2014, 2013, 2010]


def test_an_indicator_without_a_value_has_an_empty_place(clerk: User) -> None:
    village = enter(clerk, "A02", year=2016).village

    rows = {row.indicator.pk: row for row in indicator_rows(clerk, village, [2016, 2015], 2016)}

    assert [value and value.number for _year, value in rows["A02"].values] == [Decimal(1200), None]
    assert rows["A01"].value is None


def test_income_that_a_paper_brought_is_named_after_it(company: User, clerk: User) -> None:
    paper = Township.objects.all_areas(reason="any record serves as the paper").first()
    day = datetime.date(2016, 12, 1)
    record_dividend_income(actor=company, date=day, source=paper, amounts={VILLAGE: Decimal("31000")})

    assert f"5411分红（批次 {paper}）" in page(clerk)
