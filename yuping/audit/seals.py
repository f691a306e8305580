"""Rows vouched for by the record: the audit entry of a verb holds a keyed code over each row that the verb wrote."""

import json
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models

from yuping.audit.models import AuditEntry
from yuping.core import vault
from yuping.core.fields import SealedField

SEALS = "seals"
_vouched: dict[str, type[models.Model]] = {}


def vouch_for(*kinds: type[models.Model]) -> None:
    """Declare kinds of record of which every row must stand in the audit record. Apps call it in ``ready()``."""
    _vouched.update({kind._meta.label: kind for kind in kinds})


def rows_fact(rows: Iterable[models.Model]) -> dict[str, str]:
    """Each row's name and code, as they go into the facts of an audit entry."""
    return {f"{row._meta.label}:{row.pk}": code_of(row) for row in rows}


def code_of(row: models.Model) -> str:
    """Keyed code over every stored column of the row but the sealed and the empty ones.

    A sealed value is written anew with another key and stays the same; each room proves it against its index. Empty
    columns are left out, so that rows stay vouched for when their table gets another column, empty in all of them.
    """
    fields = [field for field in row._meta.concrete_fields if not isinstance(field, SealedField)]
    values = {field.attname: _plain(field, getattr(row, field.attname)) for field in fields}
    values = {name: value for name, value in values.items() if value not in (None, "")}
    return vault.digest_of(json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str))


def _plain(field: models.Field, value: object) -> object:
    """The value as the database gives it back, whatever it was when the row was written."""
    if isinstance(field, models.DecimalField) and value is not None:
        return f"{value:.{field.decimal_places}f}"
    return field.get_prep_value(value)


def broken_seals() -> Iterator[tuple[str, str, str]]:
    """(table, key, reason) of each row that was altered, taken out or put in since a verb wrote it."""
    codes: dict[str, dict[str, str]] = {label: {} for label in _vouched}
    entries = AuditEntry.objects.filter(facts__has_key=SEALS).order_by("seq").values_list("facts", flat=True)
    for facts in entries.iterator(chunk_size=2000):
        for name, code in facts[SEALS].items():
            label, _, key = name.partition(":")
            codes.setdefault(label, {})[key] = code
    for label, expected in codes.items():
        yield from _compare(apps.get_model(label), expected)


def _compare(model: type[models.Model], expected: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    table = model._meta.db_table
    left = dict(expected)
    for row in model._base_manager.order_by("pk").iterator(chunk_size=2000):
        code = left.pop(str(row.pk), None)
        if code is None:
            yield table, str(row.pk), "no act in the audit record wrote this row"
        elif code != code_of(row):
            yield table, str(row.pk), "differs from what the act in the audit record wrote"
    for key in left:
        yield table, key, "was written by an act in the audit record and is missing"
