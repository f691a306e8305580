"""Pages, forms and the admin show and ask; only services write, and only they look beyond a person's area."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_layers import ROOT, modules

THIN = {"views", "forms", "tables", "filters", "admin", "templatetags"}
WRITES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "aupdate", "raw"}
QUERIES = {"filter", "exclude", "all", "visible_to", "actionable_by", "for_action", "objects"}
BEYOND = {"all_areas", "unguarded", "in_area"}


def thin_modules() -> list[Path]:
    return [
        path for path in modules() if THIN & {*path.relative_to(ROOT).parts, path.stem} and "tests" not in path.parts
    ]


def _calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func.attr


def _names(node: ast.AST) -> set[str]:
    return {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


@pytest.mark.parametrize("path", thin_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_writes_a_row(path: Path):
    written = [
        f"{path.name}:{call.lineno} {name}"
        for call, name in _calls(path)
        if name in WRITES or (name == "update" and QUERIES & _names(call.func.value))
    ]

    assert written == []


@pytest.mark.parametrize("path", thin_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_saves_a_record_past_its_service(path: Path):
    """``save`` is the hook of a form page; a record's or a form's own ``save()`` is never called."""
    saved = [f"{path.name}:{call.lineno}" for call, name in _calls(path) if name == "save" and not call.args]

    assert saved == []


@pytest.mark.parametrize("path", thin_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_looks_beyond_the_persons_area(path: Path):
    beyond = [
        f"{path.name}:{node.lineno} {node.attr}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in BEYOND
    ]

    assert beyond == []
