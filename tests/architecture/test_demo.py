"""The demo room builds through services: it writes no row itself, and no other room knows of it."""

import ast

import pytest

from tests.architecture.test_layers import ROOT

MODULES = sorted((ROOT / "yuping" / "demo").rglob("*.py"))
WRITES = {
    "create",
    "save",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "aupdate",
    "acreate",
    "asave",
    "delete",
    "cursor",
    "raw",
    "select_for_update",
    "for_action",
}


def written(tree: ast.AST) -> set[str]:
    """Names of writing methods that are called on anything."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {func.attr for func in calls if isinstance(func, ast.Attribute) and func.attr in WRITES}


def updated(tree: ast.AST) -> list[int]:
    """Lines with ``.update(field=…)``: a queryset's, since a dict or set is given its values by position."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [node.lineno for node in calls if node.func.attr == "update" and node.keywords]


def model_rows_made(tree: ast.AST) -> set[str]:
    """Models imported from a room's ``models`` that are called as constructors."""
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and "models" in node.module.split(".")
        for alias in node.names
    }
    return {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in imported
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_demo_room_writes_no_row_itself(path):
    tree = ast.parse(path.read_text())

    assert (written(tree), updated(tree), model_rows_made(tree)) == (set(), [], set())


@pytest.mark.parametrize(
    "planted",
    [
        "Household.objects.create(number='1')",
        "row.save()",
        "rows.update(state='paid')",
        "from households.models import Household\nHousehold(number='1')",
    ],
)
def test_the_guard_sees_a_planted_write(planted):
    tree = ast.parse(planted)

    assert written(tree) or updated(tree) or model_rows_made(tree)
