"""What an import wrote, as its page shows it: how much of each kind of record, and row by row with its household."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst

from households.models import HouseholdYear, ImportedRow, ImportRun, MemberYear, Visit


@dataclass(frozen=True, slots=True)
class Sum:
    """How many records of a kind an import made and changed."""

    kind: str | Promise
    made: int
    changed: int


@dataclass(frozen=True, slots=True)
class Written:
    """One row that an import wrote, and what tells it from the household's other records of its kind."""

    row: ImportedRow
    kind: str | Promise
    name: str


def sums_of(run: ImportRun) -> list[Sum]:
    """Kind by kind; of households the import kept how many rows stand about them."""
    made = {**run.written.get("made", {}), **_about_households(run)}
    changed = run.written.get("changed", {})
    labels = dict.fromkeys([*made, *changed])
    return [
        Sum(capfirst(_model(label)._meta.verbose_name_plural), made.get(label, 0), changed.get(label, 0))
        for label in labels
    ]


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
    """The rows with their names, two queries for each kind: of a row that was deleted the history tells it."""
    wanted: dict[str, list[ImportedRow]] = {}
    for row in rows:
        wanted.setdefault(row.label, []).append(row)
    names = {label: _names(_model(label), some) for label, some in wanted.items()}
    return [
        Written(row, capfirst(_model(row.label)._meta.verbose_name), names[row.label].get(row.row_id, ""))
        for row in rows
    ]


def _names(model: type[models.Model], rows: Sequence[ImportedRow]) -> dict[int, str]:
    standing = model.unguarded.filter(pk__in=[row.row_id for row in rows])
    left = model.pgh_event_model.objects.filter(pgh_id__in=[row.after for row in rows])
    if model is MemberYear:
        standing, left = standing.select_related("member"), left.select_related("member")
    kept = {row.pgh_obj_id: _name(model, row) for row in left}
    return kept | {row.pk: _name(model, row) for row in standing}


def _name(model: type[models.Model], row: Any) -> str:
    """From the row itself or from an entry of its history."""
    if model is MemberYear:
        return f"{row.member.name} {row.year}"
    if model is Visit:
        return f"{row.date} {row.theme}"
    return str(row.year if model is HouseholdYear else row)


def _model(label: str) -> type[models.Model]:
    return apps.get_model(label)
