"""What ``verify`` proves of imports: each stands as its act left it, and no row is gone but by undoing one."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import connection, models

from households.models import ImportedRow, ImportRun, ImportState
from households.services.import_seal import IMPORT_CODE, KEPT, VERDICT, file_of, opened_for
from households.services.import_trail import WRITTEN
from yuping.audit.models import AuditEntry
from yuping.audit.seals import code_of
from yuping.core import checks
from yuping.core.checks import Fault
from yuping.core.errors import NotAllowedNow

DONE = (ImportState.WRITTEN, ImportState.UNDONE)


def imports_stand() -> Iterator[Fault]:
    """An import that was carried out or undone is as the audit record says, and so are the rows it wrote.

    Imports from before the record vouched for them can't be proven.
    """
    codes = _codes()
    if not codes:
        return
    first, table = min(codes), ImportRun._meta.db_table
    noted: dict[int, dict[str, dict[str, int]]] = defaultdict(lambda: {"made": {}, "changed": {}})
    counted = ImportedRow.objects.order_by().values_list("run", "label", "made").annotate(rows=models.Count("pk"))
    for run_id, label, made, rows in counted:
        noted[run_id]["made" if made else "changed"][label] = rows
    for run in ImportRun.objects.filter(state__in=DONE, pk__gte=first).order_by("pk"):
        code = codes.pop(run.pk, None)
        if code is None:
            yield Fault(table, str(run.pk), "no act in the audit record carried this import out")
        elif code != code_of(run):
            yield Fault(table, str(run.pk), "differs from what the act in the audit record left")
        if any(noted[run.pk][part] != run.written.get(part, {}) for part in ("made", "changed")):
            yield Fault(table, str(run.pk), "the rows noted as written by it are not those that it wrote")
    for pk in codes:
        yield Fault(table, str(pk), "was carried out by an act in the audit record and is missing")


def uploads_are_their_own() -> Iterator[Fault]:
    """What an upload that can still be imported keeps was put there by its person and its check."""
    waiting = ImportRun.objects.filter(state__in=[ImportState.RECEIVED, ImportState.CHECKED])
    for run in waiting.order_by("pk").iterator(chunk_size=1):
        if run.is_stale:
            continue
        try:
            file_of(run)
            if run.state == ImportState.CHECKED:
                opened_for(run, VERDICT)
            if run.kept:
                opened_for(run, KEPT)
        except NotAllowedNow:
            yield Fault(ImportRun._meta.db_table, str(run.pk), "keeps what was not uploaded and checked with it")


def _codes() -> dict[int, str]:
    """Import to the code of its latest act."""
    entries = AuditEntry.objects.filter(object_type=ImportRun._meta.label, facts__has_key=IMPORT_CODE).order_by("seq")
    return {int(pk): facts[IMPORT_CODE] for pk, facts in entries.values_list("object_id", "facts")}


def rows_stand() -> Iterator[Fault]:
    """A row that was ever entered is there, unless the import that made it is undone."""
    for model in WRITTEN:
        label = model._meta.label_lower
        undone = ImportedRow.objects.filter(label=label, made=True, run__state=ImportState.UNDONE)
        gone = _gone(model)
        allowed = set(undone.filter(row_id__in=gone).values_list("row_id", flat=True)) if gone else set()
        for pk in gone:
            if pk not in allowed:
                yield Fault(model._meta.db_table, str(pk), "was entered and is missing")


def _gone(model: type[models.Model]) -> list[int]:
    """The keys that stand in the history of a table and no longer in it."""
    quoted = connection.ops.quote_name
    table, history = quoted(model._meta.db_table), quoted(model.pgh_event_model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT pgh_obj_id FROM {history} AS entry"
            f" WHERE NOT EXISTS (SELECT 1 FROM {table} AS now WHERE now.id = entry.pgh_obj_id) ORDER BY 1"
        )
        return [pk for (pk,) in cursor.fetchall()]


for _check in (imports_stand, uploads_are_their_own, rows_stand):
    checks.register(f"households.{_check.__name__}", _check)
