"""Reference data: each room registers how its part of ``fixtures/`` is loaded; loading twice changes nothing."""

import datetime
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings

from yuping.core import codes
from yuping.core.models import CodeItem, Holiday

CODE_COLUMNS = ("set", "version", "code", "label")
Loader = Callable[[], int]
_loaders: dict[str, Loader] = {}


def loader(name: str) -> Callable[[Loader], Loader]:
    """Register a loader; it returns the number of rows in its fixture."""

    def register(load: Loader) -> Loader:
        _loaders[name] = load
        return load

    return register


def loaders() -> list[tuple[str, Loader]]:
    return list(_loaders.items())


def rows_of(fixture: str) -> list[dict[str, Any]]:
    """The rows of a fixture file, by its name without ending."""
    return json.loads((settings.BASE_DIR / "fixtures" / f"{fixture}.json").read_text(encoding="utf-8"))["rows"]


@loader("code lists")
def load_code_lists() -> int:
    rows = rows_of("code_lists")
    CodeItem.objects.bulk_create(
        [
            CodeItem(position=position, label_en=row["english"], **{name: row[name] for name in CODE_COLUMNS})
            for position, row in enumerate(rows)
        ],
        update_conflicts=True,
        unique_fields=["set", "version", "code"],
        update_fields=["label", "label_en", "position"],
    )
    codes.forget()
    return len(rows)


@loader("holidays")
def load_holidays() -> int:
    """New days only: the table is edited by hand afterwards."""
    rows = rows_of("holidays")
    Holiday.objects.bulk_create(
        [
            Holiday(
                day=datetime.date.fromisoformat(row["day"]),
                is_workday=row["is_workday"],
                name=row.get("name", ""),
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )
    return len(rows)
