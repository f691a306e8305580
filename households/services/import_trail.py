"""What an import wrote, read from the history of the rows: noted in its transaction, compared and restored later.

Everything goes by whole tables: a township's list has thousands of rows.
"""

from collections.abc import Iterable, Mapping

from django.db import connection, models

from households.models import (
    Household,
    HouseholdYear,
    ImportedRow,
    ImportRun,
    Lead,
    LifeEvent,
    Member,
    MemberYear,
    PayeeAccount,
    Visit,
)
from yuping.core.fields import SealedField

# Kinds of record that imports write, those that others point at first.
WRITTEN = (Household, Member, LifeEvent, HouseholdYear, MemberYear, PayeeAccount, Visit, Lead)
# A file is more than an import of rows about it touches: of the household itself only the head's name.
NAMED_AFTER = ("head_name", "name_pinyin", "name_initials")
# What stays with a row, and what an import never changes: a member's leaving is an event of its own.
STAYS = frozenset(
    {"id", "household_id", "village_id", "member_id", "year", "is_head", "state", "left_on", "leave_kind"}
)
# A sealed value has no history; the index beside it tells whether there was one, and whether it is another.
SEALED = {"id_number": "id_index", "phone": "phone_index"}
Marks = Mapping[type[models.Model], int]


def marks() -> Marks:
    """The last entry in the history of each kind of record, before an import writes."""
    last = models.Max("pgh_id")
    return {model: model.pgh_event_model.objects.aggregate(last=last)["last"] or 0 for model in WRITTEN}


def note_written(run: ImportRun, before: Marks) -> None:
    """Note each row that this transaction wrote since; ``run.written`` tells how many.

    Entries of the history bear the moment at which their transaction began, so those of others are told apart.
    """
    for model in WRITTEN:
        event = _table(model.pgh_event_model)
        home = "pgh_obj_id" if model is Household else "household_id"
        sql = f"""
            INSERT INTO {_table(ImportedRow)} (run_id, label, row_id, household_id, made, before, after)
            SELECT %s, %s, wrote.pgh_obj_id, wrote.home, wrote.made, CASE WHEN NOT wrote.made THEN (
                SELECT max(pgh_id) FROM {event} AS earlier
                WHERE earlier.pgh_obj_id = wrote.pgh_obj_id AND earlier.pgh_id < wrote.first
            ) END, wrote.last
            FROM (
                SELECT pgh_obj_id, min({home}) AS home, bool_or(pgh_label = 'insert') AS made,
                    min(pgh_id) AS first, max(pgh_id) AS last
                FROM {event} WHERE pgh_id > %s AND pgh_created_at = transaction_timestamp() GROUP BY pgh_obj_id
            ) AS wrote ORDER BY wrote.first
        """
        _execute(sql, run.pk, model._meta.label_lower, before[model])
    counts = ImportedRow.objects.filter(run=run).counts()
    parts = {"made": {}, "changed": {}}
    for (label, made), rows in sorted(counts.items()):
        parts["made" if made else "changed"][label] = rows
    run.written = {**run.written, **parts}


def changed_since(run: ImportRun, model: type[models.Model]) -> list[int]:
    """The rows of a kind that are no longer as the import left them, or whose history is lost."""
    names = NAMED_AFTER if model is Household else [name for name in _tracked(model) if name != "id"]
    now, left = _columns("now", names), _columns("left_then", names)
    sql = f"""
        SELECT entry.row_id FROM {_table(ImportedRow)} AS entry
        LEFT JOIN {_table(model)} AS now ON now.id = entry.row_id
        LEFT JOIN {_table(model.pgh_event_model)} AS left_then ON left_then.pgh_id = entry.after
        WHERE entry.run_id = %s AND entry.label = %s AND (
            now.id IS NULL OR left_then.pgh_id IS NULL OR ROW({now}) IS DISTINCT FROM ROW({left})
            OR NOT entry.made AND entry.before IS NULL
        ) ORDER BY entry.row_id
    """
    return _keys(sql, run.pk, model._meta.label_lower)


def changed_members(run: ImportRun, columns: Iterable[str], *, had_one: bool = False) -> list[int]:
    """The members on file whose columns the import changed; ``had_one``: from another value, not from none."""
    only = "earlier.{0} <> '' AND " if had_one else ""
    changed = " OR ".join((only + "earlier.{0} IS DISTINCT FROM left_then.{0}").format(name) for name in columns)
    event = _table(Member.pgh_event_model)
    sql = f"""
        SELECT entry.row_id FROM {_table(ImportedRow)} AS entry
        JOIN {event} AS earlier ON earlier.pgh_id = entry.before
        JOIN {event} AS left_then ON left_then.pgh_id = entry.after
        WHERE entry.run_id = %s AND entry.label = %s AND ({changed}) ORDER BY entry.row_id
    """
    return _keys(sql, run.pk, Member._meta.label_lower)


def restore_changed(run: ImportRun, model: type[models.Model]) -> None:
    """Make the rows of a kind that the import changed what they were before it."""
    names = NAMED_AFTER if model is Household else [name for name in _tracked(model) if name not in STAYS]
    values = [f"{name} = earlier.{name}" for name in names]
    sealed = {field.name for field in model._meta.fields if isinstance(field, SealedField)} & set(SEALED)
    if model is not Household:
        # A number that came with the import goes with it; one that the import left alone stays.
        values += [
            f"{name} = CASE WHEN earlier.{SEALED[name]} = '' THEN NULL ELSE now.{name} END" for name in sorted(sealed)
        ]
    sql = f"""
        UPDATE {_table(model)} AS now SET {", ".join(values)}
        FROM {_table(ImportedRow)} AS entry
        JOIN {_table(model.pgh_event_model)} AS earlier ON earlier.pgh_id = entry.before
        WHERE entry.run_id = %s AND entry.label = %s AND NOT entry.made AND now.id = entry.row_id
    """
    _execute(sql, run.pk, model._meta.label_lower)


def delete_made(run: ImportRun, model: type[models.Model]) -> None:
    """Take the rows of a kind that the import made away; the database allows it because the run is undone."""
    sql = f"""
        DELETE FROM {_table(model)} AS now USING {_table(ImportedRow)} AS entry
        WHERE entry.run_id = %s AND entry.label = %s AND entry.made AND now.id = entry.row_id
    """
    _execute(sql, run.pk, model._meta.label_lower)


def _tracked(model: type[models.Model]) -> list[str]:
    """The columns that the history keeps."""
    kept = {field.column for field in model.pgh_event_model._meta.concrete_fields}
    return [field.column for field in model._meta.concrete_fields if field.column in kept and not field.generated]


def _columns(table: str, names: Iterable[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _execute(sql: str, *given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def _keys(sql: str, *given: object) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [key for (key,) in cursor.fetchall()]
