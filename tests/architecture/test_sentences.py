"""Whatever the rules refuse has a sentence: every code that is raised somewhere is registered by its room."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.test_layers import ROOT, modules
from yuping.accounts import sentences
from yuping.core import errors

# Errors of programming, or answered by a page of their own, never by a sentence.
WITHOUT = {"UnscopedAccess", "MissingVerb"}


def _family() -> set[str]:
    """The names of all refusals a person may meet, with the ones that rooms derive from them."""
    found, waiting = set(), [errors.DomainError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found.add(kind.__name__)
    return found - WITHOUT


def _codes(tree: ast.AST, family: set[str]) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in family:
            for value in node.args[:1]:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value, node.lineno


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_refusal_has_a_sentence(path) -> None:
    known = sentences.known()
    missing = [(code, line) for code, line in _codes(ast.parse(path.read_text()), _family()) if code not in known]

    assert missing == []
