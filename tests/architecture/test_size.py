"""The size budget: long files and functions are split by noun before they grow."""

import ast

import pytest

from tests.architecture.test_layers import ROOT, modules

FILE_LINES = 400
FUNCTION_LINES = 60
TEMPLATE_LINES = 160


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path):
    text = path.read_text()
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]

    assert text.count("\n") <= FILE_LINES
    assert [f.name for f in functions if f.end_lineno - f.lineno >= FUNCTION_LINES] == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(path):
    text = path.read_text()

    assert not text.strip() or ast.get_docstring(ast.parse(text))


def test_templates_stay_small():
    long = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if path.read_text().count("\n") > TEMPLATE_LINES
    ]

    assert long == []
