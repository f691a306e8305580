"""What the web role may not do with plain SQL: be somebody else, hide rows from the guards, rewrite who and when."""

import datetime

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from dividends.models import Batch
from tests.dividends.conftest import Year
from tests.people import COUNTY, TOWNSHIP, person
from yuping.accounts.models import Posting, User
from yuping.accounts.roles import Role
from yuping.core.database import as_owner, grant_web_rights
from yuping.core.models import Installation

REFUSED = (IntegrityError, ProgrammingError)


def run(statement: str, *values: object) -> int:
    """One statement of the web role; how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@pytest.fixture
def paid(year: Year) -> Batch:
    return year.settled()


def test_a_temporary_table_does_not_stand_in_for_the_batch_in_the_eyes_of_the_guards(paid: Batch):
    """A copy of a database has the default rights, as one made by somebody else may: the guards hold even so."""
    run("CREATE TEMPORARY TABLE dividends_batch AS SELECT * FROM public.dividends_batch")
    run("UPDATE pg_temp.dividends_batch SET state = 'draft'")
    run("SET LOCAL search_path = pg_temp, public")

    for statement in (
        "DELETE FROM public.dividends_payout WHERE batch_id = %s",
        "UPDATE public.dividends_villageshare SET payee_name = 'x' WHERE batch_id = %s",
    ):
        with pytest.raises(IntegrityError):
            run(statement, paid.pk)


def test_the_web_role_makes_no_temporary_tables(committed_db: str):
    with as_owner():
        grant_web_rights()

    for statement in (
        "CREATE TEMPORARY TABLE dividends_batch (id bigint)",
        "CREATE FUNCTION pg_temp.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL::timestamptz'",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            run(statement)


def test_every_trigger_reads_our_tables_alone(db: None):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace"
            " AND p.prorettype = 'trigger'::regtype"
            " AND NOT coalesce(p.proconfig, '{}') @> ARRAY['search_path=pg_catalog, public, pg_temp']"
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        "SET ROLE yuping_owner",
        "SET SESSION AUTHORIZATION yuping_owner",
        "ALTER TABLE dividends_payout DISABLE TRIGGER ALL",
        "TRUNCATE dividends_payout",
        "COPY dividends_payout TO PROGRAM 'id'",
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE public.another (id int)",
        "CREATE SCHEMA another",
        "CREATE RULE r AS ON UPDATE TO dividends_payout DO INSTEAD NOTHING",
        "DELETE FROM pghistory_context",
        "DELETE FROM django_admin_log",
        "UPDATE django_admin_log SET user_id = user_id",
        "DELETE FROM django_migrations",
    ],
)
def test_the_web_role_has_no_right_to(db: None, statement: str):
    with pytest.raises(REFUSED, match=r"permission denied|must be owner|is not allowed"):
        run(statement)


@pytest.mark.parametrize(
    "change",
    [
        "area_code = '520622'",
        "role = 'village_cadre'",
        "valid_from = '2010-01-01'",
        "valid_to = '2099-01-01'",
        "valid_to = NULL",
        "confirmed_by_id = NULL",
        "user_id = (SELECT max(id) FROM accounts_user)",
    ],
)
def test_a_confirmed_posting_stays_what_two_people_agreed_on(db: None, change: str):
    clerk = person("clerk", role=Role.TOWNSHIP_CLERK, area=TOWNSHIP)
    Posting.objects.filter(user=clerk).update(valid_to=datetime.date(2016, 12, 31))

    with pytest.raises(IntegrityError):
        run(f"UPDATE accounts_posting SET {change} WHERE user_id = %s", clerk.pk)


def test_a_posting_may_end_earlier(db: None):
    clerk = person("clerk", role=Role.TOWNSHIP_CLERK, area=TOWNSHIP)

    for day in ("2016-12-31", "2016-06-30"):
        assert run("UPDATE accounts_posting SET valid_to = %s WHERE user_id = %s", day, clerk.pk) == 1


def test_a_sign_in_name_is_never_given_to_somebody_else(db: None):
    person("clerk")

    with pytest.raises(IntegrityError):
        User.objects.filter(username="clerk").update(username="former")


@pytest.mark.parametrize("change", ["is_demo = TRUE", "county_code = '520699'"])
def test_a_real_county_never_becomes_a_demo(db: None, change: str):
    Installation.objects.create(county_code=COUNTY, county_name="玉屏侗族自治县")

    with pytest.raises(IntegrityError):
        run(f"UPDATE core_installation SET {change}")


def test_the_date_of_a_demo_never_goes_back(db: None):
    day = datetime.date(2016, 12, 31)
    Installation.objects.create(county_code=COUNTY, county_name="玉屏", is_demo=True, business_date=day)

    for statement in (
        "UPDATE core_installation SET business_date = '2016-12-30'",
        "UPDATE core_installation SET business_date = NULL",
        "UPDATE core_installation SET is_demo = FALSE, business_date = NULL",
    ):
        with pytest.raises(IntegrityError):
            run(statement)


@pytest.mark.parametrize("day", ["created_on", "issued_on", "settled_on", "locked_on"])
def test_the_days_of_a_batch_are_never_dated_back(paid: Batch, day: str):
    with pytest.raises(IntegrityError):
        run(f"UPDATE dividends_batch SET {day} = '2015-01-01' WHERE id = %s", paid.pk)


def test_a_draft_gets_no_day_of_a_move_it_has_not_made(year: Year):
    draft = year.draft()

    with pytest.raises(IntegrityError):
        run("UPDATE dividends_batch SET issued_on = '2016-11-30' WHERE id = %s", draft.pk)


def test_results_by_which_a_batch_was_settled_are_not_set_aside(paid: Batch):
    with pytest.raises(IntegrityError):
        run(
            "UPDATE dividends_bankresult SET discarded_on = '2016-11-30', discard_reason = 'x' WHERE batch_id = %s",
            paid.pk,
        )
