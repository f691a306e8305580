"""The one-way order of the rooms, held over every import and every "app.Model" string. No allow-list."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ORDER = [
    "yuping.core",
    "yuping.audit",
    "yuping.accounts",
    "yuping.ledger",
    "villages",
    "households",
    "loans",
    "dividends",
    "yuping.dashboard",
    "yuping.demo",
]
LABELS = {room.rsplit(".", 1)[-1]: room for room in ORDER}
# Deliberately pure: no Django, so that the rules can be read and tested without a database.
PURE = [
    "yuping/core/money.py",
    "yuping/core/capitals.py",
    "yuping/core/text.py",
    "yuping/core/identity.py",
    "yuping/core/bankcard.py",
    "yuping/core/creditcode.py",
    "yuping/core/phone.py",
    "yuping/core/workdays.py",
    "yuping/core/workflow.py",
    "yuping/core/errors.py",
    "yuping/accounts/quality.py",
    "yuping/accounts/roles.py",
    "households/facts.py",
    "households/workflow.py",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "households" / "policy").rglob("*.py"))),
    "dividends/policy.py",
    "dividends/schedule.py",
    "dividends/workflow.py",
    "dividends/digest.py",
    "dividends/bank_format.py",
    "loans/interest.py",
    "loans/policy.py",
    "loans/workflow.py",
]
MODEL_STRING = re.compile(r"^([a-z]+)\.[A-Z]\w+$")


def room_of(path: Path) -> str | None:
    parts = path.relative_to(ROOT).parts
    name = ".".join(parts[:2]) if parts[0] == "yuping" else parts[0]
    return name if name in ORDER else None


def modules() -> list[Path]:
    folders = {room.split(".")[0] for room in ORDER}
    return sorted(
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
    )


def names_used(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            match = MODEL_STRING.match(node.value)
            if match and match[1] in LABELS:
                found.add(LABELS[match[1]])
    return found


def rooms_used(tree: ast.AST) -> set[str]:
    return {room for room in ORDER for name in names_used(tree) if name == room or name.startswith(f"{room}.")}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_uses_only_rooms_to_its_left(path):
    room = room_of(path)
    allowed = set(ORDER[: ORDER.index(room) + 1]) if room else set(ORDER)

    assert rooms_used(ast.parse(path.read_text())) <= allowed


@pytest.mark.parametrize("name", PURE)
def test_pure_modules_stay_free_of_the_framework(name):
    used = names_used(ast.parse((ROOT / name).read_text()))

    assert not {module for module in used if module.split(".")[0] in {"django", "psycopg2", "pghistory"}}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_drawer_modules(path):
    assert path.stem not in {"utils", "helpers", "common", "misc"}
