"""Official code lists: codes are stored, labels shown in the reader's language, and imports are read by label.

The official label is the form's, in simplified Chinese: workbooks are read and written by it whoever sits before the
screen (``code_list``, ``code_of``, ``codes_by_label``). Pages show ``choices_of`` and ``label_of``.

A list has versions, each a whole list; for a file year the one with the greatest version not above the year applies.
"""

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import get_language

from yuping.core.characters import label_for_reader
from yuping.core.models import CodeItem

KEPT_SECONDS = 60

CodeList = dict[str, str]
# Set to version to code to (label, English label).
Lists = dict[str, dict[str, dict[str, tuple[str, str]]]]


def code_list(set_name: str, *, year: int | None = None) -> CodeList:
    """Code to official label, in the list's own order; without a year the newest version.

    Raises KeyError for no such list.
    """
    return _official(set_name, year, _moment())


def choices_of(set_name: str, *, year: int | None = None) -> list[tuple[str, str]]:
    """(code, label in the reader's language), in the list's own order; for forms and filters."""
    return list(_shown(set_name, year, get_language(), _moment()).items())


def label_of(set_name: str, code: str, *, year: int | None = None) -> str:
    """The label of a code as of a year, in the reader's language; a code that only another version knows shows that
    version's label."""
    if not code:
        return ""
    found = _shown(set_name, year, get_language(), _moment()).get(code)
    if found is None:
        versions = _lists(_moment())[set_name]
        found = next((label_for_reader(*items[code]) for items in versions.values() if code in items), code)
    return found


def code_of(set_name: str, label: str, *, year: int | None = None) -> str | None:
    """The code of a label as of a year, or None."""
    for code, text in code_list(set_name, year=year).items():
        if text == label:
            return code
    return None


def codes_by_label(set_name: str, *, year: int | None = None) -> Mapping[str, str]:
    """Official label to code as of a year, made once for many rows."""
    return _by_label(set_name, year, _moment())


def forget() -> None:
    """Read the lists anew at next use; called after they were loaded or edited."""
    for kept in (_lists, _official, _shown, _by_label):
        kept.cache_clear()


def _moment() -> int:
    return int(time.monotonic() // KEPT_SECONDS)


def _in_force(set_name: str, year: int | None, moment: int) -> dict[str, tuple[str, str]]:
    versions = _lists(moment)[set_name]
    in_force = [version for version in sorted(versions) if year is None or version <= str(year)]
    return versions[in_force[-1] if in_force else min(versions)]


@lru_cache(maxsize=512)
def _official(set_name: str, year: int | None, moment: int) -> CodeList:
    return {code: label for code, (label, _english) in _in_force(set_name, year, moment).items()}


@lru_cache(maxsize=1024)
def _shown(set_name: str, year: int | None, _language: str | None, moment: int) -> CodeList:
    return {code: label_for_reader(*labels) for code, labels in _in_force(set_name, year, moment).items()}


@lru_cache(maxsize=512)
def _by_label(set_name: str, year: int | None, moment: int) -> Mapping[str, str]:
    return {label: code for code, label in _official(set_name, year, moment).items()}


@lru_cache(maxsize=1)
def _lists(_moment: int) -> Lists:
    found: Lists = {}
    rows = CodeItem.objects.order_by("set", "version", "position", "code")
    for set_name, version, code, label, english in rows.values_list("set", "version", "code", "label", "label_en"):
        found.setdefault(set_name, {}).setdefault(version, {})[code] = (label, english)
    return found


class CodeField(models.CharField):
    """A code of an official list. The model gets ``get_<name>_display()`` with the label of the row's own year."""

    def __init__(self, *args: Any, code_set: str = "", **kwargs: Any) -> None:
        self.code_set = code_set
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self.code_set:
            kwargs["code_set"] = self.code_set
        return name, path, args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)

        def display(row: models.Model) -> str:
            return label_of(self.code_set, getattr(row, name) or "", year=getattr(row, "year", None))

        setattr(cls, f"get_{name}_display", display)
