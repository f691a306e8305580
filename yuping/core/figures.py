"""The registry of figures: what the tiles, the command, the exports and the monthly report all read.

A figure's value is measured over the same rows that the list behind it shows; a formula is computed from other
figures and shows theirs. Apps register theirs in ``ready()``.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Protocol

from django.db.models import Min, Q, QuerySet, Sum

Value = Decimal | int


class Area(Protocol):
    """A set of areas: what ``accounts.access.Scope`` is, seen from here."""

    def q(self, path: str) -> Q: ...


class Rounding(StrEnum):
    EXACT = "exact"
    CUT_OFF = "cut_off"
    HALF_UP = "half_up"


class Level(StrEnum):
    """Whether the figure exists for every area or for the county alone."""

    AREA = "area"
    COUNTY = "county"


@dataclass(frozen=True)
class Count:
    """How many rows."""

    def over(self, rows: QuerySet) -> Value:
        return rows.count()


@dataclass(frozen=True)
class Total:
    """The sum of a column or annotation, 0 without rows."""

    column: str

    def over(self, rows: QuerySet) -> Value:
        return rows.aggregate(total=Sum(self.column))["total"] or Decimal("0.00")


@dataclass(frozen=True)
class Smallest:
    """The smallest value of a column or annotation, 0 without rows."""

    column: str

    def over(self, rows: QuerySet) -> Value:
        return rows.aggregate(smallest=Min(self.column))["smallest"] or 0


@dataclass(frozen=True)
class Formula:
    """A pure function of other figures, given in the order of their keys."""

    keys: tuple[str, ...]
    compute: Callable[..., Value]


@dataclass(frozen=True)
class Figure:
    """One declared figure.

    ``rows(area, on)`` is the list behind it; ``page`` names the address that shows that list, ``query`` its fixed
    parameters. ``places`` are the decimals shown; a formula's value is rounded to them once, as ``rounding`` says.
    """

    key: str
    title: Any
    unit: Any
    measure: Count | Total | Smallest | Formula
    rows: Callable[[Area, datetime.date], QuerySet] | None = None
    page: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    places: int = 0
    rounding: Rounding = Rounding.EXACT
    scope: Level = Level.AREA


_figures: dict[str, Figure] = {}


def register(*figures: Figure) -> None:
    """Add figures; raises ValueError for a key that another figure has, or one with neither rows nor formula."""
    for figure in figures:
        if _figures.get(figure.key, figure) is not figure:
            raise ValueError(f"the figure {figure.key} is declared twice")
        if (figure.rows is None) != isinstance(figure.measure, Formula):
            raise ValueError(f"the figure {figure.key} needs rows or a formula")
        _figures[figure.key] = figure


def all_figures() -> list[Figure]:
    """Every figure, in the order of registration."""
    return list(_figures.values())


def figure(key: str) -> Figure:
    """The figure of that key; raises KeyError."""
    return _figures[key]


def compute(key: str, area: Area, on: datetime.date) -> Value:
    """The figure's value for the area at the end of the day ``on``."""
    wanted = _figures[key]
    if isinstance(wanted.measure, Formula):
        return _rounded(wanted.measure.compute(*(compute(part, area, on) for part in wanted.measure.keys)), wanted)
    return wanted.measure.over(wanted.rows(area, on))


def _rounded(value: Value, figure: Figure) -> Value:
    if isinstance(value, int):
        return value
    way = ROUND_DOWN if figure.rounding is Rounding.CUT_OFF else ROUND_HALF_UP
    rounded = value.quantize(Decimal(1).scaleb(-figure.places), rounding=way)
    return rounded if figure.places else int(rounded)
