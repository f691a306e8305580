"""What an import wrote, as its page shows it: how much of each kind of record, and row by row with its household."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise

from households.models import ImportedRow, ImportRun, MemberYear


@dataclass(frozen=True, slots=True)
class Sum:
    """How many records of a kind an import made and changed."""

    kind: str | Promise
    made: int
    changed: int


@dataclass(frozen=True, slots=True)
class Written:
    """One row that an import wrote; ``record`` is None once it is deleted."""

    row: ImportedRow
    kind: str | Promise
    record: models.Model | None

    @property
    def name(self) -> str:
        """What tells it from the household's other records of the kind."""
        if self.record is None:
            return ""
        if isinstance(self.record, MemberYear):
            return f"{self.record.member.name} {self.record.year}"
        return str(getattr(self.record, "year", "") or self.record)


def sums_of(run: ImportRun) -> list[Sum]:
    """Kind by kind; of households the import kept how many rows stand about them."""
    made = {**run.written.get("made", {}), **_about_households(run)}
    changed = run.written.get("changed", {})
    labels = dict.fromkeys([*made, *changed])
    return [Sum(_model(label)._meta.verbose_name_plural, made.get(label, 0), changed.get(label, 0)) for label in labels]


def _about_households(run: ImportRun) -> dict[str, int]:
    homes = run.written.get("households")
    if homes is None:
        return {}
    return {"households.household": len(homes), **run.written["rows"]}


def rows_of_import(run: ImportRun) -> QuerySet[ImportedRow]:
    """The rows in the order of the households' numbers."""
    rows = ImportedRow.objects.filter(run=run).select_related("household__village")
    return rows.order_by("household__number", "label", "pk")


def as_written(rows: Sequence[ImportedRow]) -> list[Written]:
    """The rows with their records, one query for each kind."""
    wanted: dict[str, list[int]] = {}
    for row in rows:
        wanted.setdefault(row.label, []).append(row.row_id)
    found = {}
    for label, keys in wanted.items():
        model = _model(label)
        records = model.unguarded.select_related("member") if model is MemberYear else model.unguarded
        found[label] = records.in_bulk(keys)
    return [Written(row, _model(row.label)._meta.verbose_name, found[row.label].get(row.row_id)) for row in rows]


def _model(label: str) -> type[models.Model]:
    return apps.get_model(label)
