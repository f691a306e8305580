"""A figure by the parts of an area: one query for rows that name their village, part by part for all others."""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from django.db import models
from django.db.models import F

from yuping.core.figures import Figure, Formula, Level, Sheet, Value, figure, rounded
from yuping.dashboard.places import Place, Places


def spread(key: str, place: Place, on: datetime.date, places: Places) -> dict[str, Value]:
    """The figure's value for each part of the area, by the part's code; empty for what only the county has."""
    wanted, parts = figure(key), places.parts(place)
    if wanted.scope is Level.COUNTY or not parts:
        return {}
    if isinstance(wanted.measure, Formula):
        return _formula(wanted, place, on, places)
    path = village_path(wanted.rows(place.scope, on).model) if wanted.adds_up else None
    if path is None:
        return {part.code: Sheet(part.scope, on).value(key) for part in parts}
    return _grouped(wanted, path, place, on, places)


def village_path(model: type[models.Model]) -> str | None:
    """How a row of the model reaches its one village; None where it has none or several."""
    path = getattr(model.objects, "path", None)
    if path == "":
        return "pk"
    meta = model._meta
    for step in path.split("__") if path else ():
        field = meta.get_field(step)
        if not (field.many_to_one or field.one_to_one):
            return None
        meta = field.related_model._meta
    return path


def _grouped(wanted: Figure, path: str, place: Place, on: datetime.date, places: Places) -> dict[str, Value]:
    parts = places.parts(place)
    rows = wanted.rows(place.scope, on).order_by().values(at=F(path)).annotate(sum_of=wanted.measure.aggregate())
    found: dict[str, Value] = {part.code: 0 for part in parts}
    for row in rows:
        part = places.part_of(row["at"], parts)
        if part:
            found[part] += row["sum_of"] or 0
    return found


def _formula(wanted: Figure, place: Place, on: datetime.date, places: Places) -> dict[str, Value]:
    columns: Sequence[dict[str, Value]] = [_column(part, place, on, places) for part in wanted.measure.keys]
    by_part: dict[str, list[Value]] = defaultdict(list)
    for column in columns:
        for code, value in column.items():
            by_part[code].append(value)
    whole = {code: values for code, values in by_part.items() if len(values) == len(columns)}
    return {code: rounded(wanted.measure.compute(*values), wanted) for code, values in whole.items()}


def _column(key: str, place: Place, on: datetime.date, places: Places) -> dict[str, Value]:
    """One term of a formula for each part; what only the county has is the same everywhere."""
    if figure(key).scope is not Level.COUNTY:
        return spread(key, place, on, places)
    value = Sheet(place.scope, on).value(key)
    return {part.code: value for part in places.parts(place)}
