"""The command that keeps the catalogues: what it collects, keeps, derives and complains about."""

import ast
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.translation.template import templatize

from tests.architecture.test_layers import ROOT, modules
from yuping.core.management.commands import catalogue

HOUSEHOLD = catalogue.make_entry((None, "household %(name)s"), "", "农户 %(name)s")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("one text")', {((None, "one text"), "")}),
        ('gettext_lazy("part one, " "part two")', {((None, "part one, part two"), "")}),
        ('ngettext("a row", "rows", n)', {((None, "a row"), "rows")}),
        ('pgettext_lazy("loan", "paid")', {(("loan", "paid"), "")}),
        ('npgettext("loan", "a row", "rows", n)', {(("loan", "a row"), "rows")}),
        ('other("text")', set()),
    ],
)
def test_texts_are_collected_from_python(source: str, expected: set[object]) -> None:
    assert set(catalogue.messages_of(source)) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{% translate "Save" %}', {((None, "Save"), "")}),
        ('{% translate "Paid" context "loan" %}', {(("loan", "Paid"), "")}),
        ("{% blocktranslate trimmed %}\n  two\n  lines\n{% endblocktranslate %}", {((None, "two lines"), "")}),
        (
            "{% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}",
            {((None, "%(n)s row"), "%(n)s rows")},
        ),
        ('{{ name|default:_("Nobody") }}', {((None, "Nobody"), "")}),
    ],
)
def test_texts_are_collected_from_templates(template: str, expected: set[object]) -> None:
    assert set(catalogue.messages_of(templatize(template).strip())) == expected


def test_translations_are_kept_and_unused_ones_dropped() -> None:
    old = {(None, "kept"): catalogue.make_entry((None, "kept"), "", "留"), (None, "gone"): HOUSEHOLD}

    merged = catalogue.merge({(None, "kept"): "", (None, "new"): ""}, old, {"new": "新"})

    assert [(entry.msgid, entry.msgstr) for entry in merged] == [("kept", "留"), ("new", "新")]


def test_the_traditional_catalogue_is_derived() -> None:
    assert catalogue.traditional([HOUSEHOLD])[0].msgstr == "農戶 %(name)s"


@pytest.mark.parametrize(
    ("text", "fault"),
    [("", "missing"), ("household %(name)s", "not translated"), ("农户", "placeholders differ")],
)
def test_faults_are_named(text: str, fault: str) -> None:
    found = list(catalogue.faults([catalogue.make_entry((None, "household %(name)s"), "", text)]))

    assert len(found) == 1
    assert found[0].startswith(fault)


def test_an_unsure_translation_is_a_fault() -> None:
    assert list(catalogue.faults([catalogue.make_entry((None, "a"), "", "甲", fuzzy=True)])) == ['fuzzy: "a"']


def test_a_right_translation_is_no_fault() -> None:
    assert list(catalogue.faults([HOUSEHOLD])) == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_texts_are_marked_by_names_the_collection_knows(path: Path) -> None:
    imports = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
    renamed = [
        name.asname
        for node in imports
        if node.module == "django.utils.translation"
        for name in node.names
        if name.asname not in {None, "_"}
    ]

    assert renamed == [], "a text under this name is never collected, so it stays English on every screen"


def test_the_catalogues_are_complete_and_compiled() -> None:
    call_command("catalogue", "--check")
