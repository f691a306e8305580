"""Tables of the list pages: django-tables2 declarations, drawn by one lean row template.

As shipped, the library inspects a function's signature for every cell. Here it is done once for each column, which
halves the time of a page.
"""

import datetime
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import django_tables2 as tables
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeData
from django.utils.translation import gettext as _
from django_tables2.columns import BoundColumn
from django_tables2.columns.base import library
from django_tables2.rows import BoundRow

from yuping.core import show
from yuping.core.fields import MoneyField
from yuping.core.templatetags.core import badge


class _FieldColumn(tables.Column):
    """A column that a table takes by itself for certain model fields."""

    for_fields: tuple[type[models.Field], ...] = ()

    @classmethod
    def from_field(cls, field: models.Field, **kwargs: Any) -> tables.Column | None:
        fits = isinstance(field, cls.for_fields) and not field.choices and not field.is_relation
        # Years and keys are names, not quantities: no thousands separator.
        is_name = field.primary_key or field.name.endswith("year")
        return cls(**kwargs) if fits and not is_name else None


@library.register
class NumberColumn(_FieldColumn):
    """A count or measure: right-aligned, thousands separators."""

    css, kind, for_fields = "num", "number", (models.IntegerField, models.DecimalField)

    def render(self, value: Decimal | int) -> str:
        return show.show_count(value)


@library.register
class MoneyColumn(_FieldColumn):
    """An amount in yuan: right-aligned, thousands separators, two decimals."""

    css, kind, for_fields = "num", "money", (MoneyField,)

    def render(self, value: Decimal) -> str:
        return show.show_money(value)


class PercentColumn(tables.Column):
    """A percentage with one decimal."""

    css, kind = "num", "number"

    def render(self, value: Decimal) -> str:
        return show.show_percent(value)


@library.register
class DayColumn(_FieldColumn):
    """A date as 2016-12-31."""

    css, kind, for_fields = "day", "date", (models.DateField,)

    def render(self, value: datetime.date) -> str:
        return show.show_day(value)


@library.register
class TimeColumn(_FieldColumn):
    """A moment of real time as 2016-12-31 09:05."""

    css, kind, for_fields = "day", "time", (models.DateTimeField,)

    def render(self, value: datetime.datetime) -> str:
        return show.show_time(value)


@library.register
class YesNoColumn(_FieldColumn):
    """Yes or no in words."""

    for_fields = (models.BooleanField,)

    def render(self, value: bool) -> str:
        return _("yes") if value else _("no")


class StateColumn(tables.Column):
    """A state or another choice as a word in the colour of its meaning. ``tones`` maps codes to tones."""

    def __init__(self, *args: Any, tones: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tones = tones or {}

    def render(self, value: object, record: models.Model, bound_column: BoundColumn) -> str:
        code = str(getattr(record, str(bound_column.accessor), ""))
        return badge(value, code, self.tones.get(code, ""))


@dataclass(frozen=True)
class Cell:
    """What the row template draws."""

    label: str
    css: str
    html: str


@dataclass(frozen=True)
class Row:
    """One record of the page; ``url`` opens on click and on Enter."""

    record: Any
    url: str
    cells: list[Cell]

    @property
    def pk(self) -> Any:
        return self.record.pk


@lru_cache(maxsize=1024)
def _wanted(function: Callable[..., Any]) -> tuple[str, ...] | None:
    """The argument names of a render function; None when it takes everything."""
    parameters = inspect.signature(function).parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return None
    return tuple(parameter.name for parameter in parameters if parameter.name != "self")


class ColumnPlan:
    """How one column reads and draws its value, settled once for a page."""

    def __init__(self, column: BoundColumn, table: "BaseTable") -> None:
        self.bound, self.table, self.column = column, table, column.column
        self.name = column.name
        self.label = str(column.header)
        self.kind = getattr(self.column, "kind", "text")
        self.css = " ".join(
            filter(None, [getattr(self.column, "css", ""), self.column.attrs.get("td", {}).get("class", "")])
        )
        self.render = column.render
        self.wanted = _wanted(getattr(column.render, "__func__", column.render))
        self.is_plain = getattr(column.render, "__func__", None) is tables.Column.render
        self.display = self._display_name()

    def _display_name(self) -> str:
        """The ``get_…_display`` method when the column is a field of choices of the row itself."""
        name = str(self.bound.accessor)
        try:
            field = self.table._meta.model and self.table._meta.model._meta.get_field(name)
        except FieldDoesNotExist:
            return ""
        return f"get_{name}_display" if getattr(field, "choices", None) else ""

    def value(self, record: Any) -> Any:
        if self.display and isinstance(record, models.Model):
            return getattr(record, self.display)()
        try:
            return self.bound.accessor.resolve(record, quiet=True)
        except ValueError:
            return None

    def draw(self, record: Any) -> Any:
        value = self.value(record)
        if value in self.column.empty_values:
            return self.bound.default
        given = {
            "value": value,
            "record": record,
            "column": self.column,
            "bound_column": self.bound,
            "table": self.table,
        }
        if self.wanted is None or "bound_row" in self.wanted:
            given["bound_row"] = BoundRow(record, table=self.table)
        shown = self.render(**(given if self.wanted is None else {name: given[name] for name in self.wanted}))
        return self.bound.link(shown, **given) if self.bound.link else shown

    def exported(self, record: Any) -> Any:
        """The value for a workbook: numbers, years and dates as they are, everything else as the words on screen."""
        value = self.value(record)
        if self.kind != "text" or (type(value) is int and self.is_plain):
            return value
        shown = self.draw(record)
        if isinstance(shown, SafeData):
            shown = strip_tags(shown)
        return "" if shown == show.EMPTY else str(shown)


class BaseTable(tables.Table):
    """Base of all tables. ``key_column`` carries the link to the record (default: the first column).

    Override ``row_url`` when the record has no ``get_absolute_url``. ``optional`` names columns that are hidden until
    the person chooses them; of those ``always_exported`` stand in a workbook all the same, unless he chose: names alone
    tell no two households apart.
    """

    key_column = ""
    optional: tuple[str, ...] = ()
    always_exported: tuple[str, ...] = ("number",)

    class Meta:
        template_name = "partials/table.html"
        default = show.EMPTY
        orderable = True

    def row_url(self, record: Any) -> str:
        return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""

    def plans(self) -> list[ColumnPlan]:
        return [ColumnPlan(column, self) for column in self.columns]

    def lean_rows(self) -> Iterator[Row]:
        """The rows of the page that is shown."""
        plans = self.plans()
        key = self.key_column or (plans[0].name if plans else "")
        for bound in self.paginated_rows.data:
            url = self.row_url(bound)
            yield Row(bound, url, [self._cell(plan, bound, url if plan.name == key else "") for plan in plans])

    def _cell(self, plan: ColumnPlan, record: Any, url: str) -> Cell:
        shown = plan.draw(record)
        if url and not plan.bound.link:
            shown = format_html('<a class="row-link" href="{}">{}</a>', url, shown)
        return Cell(plan.label, f"{plan.css} key" if plan.name == self.key_name else plan.css, shown)

    @property
    def key_name(self) -> str:
        return self.key_column or next(iter(self.columns.names()), "")
