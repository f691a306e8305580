"""The income of a quarter for a whole village: who is missing, one page to enter them, the list with its sums."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from households import services
from households.models import Household, HouseholdQuarter
from households.services import QuarterIncome
from tests.households.casework.conftest import body, url
from tests.households.factories import make_household
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, NotAllowedNow

D = Decimal


@pytest.fixture
def homes(village: Village) -> list[Household]:
    return [make_household(village, number=number) for number in (1, 2, 3)]


def grid(village: Village, year: int = 2016, quarter: int = 3) -> str:
    return url("quarter_enter", code=village.pk, year=year, quarter=quarter)


def typed(household: Household, **amounts: str) -> dict[str, str]:
    return {f"h{household.pk}-{name}": amount for name, amount in amounts.items()}


def test_a_cadre_enters_the_quarter_of_a_village_and_rows_left_empty_stay_missing(
    cadre_user: User, village: Village, homes: list[Household]
) -> None:
    client = browser(cadre_user)
    rows = typed(homes[0], wage_income="1,200.50", transfer_income="300") | typed(homes[1], wage_income="0")

    answer = client.post(grid(village), rows)

    assert answer.status_code == 302
    found = HouseholdQuarter.unguarded.order_by("household")
    assert [(row.household, row.wage_income, row.transfer_income) for row in found] == [
        (homes[0], D("1200.50"), D("300.00")),
        (homes[1], D("0.00"), D("0.00")),
    ]
    assert AuditEntry.objects.filter(verb="households.record_quarter", area_code=village.pk).count() == 1
    page = client.get(grid(village))
    assert [household for household, _cells in page.context["form"].grid()] == [homes[2]]
    assert "1,500.50" in page.content.decode()


def test_nothing_is_recorded_when_one_row_is_wrong_and_what_was_typed_stays(
    clerk: User, village: Village, homes: list[Household]
) -> None:
    rows = typed(homes[0], wage_income="800") | typed(homes[1], wage_income="-1")

    answer = browser(clerk).post(grid(village), rows)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [f"h{homes[1].pk}-wage_income"]
    assert 'value="800"' in answer.content.decode()
    assert not HouseholdQuarter.unguarded.exists()


def test_a_grid_without_any_amount_says_so(clerk: User, village: Village, homes: list[Household]) -> None:
    answer = browser(clerk).post(grid(village), {})

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_a_household_of_another_village_typed_into_the_grid_is_passed_over(
    clerk: User, village: Village, homes: list[Household], far_village: Village
) -> None:
    far = make_household(far_village, number=9)

    browser(clerk).post(grid(village), typed(homes[0], wage_income="5") | typed(far, wage_income="7"))

    assert [row.household for row in HouseholdQuarter.unguarded.all()] == [homes[0]]


@pytest.mark.parametrize(("year", "quarter"), [(2016, 5), (2017, 1), (2012, 4), (2016, 0)])
def test_there_is_no_grid_of_a_quarter_that_can_not_be(clerk: User, village: Village, year: int, quarter: int) -> None:
    assert browser(clerk).get(grid(village, year, quarter)).status_code == 404


def test_the_grid_of_another_township_does_not_exist_and_who_only_reads_has_none(
    far_clerk: User, leader: User, village: Village, homes: list[Household]
) -> None:
    assert browser(far_clerk).get(grid(village)).status_code == 404
    assert browser(leader).get(grid(village)).status_code == 403


def test_two_who_record_the_same_quarter_make_one_record(clerk: User, homes: list[Household]) -> None:
    incomes = {homes[0].pk: QuarterIncome(wage_income=D(1)), homes[1].pk: QuarterIncome()}
    services.record_quarter(actor=clerk, household_id=homes[1].pk, year=2016, quarter=2, income=QuarterIncome())

    with pytest.raises(NotAllowedNow):
        services.record_quarters(actor=clerk, year=2016, quarter=2, incomes=incomes)

    assert HouseholdQuarter.unguarded.count() == 1


def test_quarters_are_recorded_all_or_none(clerk: User, homes: list[Household]) -> None:
    incomes = {homes[0].pk: QuarterIncome(), homes[1].pk: QuarterIncome(wage_income=D("-1"))}

    with pytest.raises(BadInput):
        services.record_quarters(actor=clerk, year=2016, quarter=2, incomes=incomes)

    assert not HouseholdQuarter.unguarded.exists()


def test_the_villages_show_how_many_are_missing_for_the_quarter_asked_for(
    clerk: User, village: Village, homes: list[Household]
) -> None:
    services.record_quarter(actor=clerk, household_id=homes[0].pk, year=2016, quarter=2, income=QuarterIncome())
    Household.unguarded.filter(pk=homes[2].pk).update(state="moved_out", left_on="2016-11-01")
    client = browser(clerk)

    def row(query: str) -> tuple[int, int, int]:
        answer = client.get(url("quarter_villages") + query)
        found = answer.context["table"].data.data.get(pk=village.pk)
        return found.on_file, found.recorded, found.missing

    assert row("?year=2016&quarter=2") == (2, 1, 1)
    assert row("") == (2, 0, 2)
    assert grid(village, 2016, 2) in body(client, url("quarter_villages") + "?year=2016&quarter=2")
    assert client.get(url("quarter_villages") + "?quarter=7").status_code == 400


def test_who_enters_no_quarter_sees_how_far_the_villages_are(
    officer: User, clerk: User, village: Village, homes: list[Household]
) -> None:
    services.record_quarter(actor=clerk, household_id=homes[0].pk, year=2016, quarter=4, income=QuarterIncome())

    page = body(browser(officer), url("quarter_villages"))

    assert grid(village, 2016, 4) not in page
    assert f"village={village.pk}&amp;year=2016&amp;quarter=4" in page


def test_the_list_sums_what_the_filter_leaves(clerk: User, village: Village, homes: list[Household]) -> None:
    for quarter, household, wage in ((1, homes[0], 100), (2, homes[0], 200), (2, homes[1], 50)):
        income = QuarterIncome(wage_income=D(wage), business_income=D(1))
        services.record_quarter(actor=clerk, household_id=household.pk, year=2016, quarter=quarter, income=income)
    client = browser(clerk)

    assert "353.00" in body(client, url("quarter_list"))
    assert "252.00" in body(client, url("quarter_list") + "?quarter=2&year=2016")
    assert "201.00" in body(client, url("quarter_list") + f"?quarter=2&q={homes[0].number}")


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_grid_asks_no_more_for_more_households(clerk: User, village: Village, homes: list[Household]) -> None:
    client = browser(clerk)
    client.get(grid(village))
    few = queries(client, grid(village))
    for number in range(10, 22):
        make_household(village, number=number)

    assert queries(client, grid(village)) == few


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_field_of_the_grid_has_a_name_of_its_own(
    clerk: User, village: Village, homes: list[Household], language: str
) -> None:
    with translation.override(language):
        form = browser(clerk).get(grid(village)).context["form"]
        names = [cell.field.widget.attrs["aria-label"] for _home, cells in form.grid() for cell in cells]

    assert len(set(names)) == 4 * len(homes)
