"""Changes of status on the pages."""

from decimal import Decimal

import pytest

from households import services
from households.models import (
    Household,
    StatusChange,
)
from tests.households.casework.conftest import NOV, body, url
from tests.households.factories import make_year
from tests.people import browser
from yuping.accounts.models import User

VISIT = {"date": "2016-11-20", "visitor": "杨帆", "theme": "季度走访", "content": "家中平安"}


def test_a_household_exits_with_its_file_before_ones_eyes(clerk: User, household: Household) -> None:
    make_year(household, wage_income=Decimal("12000.00"), unsafe_house=False, safe_water=True)
    client, address = browser(clerk), url("status_change", pk=household.pk)

    assert "4,000.00" in body(client, address)
    client.post(address, {"kind": "2", "date": "2016-11-01", "reason": "民主评议通过"})

    assert StatusChange.unguarded.get().exit_flag_after == "2"
    assert "民主评议通过" in body(client, url("household_changes", pk=household.pk))


def test_every_reason_against_an_exit_is_shown(clerk: User, household: Household) -> None:
    make_year(household, wage_income=Decimal("300.00"), unsafe_house=True)

    response = browser(clerk).post(
        url("status_change", pk=household.pk), {"kind": "2", "date": "2016-11-01", "reason": "民主评议通过"}
    )

    assert response.status_code == 422
    assert len(response.context["form"].non_field_errors()) == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "1"}, "kind"),
        ({"reason": ""}, "reason"),
        ({"kind": "3"}, "return_cause"),
        ({"date": "2016-12-02"}, "date"),
    ],
    ids=["entry", "no reason", "return without cause", "future"],
)
def test_a_mistake_in_a_change_of_status_is_marked_at_its_field(
    clerk: User, household: Household, change: dict[str, str], field: str
) -> None:
    data = {"kind": "4", "date": "2016-11-01", "reason": "错评"}

    response = browser(clerk).post(url("status_change", pk=household.pk), data | change)

    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_a_household_that_has_left_takes_no_visit(clerk: User, household: Household) -> None:
    services.change_status(actor=clerk, household_id=household.pk, kind="4", date=NOV, reason="错评")

    response = browser(clerk).post(url("visit_record", pk=household.pk), VISIT)

    assert response.status_code == 422
    assert household.number not in body(browser(clerk), url("visit_choose"))
