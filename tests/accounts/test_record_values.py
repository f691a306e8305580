"""What the record pages show for codes, yes and no, and stored facts; and Django's words that we lend it."""

import gettext
from pathlib import Path

import django
import pytest
from django.contrib import admin
from django.utils import translation

from households.models import Household, HouseholdState
from yuping.accounts import fact_names
from yuping.accounts.borrowed_words import WORDS
from yuping.accounts.record_values import by_label, column_of, facts, pairs
from yuping.audit.models import AuditEntry
from yuping.core import show
from yuping.core.models import Holiday

BANDS = [["1000000.00", 1], [None, 2]]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_a_borrowed_word_has_chinese(language: str) -> None:
    with translation.override(language):
        assert [word for word in WORDS if translation.gettext(word) == word] == []


def test_django_has_none_of_the_borrowed_words() -> None:
    folder = Path(django.__file__).parent / "contrib" / "admin" / "locale"
    theirs = gettext.translation("django", folder, ["zh_Hans"])

    assert [word for word in WORDS if theirs.gettext(word) != word] == []


def test_yes_and_no_are_words() -> None:
    column = column_of(Holiday._meta.get_field("is_workday"))

    with translation.override("zh-hans"):
        assert [column(Holiday(is_workday=one)) for one in (True, False, None)] == ["是", "否", show.EMPTY]


def test_a_column_that_says_it_by_itself_is_left_to_django() -> None:
    assert column_of(Holiday._meta.get_field("name")) is None


def test_facts_are_listed_by_their_names() -> None:
    row = AuditEntry(facts={"households": 3, "state": HouseholdState.ACTIVE, "seen": True, "gone": None})
    column = column_of(AuditEntry._meta.get_field("facts"))

    with translation.override("zh-hans"):
        shown = column(row)
        state = HouseholdState.ACTIVE.label

    assert shown.startswith('<dl class="facts"><dt>户数</dt><dd>3</dd>')
    assert f"<dd>{state}</dd>" in shown
    assert "<dt>seen</dt><dd>是</dd><dt>gone</dt><dd>—</dd>" in shown


def test_no_facts_are_a_dash() -> None:
    assert (facts("facts", {}), facts("facts", []), pairs([])) == (show.EMPTY,) * 3


def test_what_a_fact_says_can_not_write_tags() -> None:
    assert "<b>" not in facts("facts", {"reason": "<b>x</b>", "<b>": 1})


def test_bands_say_how_many_approve_up_to_which_amount() -> None:
    with translation.override("zh-hans"):
        assert fact_names.words_of("approval_bands", BANDS) == "1,000,000.00 元以内：1 人审批，超过以上金额：2 人审批"


def test_a_seal_is_named_after_the_row_it_is_of() -> None:
    with translation.override("zh-hans"):
        assert fact_names.name_of("households.Household:7") == f"{Household._meta.verbose_name} 7"


def test_a_value_nobody_named_is_shown_as_it_stands() -> None:
    assert [by_label({"a": "A"})(value) for value in ("a", "b")] == ["A", "b"]


def test_every_column_with_words_is_one_of_the_record() -> None:
    wrong = {
        f"{model._meta.label}.{name}"
        for model, pages in admin.site._registry.items()
        for name in {*getattr(pages, "words", {}), *getattr(pages, "told", {})}
        if name not in {field.name for field in model._meta.fields}
    }

    assert wrong == set()
