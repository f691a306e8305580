"""Fields that the forms of this room share: days, words, entries of official lists, numbers of households."""

from typing import Any

from django import forms
from django.utils.functional import Promise

from yuping.core import clock
from yuping.core.codes import choices_of
from yuping.core.text import compact_number

BLANK = ("", "—")
Label = str | Promise


def day(label: Label, **kwargs: Any) -> forms.DateField:
    """A date."""
    return forms.DateField(label=label, widget=forms.DateInput, **kwargs)


def words(label: Label, *, length: int, **kwargs: Any) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=length, **kwargs)


def text(label: Label, *, length: int, rows: int = 3, **kwargs: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea({"rows": rows}), **kwargs)


def entry_of(code_set: str, label: Label, **kwargs: Any) -> forms.ChoiceField:
    """An entry of an official list as it stands this year."""
    return forms.ChoiceField(label=label, choices=lambda: [BLANK, *codes_of(code_set)], **kwargs)


def codes_of(code_set: str) -> list[tuple[str, str]]:
    """(code, label) of an official list as it stands this year."""
    return choices_of(code_set, year=clock.today().year)


class HouseholdNumberField(forms.CharField):
    """The number of a household; typed with full-width digits, small letters or spaces it is the same number."""

    def to_python(self, value: Any) -> str:
        return compact_number(super().to_python(value)).upper()


def household_number(label: Label, **kwargs: Any) -> forms.CharField:
    """The number of a household, as it stands on its page."""
    return HouseholdNumberField(label=label, max_length=20, **kwargs)
