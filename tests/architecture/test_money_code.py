"""Money is decimal from end to end: no float stands in a module that counts it."""

import ast
from pathlib import Path

import pytest

from tests.architecture.test_layers import ROOT, modules

ROOMS = ("dividends", "loans", "villages", "households", "yuping/ledger", "yuping/dashboard")
FLOATING = {"float", "FloatField", "uniform"}


def money_modules() -> list[Path]:
    rooms = tuple(str(ROOT / room) for room in ROOMS)
    return [path for path in modules() if str(path).startswith(rooms)] + [ROOT / "yuping" / "core" / "money.py"]


def floats_in(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            found.append(f"{node.lineno}: {node.value}")
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in FLOATING:
                found.append(f"{node.lineno}: {name}()")
    return found


def test_a_float_is_found():
    assert len(floats_in("rate = 4.75\nshare = float(total)\namount = models.FloatField()")) == 3


@pytest.mark.parametrize("path", money_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_float_counts_money(path: Path):
    assert floats_in(path.read_text()) == []


LOOSE_FIELDS = {"DecimalField", "IntegerField", "FloatField"}


def form_modules() -> list[Path]:
    rooms = tuple(str(ROOT / room) for room in ("dividends", "loans", "villages"))
    return [
        path
        for path in modules()
        if str(path).startswith(rooms) and {"forms", "views"} & set(path.relative_to(ROOT).with_suffix("").parts)
    ]


def loose_fields_in(source: str) -> list[str]:
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    named = (call for call in calls if isinstance(call, ast.Attribute) and getattr(call.value, "id", "") == "forms")
    return [call.attr for call in named if call.attr in LOOSE_FIELDS]


def test_a_loose_field_is_found():
    assert loose_fields_in('forms.DecimalField(label="x")') == ["DecimalField"]


@pytest.mark.parametrize("path", form_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_numbers_are_typed_into_the_countys_own_fields(path: Path):
    """Django's own take 1e3 for a thousand and refuse 20,000."""
    assert loose_fields_in(path.read_text()) == []
