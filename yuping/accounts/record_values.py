"""What the columns of a record page show: labels for codes, yes and no, and stored facts by their names.

A column that needs no words of its own is left to Django.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yuping.accounts import fact_names
from yuping.core import show
from yuping.core.codes import CodeField

# The words of a column's value.
Words = Callable[[Any], object]
# A fact and what it says.
Pairs = Iterable[tuple[str | Promise, object]]


def column_of(field: models.Field, words: Words | None = None, told: Words | None = None) -> Words | None:
    """A column that shows a field in words; None when the value says it by itself.

    ``words`` are those of the stored value, ``told`` those of the row, where the value alone does not say it.
    """
    name = field.name
    if told is not None:
        said = told
    elif words is not None:
        said = _of_value(name, words)
    elif isinstance(field, CodeField):
        said = _label(name)
    elif isinstance(field, models.BooleanField | models.JSONField):
        said = _of_value(name, lambda value: facts(name, value))
    else:
        return None

    @admin.display(description=field.verbose_name, ordering=name)
    def column(row: Any) -> object:
        return said(row)

    return column


def shown(name: str, heading: str | Promise) -> Words:
    """A column of something that the row works out, with its heading."""

    @admin.display(description=heading)
    def column(_pages: Any, row: Any) -> object:
        return getattr(row, name)

    return column


def by_label(labels: Any) -> Words:
    """The words of a value by its label; a value nobody named is shown as it stands."""
    known = dict(labels)
    return lambda value: str(known.get(value, value))


def facts(name: str, value: object) -> object:
    """Stored facts as a list of names and what they say; anything else in words."""
    if isinstance(value, dict) and value:
        return pairs((fact_names.name_of(key), fact_names.words_of(key, one)) for key, one in value.items())
    return fact_names.words_of(name, value)


def pairs(rows: Pairs) -> SafeString | str:
    """Names and what they say, one below the other."""
    lines = format_html_join(
        "", "<dt>{}</dt><dd>{}</dd>", ((name, fact_names.words_of("", said)) for name, said in rows)
    )
    return format_html('<dl class="facts">{}</dl>', lines) if lines else show.EMPTY


def _of_value(name: str, words: Words) -> Words:
    def said(row: Any) -> object:
        value = getattr(row, name)
        return show.EMPTY if value in (None, "") else words(value)

    return said


def _label(name: str) -> Words:
    return lambda row: getattr(row, f"get_{name}_display")()
