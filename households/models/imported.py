"""What an import wrote: each row, the state it had before, and the state in which the import left it.

The states are those of the field history. By them an import can be undone: rows that it made are taken back, rows that
it changed become what they were.
"""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models.household import Household
from households.models.imports import ImportRun
from households.querysets.imported import ImportedRowQuerySet
from yuping.core import guards


def _only_while_importing() -> pgtrigger.Trigger:
    """Nothing is added to an import that was carried out: an undone one allows the rows it names to be deleted."""
    return pgtrigger.Trigger(
        name="only_while_importing",
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=f"""
            IF EXISTS (
                SELECT 1 FROM (SELECT DISTINCT run_id FROM new_rows) AS named
                JOIN households_importrun AS run ON run.id = named.run_id WHERE run.state <> 'checked'
            ) THEN
                {guards.refuse("rows are noted only while their import is carried out")}
            END IF;
            RETURN NULL;
        """,
    )


class ImportedRow(models.Model):
    """A row that an import made or changed. ``before`` and ``after`` are entries of the row's history."""

    append_only = True

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="rows", verbose_name=_("import"))
    label = models.CharField(_("kind of record"), max_length=60)
    row_id = models.BigIntegerField(_("record number"))
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("household")
    )
    made = models.BooleanField(_("made by the import"))
    before = models.BigIntegerField(null=True, blank=True, editable=False)
    after = models.BigIntegerField(editable=False)

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row written by an import")
        verbose_name_plural = _("rows written by imports")
        ordering = ["run", "pk"]
        indexes = [models.Index(fields=["label", "row_id"], name="households_imported_row")]
        constraints = [
            models.UniqueConstraint(fields=["run", "label", "row_id"], name="households_imported_row_once"),
            models.CheckConstraint(
                condition=Q(made=False) | Q(before__isnull=True),
                name="households_imported_row_made_anew",
            ),
        ]
        triggers = [*guards.append_only(), _only_while_importing()]

    def __str__(self) -> str:
        return f"{self.label} {self.row_id}"
