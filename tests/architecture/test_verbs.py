"""Every verb leaves an audit entry, inside its own transaction, and every verb has a test that names it."""

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from tests.architecture.test_layers import ROOT

ROOMS = ("villages", "households", "loans", "dividends")
RECORDS = {"record_act", "record_refusal"}
# Read only, or keep one's own upload until it is imported, which is the act on record.
ASKS = {"check_batch", "heads_of", "published_rate", "upload_households", "receive_upload"}
ASKS |= {"import_apart", "read_again", "sweep_uploads"}
# What is half entered is one's own and no record; saving the form is the act.
ASKS |= {"keep_draft", "drop_draft", "discard_draft", "sweep_drafts"}
VERBS = [
    (room, name)
    for room in ROOMS
    for name in import_module(f"{room}.services").__all__
    if name[0].islower() and name not in ASKS
]


@cache
def _functions(room: str) -> dict[str, ast.FunctionDef]:
    """Every function of the room's services and of what they stand on, by name."""
    found = {}
    for path in [*(ROOT / room).glob("*.py"), *(ROOT / room / "services").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                found[node.name] = node
    return found


def _called(function: ast.FunctionDef) -> set[str]:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {getattr(call, "id", getattr(call, "attr", "")) for call in calls}


def _reaches(room: str, name: str, seen: set[str]) -> set[str]:
    """Everything that the function calls, directly or through functions of its room."""
    for called in _called(_functions(room)[name]) - seen:
        seen.add(called)
        if called in _functions(room):
            _reaches(room, called, seen)
    return seen


@pytest.mark.parametrize(("room", "verb"), VERBS)
def test_a_verb_leaves_an_audit_entry_in_its_transaction(room: str, verb: str):
    reached = _reaches(room, verb, set())

    assert reached & RECORDS, f"{verb} records nothing"
    assert "atomic" in reached, f"{verb} opens no transaction"


@cache
def _tests() -> str:
    """What the tests say, and the cases of the money verbs, which the tests of faults and races run."""
    files = [*Path(ROOT / "tests").rglob("test_*.py"), *Path(ROOT / "tests" / "money" / "verbs").glob("*.py")]
    return "\n".join(path.read_text() for path in files)


@pytest.mark.parametrize(("room", "verb"), VERBS)
def test_a_verb_has_a_test_that_names_it(room: str, verb: str):
    text = _tests()
    one = verb.removesuffix("s")  # the singular calls its plural

    assert re.search(rf"\b({verb}|{one})\b", text)
