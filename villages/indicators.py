"""Where derived indicators come from: each room registers a source for the codes it can count.

A source is called once for all villages: ``source("B20")(count)`` with ``count(year, on) -> {village code: number}``,
where ``on`` is the last day that is looked at. A village it does not name has 0. A formula is computed afterwards from
two other indicators of the same village and year.
"""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal

Source = Callable[[int, datetime.date], Mapping[str, Decimal | int]]

_sources: dict[str, Source] = {}
# Per cent: (part, whole).
RATIOS: dict[str, tuple[str, str]] = {"A06": ("A05", "A02")}


def source(code: str) -> Callable[[Source], Source]:
    """Register the source of a derived indicator; raises ValueError when another function counts it."""

    def register(count: Source) -> Source:
        if _sources.get(code, count) is not count:
            raise ValueError(f"the indicator {code} has two sources")
        _sources[code] = count
        return count

    return register


def sources() -> dict[str, Source]:
    """Every registered source by indicator code."""
    return dict(_sources)


def ratio(part: Decimal, whole: Decimal) -> Decimal:
    """Part of whole in per cent; 0 without a whole, and never above 100."""
    return min(part * 100 / whole, Decimal(100)) if whole else Decimal(0)
