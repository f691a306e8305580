"""What the village indicators count in household files."""

import datetime
from decimal import Decimal

import pytest

from households import services
from households.models import MemberYear
from tests.households.factories import make_household, make_member, make_year
from tests.households.test_casework import visit
from villages import indicators
from villages.models import Indicator, IndicatorValue, Village
from villages.services import recompute_indicators
from yuping.accounts.models import User

END = datetime.date(2016, 12, 1)
CODES = ["A03", "A04", "A05", "A07", "A09", "A10", "A11", "B22", "C26", "C27"]


@pytest.fixture
def files(village: Village, clerk: User) -> None:
    """Two households of two persons each; the first has left poverty and lives in an unsafe house."""
    first, second = (make_household(village, number=number) for number in (1, 5))
    make_year(first, exit_flag="2", unsafe_house=True, safe_water=False)
    make_year(second, year=2015, exit_flag="2", unsafe_house=True)
    make_year(second, exit_flag="1", unsafe_house=False, safe_water=True)
    for household, number in ((first, 60), (second, 62)):
        member = make_member(household, number=number)
        MemberYear.unguarded.create(
            member=member,
            household=household,
            village=village,
            year=2016,
            health=["2"] if number == 60 else ["1"],
            work_region="4" if number == 60 else "1",
            low_income_aid=number == 62,
        )
    services.record_visit(
        actor=clerk, row=visit(first, problem="漏雨", appeal_class="05", closed_on=END, result="已补")
    )
    services.record_visit(actor=clerk, row=visit(first, problem="无路", appeal_class="01"))
    services.record_visit(actor=clerk, row=visit(second, problem="缺水", appeal_class="02"))
    services.record_visit(actor=clerk, row=visit(second))


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("A03", 2),
        ("A04", 4),
        ("A05", 2),
        ("A07", 1),
        ("A09", 1),
        ("A10", 1),
        ("A11", 1),
        ("B22", 1),
        ("C26", 3),
        ("C27", Decimal("33.33")),
    ],
)
def test_an_indicator_counts_the_files_of_its_village(
    code: str, number: Decimal | int, files: None, village: Village, far_village: Village
) -> None:
    counted = indicators.sources()[code](2016, END)

    assert round(Decimal(counted[village.pk]), 2) == number
    assert far_village.pk not in counted


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_counted_before_the_first_file(code: str, files: None) -> None:
    assert not indicators.sources()[code](2013, datetime.date(2013, 12, 31))


def test_a_year_without_records_counts_by_the_last_ones(files: None, village: Village) -> None:
    assert indicators.sources()["A10"](2017, datetime.date(2017, 3, 1))[village.pk] == 1


def test_a_household_that_has_left_is_not_counted(files: None, clerk: User, village: Village) -> None:
    household = make_household(village, number=9)
    services.change_status(
        actor=clerk, household_id=household.pk, kind="6", date=datetime.date(2016, 11, 1), reason="迁出"
    )

    assert indicators.sources()["A03"](2016, END)[village.pk] == 2


def test_the_poverty_rate_rests_on_the_persons_in_poverty(files: None, officer: User, village: Village) -> None:
    IndicatorValue.unguarded.create(
        village=village,
        year=2016,
        indicator=Indicator.objects.get(pk="A02"),
        number=Decimal(400),
        state="reviewed",
        entered_by=officer,
        entered_on=END,
        reviewed_by=User.objects.exclude(pk=officer.pk).first(),
        reviewed_on=END,
    )

    recompute_indicators(actor=officer, year=2016)

    assert IndicatorValue.unguarded.get(village=village, indicator="A06").number == Decimal("0.50")
