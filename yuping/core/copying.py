"""Writing thousands of rows of a table by COPY: for PostgreSQL an insert like any other, so constraints, triggers and
history all work; what falls away is the cost of building statements with a placeholder for every value."""

import datetime
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from yuping.core.fields import SealedField

M = TypeVar("M", bound=models.Model)
Encoder = Callable[[Any], str]

NOTHING = "\\N"
# Bounds the text that is held at one time.
ROWS_AT_ONCE = 2000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_rows(rows: Sequence[M]) -> list[M]:
    """Insert new rows of one table and give them their keys.

    Raises what an insert would raise, and TypeError for a kind of column that is not written here.
    """
    rows = list(rows)
    if not rows:
        return rows
    meta = type(rows[0])._meta
    _give_keys(rows)
    fields = [field for field in meta.local_concrete_fields if not field.generated]
    plans = [(field.attname, _encoder_of(field)) for field in fields]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    statement = f"COPY {quoted(meta.db_table)} ({columns}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            lines = _lines(rows[start : start + ROWS_AT_ONCE], plans)
            cursor.copy_expert(statement, io.StringIO("".join(lines)))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def _give_keys(rows: Sequence[models.Model]) -> None:
    meta = type(rows[0])._meta
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(meta.db_table), meta.pk.column, len(rows)],
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key


def _lines(rows: Iterable[models.Model], plans: Sequence[tuple[str, Encoder]]) -> Iterable[str]:
    for row in rows:
        values = row.__dict__
        yield "\t".join([NOTHING if values[name] is None else encode(values[name]) for name, encode in plans]) + "\n"


def _encoder_of(field: models.Field) -> Encoder:
    """How a column's values are written; by its kind, so that nothing is asked again for every row."""
    if isinstance(field, models.ForeignKey):
        return _encoder_of(field.target_field)
    if isinstance(field, SealedField):
        return lambda value: field.get_prep_value(value).translate(_ESCAPES)
    if isinstance(field, ArrayField):
        return _array
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
    for kinds, encode in _ENCODERS:
        if isinstance(field, kinds):
            return encode
    raise TypeError(f"no way to write {field} by COPY")


def _text(value: str) -> str:
    return value.translate(_ESCAPES)


def _moment(value: datetime.datetime | datetime.date) -> str:
    return value.isoformat()


def _boolean(value: bool) -> str:
    return "t" if value else "f"


def _array(values: Sequence[str]) -> str:
    """An array of texts: each quoted for the array, the whole escaped for COPY."""
    parts = ('"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)
    return ("{" + ",".join(parts) + "}").translate(_ESCAPES)


_ENCODERS: tuple[tuple[Any, Encoder], ...] = (
    (models.BooleanField, _boolean),
    (models.DateField, _moment),
    ((models.IntegerField, models.DecimalField), str),
    ((models.CharField, models.TextField), _text),
)
