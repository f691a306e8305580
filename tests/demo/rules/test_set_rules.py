"""Every rule over many rows finds a fault planted in two villages of the demo county, and not the row beside it."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.demo.rules import files, rooms
from tests.demo.rules.rows import broken, chosen, set_rules
from yuping.core.database import as_owner

CASES = files.CASES | rooms.CASES
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("villages_database")]


@pytest.fixture
def rows(django_db_blocker: pytest.FixtureRequest) -> Iterator[dict[str, object]]:
    """The rows to plant in, as the owner with the triggers off; everything is taken back afterwards."""
    with django_db_blocker.unblock(), as_owner():
        transaction.set_autocommit(False)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table in connection.introspection.table_names(cursor):
                if table.split("_")[0] in {"villages", "households", "loans", "dividends"}:
                    cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        yield chosen()
        connection.rollback()
        transaction.set_autocommit(True)


def change(statements: str, rows: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements.format(**rows))


def test_every_rule_has_its_case() -> None:
    assert CASES.keys() == set_rules().keys()


@pytest.mark.parametrize("code", sorted(CASES))
def test_the_rule_finds_the_fault(code: str, rows: dict[str, object]) -> None:
    before = broken(code)
    change(CASES[code][0], rows)

    assert broken(code) - before


@pytest.mark.parametrize("code", sorted(CASES))
def test_the_row_beside_it_is_no_fault(code: str, rows: dict[str, object]) -> None:
    before = broken(code)
    change(CASES[code][1], rows)

    assert broken(code) - before == set()
