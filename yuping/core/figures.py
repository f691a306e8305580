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

from django.db import models
from django.db.models import Min, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

Value = Decimal | int

# A figure in one of these is written as an amount or as a percentage wherever it is shown.
YUAN, PERCENT = _("yuan"), _("%")


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

    def aggregate(self) -> models.Aggregate:
        """The same for groups of rows."""
        return models.Count("pk")


@dataclass(frozen=True)
class Total:
    """The sum of a column or annotation, 0 without rows."""

    column: str

    def over(self, rows: QuerySet) -> Value:
        return rows.aggregate(total=Sum(self.column))["total"] or Decimal("0.00")

    def aggregate(self) -> models.Aggregate:
        """The same for groups of rows."""
        return Sum(self.column)


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
    parameters. ``places`` are its decimals; a formula's value is rounded to them once, as ``rounding`` says.
    ``how`` says in one sentence for the reader what is counted; ``shared`` that a row can belong to several areas.
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
    how: Any = ""
    shared: bool = False

    @property
    def in_yuan(self) -> bool:
        return self.unit == YUAN

    @property
    def in_percent(self) -> bool:
        return self.unit == PERCENT

    @property
    def adds_up(self) -> bool:
        """Whether the parts of an area make the whole: counts and sums do, smallest values and ratios don't."""
        return isinstance(self.measure, Count | Total) and self.scope is Level.AREA and not self.shared


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


class Sheet:
    """Figures of one area at the end of one day; each is counted once, however many formulas use it."""

    def __init__(self, area: Area, on: datetime.date) -> None:
        self.area, self.on = area, on
        self._exact: dict[str, Value] = {}

    def exact(self, key: str) -> Value:
        """The value before rounding; raises KeyError for an unknown key."""
        if key not in self._exact:
            wanted = _figures[key]
            if isinstance(wanted.measure, Formula):
                parts = [self.value(part) for part in wanted.measure.keys]
                self._exact[key] = wanted.measure.compute(*parts)
            else:
                self._exact[key] = wanted.measure.over(wanted.rows(self.area, self.on))
        return self._exact[key]

    def value(self, key: str) -> Value:
        """The figure's value; a formula's rounded to its places as it says."""
        exact, wanted = self.exact(key), _figures[key]
        return rounded(exact, wanted) if isinstance(wanted.measure, Formula) else exact


def compute(key: str, area: Area, on: datetime.date) -> Value:
    """The figure's value for the area at the end of the day ``on``."""
    return Sheet(area, on).value(key)


def rounded(value: Value, figure: Figure, places: int | None = None) -> Value:
    """The value with the figure's decimals, or with ``places``, rounded once in the figure's way."""
    if isinstance(value, int):
        return value
    places = figure.places if places is None else places
    way = ROUND_DOWN if figure.rounding is Rounding.CUT_OFF else ROUND_HALF_UP
    found = value.quantize(Decimal(1).scaleb(-places), rounding=way)
    return found if places else int(found)
