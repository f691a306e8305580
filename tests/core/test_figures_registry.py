"""The registry of figures."""

import datetime
from decimal import Decimal

import pytest

from yuping.accounts.access import Scope
from yuping.core import figures
from yuping.core.figures import Count, Figure, Formula, Rounding, Smallest, Total
from yuping.core.models import CodeItem

ON = datetime.date(2016, 12, 31)
NOWHERE = Scope(frozenset())


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_figures", {})


def _items(key: str, measure: object) -> Figure:
    return Figure(key, key, "", measure, rows=lambda area, on: CodeItem.objects.filter(set="test"))


@pytest.fixture
def rows(db: None) -> None:
    for position in (3, 4):
        CodeItem.objects.create(set="test", version="1", code=str(position), label=str(position), position=position)


def test_a_figure_is_measured_over_its_rows(rows: None) -> None:
    figures.register(_items("n", Count()), _items("sum", Total("position")), _items("least", Smallest("position")))

    assert [figures.compute(key, NOWHERE, ON) for key in ("n", "sum", "least")] == [2, 7, 3]


def test_a_formula_is_rounded_as_it_says(rows: None) -> None:
    figures.register(
        _items("n", Count()),
        _items("sum", Total("position")),
        Figure("cut", "", "", Formula(("n", "sum"), lambda n, s: Decimal(n) / s), places=2, rounding=Rounding.CUT_OFF),
        Figure("up", "", "", Formula(("n", "sum"), lambda n, s: Decimal(n) / s), places=2, rounding=Rounding.HALF_UP),
    )

    assert figures.compute("cut", NOWHERE, ON) == Decimal("0.28")
    assert figures.compute("up", NOWHERE, ON) == Decimal("0.29")


def test_a_key_stands_once() -> None:
    figures.register(_items("n", Count()))

    with pytest.raises(ValueError, match="declared twice"):
        figures.register(_items("n", Count()))


def test_a_figure_has_rows_or_a_formula() -> None:
    with pytest.raises(ValueError, match="rows or a formula"):
        figures.register(Figure("x", "", "", Count()))
