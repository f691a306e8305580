"""``verify`` sees an import altered by hand, a row of it added or taken out, and a record that is gone."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from households import import_checks
from households.models import Household, HouseholdYear, ImportRun
from households.services import imports, undo_import
from tests.households.conftest import OWN_TOWNSHIP
from tests.households.factories import make_household, make_user
from tests.households.pages import body, signed_in, url
from tests.households.test_imports import book_of, filled, other, uploaded
from tests.households.test_undo_of_rows import YEAR, faults, imported
from villages.models import Village
from yuping.accounts.roles import Role
from yuping.core.database import as_owner
from yuping.core.errors import NotAllowedNow


@pytest.fixture
def run(committed_db: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[ImportRun]:
    """An import of two yearly records, committed."""
    with django_db_blocker.unblock():
        clerk = make_user("clerk", Role.TOWNSHIP_CLERK, OWN_TOWNSHIP)
        make_user("other", Role.TOWNSHIP_CLERK, OWN_TOWNSHIP)
        place = Village.objects.all_areas(reason="cast").filter(township_id=OWN_TOWNSHIP).order_by("pk").first()
        with transaction.atomic():
            homes = [make_household(place, number=number) for number in (7, 8)]
        yield imported(clerk, "years", YEAR, *([home.number, 2016, "1", 1] for home in homes))


def by_hand(table: str, statement: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_an_import_and_its_undoing_are_clean(run: ImportRun) -> None:
    assert faults() == []

    undo_import(actor=run.actor, run_id=run.pk, reason="表拿错了")

    assert faults() == []
    assert not HouseholdYear.unguarded.exists()
    assert Household.unguarded.count() == 2


ALTERED = [
    ("households_importrun", "UPDATE households_importrun SET actor_id = (SELECT max(id) FROM accounts_user)"),
    ("households_importrun", "UPDATE households_importrun SET written = '{}'"),
    ("households_importrun", "UPDATE households_importrun SET file_name = 'x.xlsx'"),
    ("households_importedrow", "DELETE FROM households_importedrow WHERE row_id = (SELECT min(row_id) FROM %s)"),
    ("households_householdyear", "DELETE FROM households_householdyear"),
]


@pytest.mark.parametrize(("table", "statement"), ALTERED)
def test_what_is_altered_by_hand_is_a_fault(run: ImportRun, table: str, statement: str) -> None:
    by_hand(table, statement.replace("%s", table))

    wanted = "households_importrun" if table == "households_importedrow" else table
    assert {fault.table for fault in faults()} == {wanted}


def test_an_import_put_in_by_hand_is_a_fault(run: ImportRun) -> None:
    columns = (
        "actor_id, kind, file_name, size, uploaded_at, households, members, errors, warnings, payload, verdict, kept"
    )
    columns += ", tables, headings, unread, written, area_code, imported_on, reason, undone_reason"
    by_hand(
        "households_importrun",
        f"INSERT INTO households_importrun ({columns}, sha256, state) SELECT {columns}, 'x', state"
        " FROM households_importrun",
    )

    assert [fault.reason for fault in import_checks.imports_stand()] != []


@pytest.fixture
def waiting(committed_db: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[list[ImportRun]]:
    """Two checked uploads that nobody has confirmed, committed."""
    with django_db_blocker.unblock():
        clerk = make_user("clerk", Role.TOWNSHIP_CLERK, OWN_TOWNSHIP)
        place = Village.objects.all_areas(reason="cast").filter(township_id=OWN_TOWNSHIP).order_by("pk").first()
        yield [uploaded(clerk, book_of(facts)) for facts in (filled(place), filled(place, **other(place)))]


EXCHANGED = [
    "kept = other.kept",
    "verdict = other.verdict",
    "payload = other.payload",
    "kept = other.kept, verdict = other.verdict, payload = other.payload",
    "verdict = ''",
    "warnings = 0, errors = 3",
    "kind = 'visits'",
    "verdict = 'v1:1:AAAA'",
]


@pytest.mark.parametrize("change", EXCHANGED)
def test_an_upload_that_keeps_what_is_not_its_own_is_not_imported(waiting: list[ImportRun], change: str) -> None:
    run, second = waiting
    assert list(import_checks.uploads_are_their_own()) == []
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE households_importrun AS run SET {change} FROM households_importrun AS other"
            " WHERE run.id = %s AND other.id = %s",
            [run.pk, second.pk],
        )

    with pytest.raises(NotAllowedNow, match="import_altered"):
        imports.confirm_import(actor=run.actor, run_id=run.pk, compared=True)
    assert not Household.unguarded.exists()
    assert [fault.pk for fault in import_checks.uploads_are_their_own()] == [str(run.pk)]


def test_the_pages_of_an_altered_upload_say_so(waiting: list[ImportRun]) -> None:
    run, second = waiting
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE households_importrun AS run SET verdict = other.verdict FROM households_importrun AS other"
            " WHERE run.id = %s AND other.id = %s",
            [run.pk, second.pk],
        )
    client, confirm = signed_in(run.actor), url("import_confirm", pk=run.pk)

    assert "已不是原来上传并核对的内容" in body(client.get(run.get_absolute_url()))
    assert "已不是原来上传并核对的内容" in body(client.get(confirm))
    assert client.post(confirm, {"compared": "on"}).status_code == 422
    assert client.get(url("import_marked", pk=run.pk)).status_code == 404
    assert client.post(url("import_discard", pk=run.pk)).status_code == 302
