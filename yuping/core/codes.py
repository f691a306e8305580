"""Official code lists: codes are stored, labels shown, and imports are read by label.

A list has versions, each a whole list; for a file year the one with the greatest version not above the year applies.
"""

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import models

from yuping.core.models import CodeItem

KEPT_SECONDS = 60

CodeList = dict[str, str]


def code_list(set_name: str, *, year: int | None = None) -> CodeList:
    """Code to label, in the list's own order; without a year the newest version. Raises KeyError for no such list."""
    versions = _lists(int(time.monotonic() // KEPT_SECONDS))[set_name]
    in_force = [version for version in sorted(versions) if year is None or version <= str(year)]
    return versions[in_force[-1] if in_force else min(versions)]


def label_of(set_name: str, code: str, *, year: int | None = None) -> str:
    """The label of a code as of a year; a code that only another version knows shows that version's label."""
    if not code:
        return ""
    found = code_list(set_name, year=year).get(code)
    if found is None:
        versions = _lists(int(time.monotonic() // KEPT_SECONDS))[set_name]
        found = next((items[code] for items in versions.values() if code in items), code)
    return found


def code_of(set_name: str, label: str, *, year: int | None = None) -> str | None:
    """The code of a label as of a year, or None."""
    for code, text in code_list(set_name, year=year).items():
        if text == label:
            return code
    return None


def codes_by_label(set_name: str, *, year: int | None = None) -> Mapping[str, str]:
    """Label to code as of a year, made once for many rows."""
    return _by_label(set_name, year, int(time.monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=512)
def _by_label(set_name: str, year: int | None, _moment: int) -> Mapping[str, str]:
    return {label: code for code, label in code_list(set_name, year=year).items()}


def forget() -> None:
    """Read the lists anew at next use; called after they were loaded or edited."""
    _lists.cache_clear()
    _by_label.cache_clear()


@lru_cache(maxsize=1)
def _lists(_moment: int) -> dict[str, dict[str, CodeList]]:
    found: dict[str, dict[str, CodeList]] = {}
    rows = CodeItem.objects.order_by("set", "version", "position", "code")
    for set_name, version, code, label in rows.values_list("set", "version", "code", "label"):
        found.setdefault(set_name, {}).setdefault(version, {})[code] = label
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
