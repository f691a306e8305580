"""The migrations leave every trigger that a model declares in the database."""

import pgtrigger
from django.db import connection


def test_every_declared_trigger_is_installed(db: None) -> None:
    declared = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
        installed = set(cursor.fetchall())

    assert len(declared) > 200
    assert {(table, name) for table, name in declared} <= {(table.strip('"'), name) for table, name in installed}
