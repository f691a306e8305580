"""What a chart is made of: marks that are links, a title that says what is to be seen, a table of the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from yuping.core.figures import Value


@dataclass(frozen=True)
class Mark:
    """One number of a chart: its value, the words for it, the list behind it."""

    value: Value
    shown: str
    url: str = ""


@dataclass(frozen=True)
class Series:
    """The marks of one kind, one for each category, in the order of the categories."""

    name: str | Promise
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Chart:
    """Bars over categories. ``finding`` is the title; ``line`` a value drawn across (value, words)."""

    key: str
    finding: str
    kind: str | Promise
    categories: Sequence[str]
    series: Sequence[Series]
    unit: str | Promise = ""
    forecast: bool = False
    horizontal: bool = False
    scale: int = 1
    line: tuple[Value, str] | None = None
    # Parts of one whole stand on each other; what is counted apart stands side by side.
    stacked: bool = True

    @property
    def options_id(self) -> str:
        return f"options-{self.key}"

    @property
    def columns(self) -> int:
        return len(self.series) + 1

    @property
    def options(self) -> dict[str, Any]:
        """For the drawing script, as JSON: numbers in ``scale``, words and links for each mark."""
        return {
            "categories": list(self.categories),
            "horizontal": self.horizontal,
            "stacked": self.stacked,
            "unit": str(self.unit),
            "series": [
                {"name": str(one.name), "marks": [self._mark(mark) for mark in one.marks]} for one in self.series
            ],
            "line": {"value": self._scaled(self.line[0]), "label": self.line[1]} if self.line else None,
        }

    def _mark(self, mark: Mark) -> dict[str, Any]:
        return {"value": self._scaled(mark.value), "shown": mark.shown, "url": mark.url}

    def _scaled(self, value: Value) -> str:
        """As text: the script draws it, nothing is computed from it."""
        return str(Decimal(value) / self.scale if self.scale != 1 else value)

    @property
    def rows(self) -> list[tuple[str, list[Mark]]]:
        """The data table: a line for each category."""
        return [(name, [one.marks[at] for one in self.series]) for at, name in enumerate(self.categories)]

    @property
    def empty(self) -> bool:
        return not any(mark.value for one in self.series for mark in one.marks)
