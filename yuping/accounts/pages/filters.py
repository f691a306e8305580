"""Filters of the list pages: django-filter declarations with one search field and Bootstrap widgets."""

import datetime
import operator
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yuping.accounts.pages.figured import FIGURE, PARAMETERS
from yuping.accounts.pages.widgets import dress, narrow
from yuping.core import show
from yuping.core.text import clean_search

RANGE_ENDS = ("min", "max", "after", "before")


@dataclass(frozen=True)
class Chip:
    """An active filter: what it is, its value in words, and the query without it."""

    label: str
    value: str
    without: str


def _end(value: object) -> str:
    """One end of a range in words."""
    if isinstance(value, datetime.date):
        return show.show_day(value)
    return show.EMPTY if value is None else str(value)


class BaseFilterSet(django_filters.FilterSet):
    """Base of all filter bars.

    ``search_lookups`` (``("head_name__startswith", "number__iexact")``) makes the search field ``q``; a list that
    searches otherwise overrides ``search``. Choice filters over scoped tables are narrowed to the person's rows.
    """

    search_lookups: tuple[str, ...] = ()
    search_label = _("Search")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in self.filters.values():
            if isinstance(one, django_filters.BooleanFilter):
                one.extra["widget"] = forms.Select(choices=[("", _("All")), ("true", _("yes")), ("false", _("no"))])
        if self.searchable:
            search = django_filters.CharFilter(label=self.search_label, method="apply_search", max_length=60)
            search.parent, search.model, search.field_name = self, self._meta.model, "q"
            self.filters = {"q": search, **self.filters}

    @property
    def searchable(self) -> bool:
        return bool(self.search_lookups) or type(self).search is not BaseFilterSet.search

    def apply_search(self, queryset: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        text = clean_search(value)
        return self.search(queryset, text) if text else queryset

    def search(self, queryset: models.QuerySet[Any], text: str) -> models.QuerySet[Any]:
        """The rows that fit the text, spelled as names are; by default any of ``search_lookups``."""
        return queryset.filter(reduce(operator.or_, (Q(**{lookup: text}) for lookup in self.search_lookups)))

    @property
    def form(self) -> forms.Form:
        form = super().form
        if not hasattr(form, "is_dressed"):
            narrow(form, self.request.user)
            dress(form)
            form.is_dressed = True
        return form

    def chips(self) -> Iterator[Chip]:
        """The active filters, each with the query that drops it."""
        if not self.is_bound or not self.form.is_valid():
            return
        # A list opened from a figure has one chip for figure, area and day.
        told = set(PARAMETERS) if self.request.GET.get(FIGURE) else set()
        for name, value in self.form.cleaned_data.items():
            if name in told or value in (None, "") or (hasattr(value, "__len__") and not len(value)):
                continue
            yield Chip(str(self.form.fields[name].label or name), self._words(name, value), self._without(name))

    def _words(self, name: str, value: Any) -> str:
        field = self.form.fields[name]
        if isinstance(value, slice):
            return " – ".join(_end(end) for end in (value.start, value.stop))
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if hasattr(field, "choices") and not hasattr(field, "queryset"):
            labels = {str(code): str(label) for code, label in field.choices}
            values = value if isinstance(value, list | tuple) else [value]
            return "、".join(labels.get(str(one), str(one)) for one in values)
        if isinstance(value, models.QuerySet):
            return "、".join(str(one) for one in value)
        return str(value)

    def _without(self, name: str) -> str:
        rest = QueryDict(mutable=True)
        for key, values in self.request.GET.lists():
            if key != "page" and key not in {name, *(f"{name}_{end}" for end in RANGE_ENDS)}:
                rest.setlist(key, values)
        return f"?{rest.urlencode()}"
