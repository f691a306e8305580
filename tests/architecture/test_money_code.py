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
