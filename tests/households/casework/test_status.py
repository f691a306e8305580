"""Changes of status on the pages."""

import pytest

from households import services
from households.models import (
    Household,
    StatusChange,
)
from tests.households.casework.conftest import NOV, body, url
from tests.people import browser
from yuping.accounts.models import User

VISIT = {"date": "2016-11-20", "visitor": "杨帆", "theme": "季度走访", "content": "家中平安"}


def test_a_file_is_ended_on_the_page(clerk: User, household: Household) -> None:
    client = browser(clerk)

    client.post(url("status_change", pk=household.pk), {"kind": "6", "date": "2016-11-01", "reason": "整户迁往外县"})

    assert StatusChange.unguarded.get().state_after == "moved_out"
    assert "整户迁往外县" in body(client, url("household_changes", pk=household.pk))


def test_a_reason_against_the_end_is_shown(clerk: User, household: Household) -> None:
    response = browser(clerk).post(
        url("status_change", pk=household.pk), {"kind": "5", "date": "2016-11-01", "reason": "无人居住"}
    )

    assert response.status_code == 422
    assert len(response.context["form"].non_field_errors()) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "1"}, "kind"),
        ({"kind": "2"}, "kind"),
        ({"kind": "4"}, "kind"),
        ({"reason": ""}, "reason"),
        ({"date": "2016-12-02"}, "date"),
    ],
    ids=["entry", "exit", "removal", "no reason", "future"],
)
def test_a_mistake_in_a_change_of_status_is_marked_at_its_field(
    clerk: User, household: Household, change: dict[str, str], field: str
) -> None:
    data = {"kind": "6", "date": "2016-11-01", "reason": "整户迁往外县"}

    response = browser(clerk).post(url("status_change", pk=household.pk), data | change)

    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_a_household_that_has_left_takes_no_visit(clerk: User, household: Household) -> None:
    services.change_status(actor=clerk, household_id=household.pk, kind="6", date=NOV, reason="整户迁往外县")

    response = browser(clerk).post(url("visit_record", pk=household.pk), VISIT)

    assert response.status_code == 422
    assert household.number not in body(browser(clerk), url("visit_choose"))
