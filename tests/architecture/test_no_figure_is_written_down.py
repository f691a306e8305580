"""No figure of the survey report stands in code or reference data: every one is counted from rows.

Only the comparison page and the tests read ``report_figures.json``. Small numbers and the scheme's own terms (what one
household borrows and gets) can't be told from others and are left out.
"""

import ast
import json
import re
from pathlib import Path

import pytest

from tests.architecture.test_layers import ROOT, modules

REPORT = ROOT / "fixtures" / "report_figures.json"
READERS = {"yuping/dashboard/report.py"}
SMALLEST = 100


def figures() -> set[str]:
    rows = json.loads(REPORT.read_text(encoding="utf-8"))["rows"]
    terms = {str(value) for value in flat(json.loads((ROOT / "fixtures" / "schemes.json").read_text(encoding="utf-8")))}
    whole = {row["value"].removesuffix(".00") for row in rows} - {term.removesuffix(".00") for term in terms}
    return {value for value in whole if "." in value or int(value) >= SMALLEST}


def flat(value: object) -> list[object]:
    """Every plain value in nested lists and objects."""
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in flat(part)]
    return [leaf for part in value for leaf in flat(part)] if isinstance(value, list) else [value]


def written(values: set[str]) -> re.Pattern[str]:
    """The values as they could be written: with or without separators and fen."""
    forms = set(values)
    for value in values:
        if "." not in value:
            forms |= {f"{int(value):,}", f"{int(value):_}"}
    shapes = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
    return re.compile(rf"(?<![\w.,])({shapes})(?:\.0+)?(?![\w.]|,\d{{3}})")


def said(path: Path) -> str:
    """What a file states: of a module its numbers and texts, without the examples in its docstrings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    stated = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told]
    return "\n".join(str(node.value) for node in stated)


FIGURES = figures()
FILES = [*modules(), *sorted((ROOT / "fixtures").glob("*.json")), *sorted((ROOT / "templates").rglob("*.html"))]


def test_the_larger_figures_are_looked_for() -> None:
    assert len(FIGURES) >= 12


def test_a_figure_written_down_would_be_found() -> None:
    number = max(FIGURES, key=len)

    assert written(FIGURES).search(f"TOTAL = {int(float(number)):_}") is not None


@pytest.mark.parametrize("path", [one for one in FILES if one != REPORT], ids=lambda one: str(one.relative_to(ROOT)))
def test_a_file_holds_no_figure_of_the_report(path: Path) -> None:
    assert written(FIGURES).findall(said(path)) == []


@pytest.mark.parametrize("path", modules(), ids=lambda one: str(one.relative_to(ROOT)))
def test_only_the_comparison_reads_the_report(path: Path) -> None:
    reads = "report_figures" in path.read_text(encoding="utf-8")

    assert reads == (str(path.relative_to(ROOT)) in READERS)
