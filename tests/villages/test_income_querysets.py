"""Income by year, class and band; a year is complete on its 31 December."""

import datetime
from decimal import Decimal

import pytest

from tests.villages.conftest import SECOND_VILLAGE, VILLAGE
from villages.models import CollectiveEntry, Village
from villages.policy import last_complete_year
from villages.services import EntryRow, record_collective_entries
from yuping.accounts.models import User


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (datetime.date(2016, 12, 31), 2016),
        (datetime.date(2016, 12, 30), 2015),
        (datetime.date(2017, 1, 1), 2016),
    ],
)
def test_the_last_complete_year(on: datetime.date, year: int) -> None:
    assert last_complete_year(on) == year


def _village(code: str, on: datetime.date) -> Village:
    return Village.objects.all_areas(reason="test").with_income(on).get(pk=code)


@pytest.fixture
def entries(clerk: User) -> None:
    rows = [
        (VILLAGE, datetime.date(2015, 12, 31), "operating", "10"),
        (VILLAGE, datetime.date(2016, 1, 1), "operating", "30000"),
        (VILLAGE, datetime.date(2016, 12, 31), "subsidies", "20000"),
        (SECOND_VILLAGE, datetime.date(2016, 5, 1), "investment", "49999.99"),
    ]
    record_collective_entries(
        actor=clerk, rows=[EntryRow(code, on, "income", kind, Decimal(sum_), "收入") for code, on, kind, sum_ in rows]
    )


@pytest.mark.usefixtures("entries")
def test_income_counts_all_classes_and_apart_the_operating_ones() -> None:
    village = _village(VILLAGE, datetime.date(2016, 12, 31))

    assert (village.income, village.operating_income) == (Decimal("50000.00"), Decimal("30000.00"))


@pytest.mark.usefixtures("entries")
def test_before_its_last_day_the_year_before_counts() -> None:
    assert _village(VILLAGE, datetime.date(2016, 12, 30)).income == Decimal("10.00")


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize(
    ("band", "codes"),
    [
        ("from_50000", {VILLAGE}),
        ("50000_to_100000", {VILLAGE}),
        ("below_50000", {SECOND_VILLAGE}),
        ("from_100000", set()),
    ],
)
def test_the_bands_are_exact_at_their_edges(band: str, codes: set[str]) -> None:
    rows = Village.objects.all_areas(reason="test").in_band(band, datetime.date(2016, 12, 31))

    assert set(rows.values_list("pk", flat=True)) == codes


@pytest.mark.usefixtures("entries")
def test_a_village_without_income_stands_in_its_band() -> None:
    rows = Village.objects.all_areas(reason="test").counted(datetime.date(2016, 12, 31))

    assert rows.in_band("none", datetime.date(2016, 12, 31)).count() == 67


@pytest.mark.usefixtures("entries")
def test_income_of_a_recoded_village_counts_with_its_successor() -> None:
    Village.unguarded.filter(pk=SECOND_VILLAGE).update(valid_to=datetime.date(2016, 6, 30), successor=VILLAGE)

    assert _village(VILLAGE, datetime.date(2016, 12, 31)).income == Decimal("99999.99")


@pytest.mark.usefixtures("entries")
def test_income_by_year_and_class() -> None:
    rows = CollectiveEntry.objects.all_areas(reason="test").filter(village=VILLAGE).by_year_and_class()

    assert [(row["date__year"], row["income_class"], row["total"]) for row in rows] == [
        (2015, "operating", Decimal("10.00")),
        (2016, "operating", Decimal("30000.00")),
        (2016, "subsidies", Decimal("20000.00")),
    ]
