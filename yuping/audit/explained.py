"""History against the record: every line of history was written by an act, and every row is as its last line says.

History is written by triggers, whoever changes a row; an act's entry and the lines of history of its transaction bear
the same instant. So a change past the verbs stands in the history without an act, and one past the triggers differs
from the history.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from yuping.audit.models import AuditEntry

# Whatever stood before the first act is the installation's own: reference data, or its first people.
_WITHOUT_ACT = """
    SELECT DISTINCT e.pgh_obj_id FROM {history} e
    WHERE e.pgh_created_at > (SELECT min(began_at) FROM {entries})
      AND NOT EXISTS (SELECT 1 FROM {entries} a WHERE a.began_at = e.pgh_created_at)
    ORDER BY 1
"""
_DIFFERS = """
    WITH last AS (SELECT DISTINCT ON (pgh_obj_id) * FROM {history} ORDER BY pgh_obj_id, pgh_id DESC)
    SELECT COALESCE(t.{key}, last.pgh_obj_id), t.{key} IS NULL, last.pgh_id IS NULL
    FROM {table} t FULL JOIN last ON last.pgh_obj_id = t.{key}
    WHERE CASE WHEN t.{key} IS NULL THEN last.pgh_label <> 'delete'
               ELSE last.pgh_id IS NULL OR last.pgh_label = 'delete' OR ({ours}) IS DISTINCT FROM ({theirs}) END
    ORDER BY 1
"""


def without_act() -> Iterator[tuple[str, str, str]]:
    """(table, key, reason) of each row with a line of history that no act of the record wrote."""
    for model, history in _histories():
        given = {"history": _quoted(history._meta.db_table), "entries": _quoted(AuditEntry._meta.db_table)}
        for (key,) in _rows(_WITHOUT_ACT.format(**given)):
            yield model._meta.db_table, str(key), "was written past the acts of the audit record"


def against_history() -> Iterator[tuple[str, str, str]]:
    """(table, key, reason) of each row that is not as its history leaves it."""
    for model, history in _histories():
        columns = [field.column for field in history._meta.concrete_fields if not field.name.startswith("pgh_")]
        given = {
            "history": _quoted(history._meta.db_table),
            "table": _quoted(model._meta.db_table),
            "key": _quoted(model._meta.pk.column),
            "ours": ", ".join(f"t.{_quoted(column)}" for column in columns),
            "theirs": ", ".join(f"last.{_quoted(column)}" for column in columns),
        }
        for key, gone, unwritten in _rows(_DIFFERS.format(**given)):
            why = "was taken out past its history" if gone else "is not as its history leaves it"
            yield model._meta.db_table, str(key), "was put in past its history" if unwritten else why


def _histories() -> Iterator[tuple[type[models.Model], type[models.Model]]]:
    for history in apps.get_models():
        if hasattr(history, "pgh_tracked_model"):
            yield history.pgh_tracked_model, history


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
