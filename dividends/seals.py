"""The seal of a line: SHA-256 over everything of it that never changes after lock. Computed in SQL, set-based.

The digest of a batch is taken over the seals as they come out now, so a line altered since is found and named.
"""

import hashlib
from collections.abc import Mapping

from django.db import connection

from dividends.models import Batch, Payout, VillageShare
from dividends.models.batch import Line

# Columns that move after lock, or are proved otherwise: the account number by opening it.
MOVING = frozenset({"state", "bank_reference", "paid_on", "return_reason", "held_amount", "seal", "account_number"})


def expression(model: type[Line]) -> str:
    """The seal of a row in SQL."""
    columns = ", ".join(f.column for f in model._meta.concrete_fields if f.column not in MOVING)
    return f"encode(sha256(convert_to(jsonb_build_array({columns})::text, 'UTF8')), 'hex')"


def write_sealed(batch: Batch, model: type[Line], *, columns: Mapping[str, str], source: str) -> None:
    """Write columns of the lines of a draft and the seal over what the lines are then, in one statement.

    ``columns`` gives the SQL of each, over the ``line`` and the tables that ``source`` joins to it. One statement,
    because each writing of a line costs all its indexes once more.
    """
    table = model._meta.db_table
    names = [field.column for field in model._meta.concrete_fields if field.column != "seal"]
    after = ", ".join(f"{columns.get(name, f'line.{name}')} AS {name}" for name in names)
    changes = ", ".join(f"{name} = sealed.{name}" for name in [*columns, "seal"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} line SET {changes} FROM (SELECT *, {expression(model)} AS seal FROM ("
            f"SELECT {after} FROM {table} line {source} WHERE line.batch_id = %s) written) sealed "
            "WHERE sealed.id = line.id",
            [batch.pk],
        )


def digest(batch: Batch) -> str:
    """SHA-256 over the seals of the lines as they stand now: households by line number, then villages."""
    found = []
    with connection.cursor() as cursor:
        for model in (Payout, VillageShare):
            cursor.execute(
                f"SELECT coalesce(string_agg({expression(model)}, ',' ORDER BY line_number), '') "
                f"FROM {model._meta.db_table} WHERE batch_id = %s",
                [batch.pk],
            )
            found.append(cursor.fetchone()[0])
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def broken(model: type[Line]) -> list[int]:
    """The lines of locked batches that are not what was locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {model._meta.db_table} WHERE seal <> {expression(model)} AND batch_id IN "
            "(SELECT id FROM dividends_batch WHERE state NOT IN ('draft', 'cancelled')) ORDER BY id"
        )
        return [key for (key,) in cursor.fetchall()]
