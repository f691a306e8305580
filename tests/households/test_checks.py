"""What ``verify`` proves of the household files: true files are clean, and each altered row is named."""

from collections.abc import Iterator

import pytest
from django.db import connection

from households import checks, services
from households.models import Household
from tests.households.advice.conftest import row_of
from tests.households.conftest import COUNTY, OWN_TOWNSHIP
from tests.households.factories import make_user
from tests.households.forms_of import account_facts, household_facts
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.audit.seals import broken_seals
from yuping.core.checks import all_checks
from yuping.core.database import as_owner


def faulty() -> set[tuple[str, str]]:
    """(check, table) of every fault of this room."""
    mine = {name: check for name, check in all_checks().items() if name.startswith("households.")}
    return {(name.removeprefix("households."), fault.table) for name, check in mine.items() for fault in check()}


@pytest.fixture
def filed(committed_db: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[Household]:
    """A household on file with a confirmed account, committed."""
    with django_db_blocker.unblock():
        clerk, second = (make_user(name, Role.TOWNSHIP_CLERK, OWN_TOWNSHIP) for name in ("a", "b"))
        make_user("c", Role.POVERTY_OFFICE, COUNTY)
        place = Village.objects.all_areas(reason="cast").filter(township_id=OWN_TOWNSHIP).order_by("pk").first()
        household = services.register_household(actor=clerk, household=household_facts(place, account=account_facts()))
        services.confirm_payee_account(actor=second, account_id=household.payeeaccounts.get().pk)
        yield household


def alter(table: str, change: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET {change}")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_files_entered_by_the_services_are_clean(filed: Household) -> None:
    assert faulty() == set()
    assert checks.heads in all_checks().values()


@pytest.mark.parametrize(
    ("table", "change", "check", "named"),
    [
        ("households_household", "head_name = '别人'", "heads", "households_household"),
        ("households_household", "phone_index = 'x'", "household_phones", "households_household"),
        ("households_household", "state = 'removed', left_on = '2016-12-01'", "status_changes", "households_household"),
        (
            "households_household",
            "state = 'merged', left_on = '2016-12-01', merged_into_id = id",
            "who_left",
            "households_household",
        ),
        ("households_household", "state = 'extinct', left_on = '2016-12-01'", "who_left", "households_member"),
        ("households_member", "id_index = reverse(id_index)", "members", "households_member"),
        ("households_member", "birth_date = '1971-01-01'", "members", "households_member"),
        ("households_member", "sex = '1'", "members", "households_member"),
        ("households_member", "id_number = NULL", "members", "households_member"),
        ("households_member", "phone_index = 'x'", "members", "households_member"),
        ("households_payeeaccount", "last4 = '0000'", "payee_accounts", "households_payeeaccount"),
        ("households_payeeaccount", "number_index = 'x'", "payee_accounts", "households_payeeaccount"),
        ("households_statuschange", "state_after = 'removed'", "status_changes", "households_household"),
        (
            "households_householdyear",
            "village_id = (SELECT max(code) FROM villages_village)",
            "villages_agree",
            "households_householdyear",
        ),
    ],
)
def test_each_altered_row_is_named(filed: Household, table: str, change: str, check: str, named: str) -> None:
    alter(table, change)

    assert (check, named) in faulty()


@pytest.mark.parametrize(
    ("table", "change"),
    [("households_score", "total = total + 1"), ("households_scoreline", "points = points + 1 WHERE points = 0")],
)
def test_a_score_that_is_not_the_sum_of_its_lines_is_named(filed: Household, table: str, change: str) -> None:
    clerk = User.objects.get(username="a")
    services.record_score(actor=clerk, row=row_of(filed, date=filed.registered_on))
    assert faulty() == set()

    alter(table, change)

    assert faulty() == {("scores", "households_score")}


def test_a_score_that_no_act_wrote_is_named(filed: Household) -> None:
    clerk = User.objects.get(username="a")
    score = services.record_score(actor=clerk, row=row_of(filed, date=filed.registered_on))
    assert ("households_score", str(score.pk)) not in {found[:2] for found in broken_seals()}

    alter("households_score", "scorer = '别人'")

    assert ("households_score", str(score.pk)) in {found[:2] for found in broken_seals()}
