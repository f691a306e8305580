"""From the models of a file to the fields of its forms: labels, lists of the year, units. No rule stands here.

The validator (``households.policy``) is the only judge; a form only turns what was typed into values and says where
that can't be done, so that form, import and admin refuse alike.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from households.models import INCOME_ITEMS
from yuping.accounts import sentences
from yuping.accounts.pages import FILL_IN, YuanField
from yuping.core.codes import CodeField, choices_of
from yuping.core.fields import MoneyField
from yuping.core.pinyin import initials

SELECTED = SafeString(" selected")
NOTHING = ("", "—")
YES_NO = [NOTHING, ("yes", _("yes")), ("no", _("no"))]
NOT_A_NUMBER = _("Write a plain number.")
NOT_A_DATE = _("Write a date such as 2016-12-31.")
UNITS = {
    **dict.fromkeys(
        ("farmland", "irrigated", "woodland", "returned_woodland", "orchard", "grassland", "water_surface"), _("mu")
    ),
    "road_distance": _("km"),
    "housing_area": _("m²"),
    "population_start": _("persons"),
    "population_end": _("persons"),
    "work_months": _("months"),
    "public_post_months": _("months"),
}
MESSAGES = {"required": FILL_IN, "invalid": NOT_A_NUMBER, "invalid_choice": _("Choose an entry of the list.")}


@lru_cache(maxsize=2048)
def letters_of(label: str) -> str:
    """The pinyin initials of a label; of one in letters its own."""
    return initials(label) or label.lower()


class PlainSelect(forms.Select):
    """A select of a flat list, drawn in one go: a grid has hundreds of options, and a template for each takes time.

    Each option tells the letters by which it is chosen from the keyboard.
    """

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = (
            (code, SELECTED if str(code) in chosen else "", letters_of(str(label)), label)
            for code, label in self.choices
        )
        drawn = format_html_join("", '<option value="{}"{} data-letters="{}">{}</option>', options)
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, drawn)


class GroupSelect(PlainSelect):
    """The groups of villages, each under its village; the code of a group is its place in the village's list.

    The script shows those of the village chosen beside it. ``choices``: the empty one, then (village, its groups).
    """

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        nothing, *villages = self.choices
        drawn = format_html('<option value="{}">{}</option>', *nothing)
        for village, groups in villages:
            options = (
                (key, SELECTED if str(key) in chosen else "", place, letters_of(label), label)
                for place, (key, label) in enumerate(groups, start=1)
            )
            option = '<option value="{}"{} data-code="{}" data-letters="{}">{}</option>'
            inside = format_html_join("", option, options)
            label, code = str(village), village.pk
            drawn += format_html('<optgroup label="{}" data-village="{}">{}</optgroup>', label, code, inside)
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, drawn)


class VillageAndGroup:
    """What forms with fields ``village`` and ``group`` have alike: a group belongs to the village chosen beside it."""

    fields: dict[str, Any]

    def groups_by_village(self) -> None:
        """Groups stand under their village, so that 一组 of one village isn't taken for that of another."""
        field = self.fields["group"]
        grouped: dict[Any, list[tuple[int, str]]] = {}
        for group in field.queryset.select_related("village").order_by("village", "position", "pk"):
            grouped.setdefault(group.village, []).append((group.pk, str(group)))
        field.choices = [NOTHING, *grouped.items()]
        field.widget.attrs["data-group"] = sentences.sentence("households.group_unknown")
        self.fields["village"].widget.attrs["data-village"] = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        village, group = cleaned.get("village"), cleaned.get("group")
        if village and group and group.village_id != village.pk:
            self.add_error("group", sentences.sentence("households.group_unknown"))
        return cleaned


def code_choices(code_set: str, year: int | None) -> list[tuple[str, str]]:
    """The list of the year, with a first line for: not answered."""
    return [NOTHING, *choices_of(code_set, year=year)]


def field_for(model: type[models.Model], name: str, *, year: int | None, required: bool = False) -> forms.Field:
    """The form field of a model field; empty means not answered."""
    column = model._meta.get_field(name)
    common = {"label": capfirst(column.verbose_name), "required": required, "error_messages": dict(MESSAGES)}
    made = _made(column, common, year)
    if name in UNITS:
        made.unit = UNITS[name]
    return made


def _made(column: models.Field, common: dict[str, Any], year: int | None) -> forms.Field:
    if isinstance(column, ArrayField):
        widget = forms.CheckboxSelectMultiple
        items = ((name, column.model._meta.get_field(name).verbose_name) for name in INCOME_ITEMS)
        choices = [(name, _("%(item)s: not counted") % {"item": capfirst(label)}) for name, label in items]
        return forms.MultipleChoiceField(choices=choices, widget=widget, **common)
    if isinstance(column, CodeField):
        return forms.ChoiceField(choices=code_choices(column.code_set, year), widget=PlainSelect, **common)
    if isinstance(column, MoneyField):
        return YuanField(**common)
    if isinstance(column, models.BooleanField):
        if not column.null:
            return forms.BooleanField(**common)
        common |= {"choices": YES_NO, "widget": PlainSelect}
        return forms.TypedChoiceField(coerce=lambda word: word == "yes", empty_value=None, **common)
    if isinstance(column, models.DateField):
        common["error_messages"]["invalid"] = NOT_A_DATE
        return forms.DateField(widget=forms.DateInput, **common)
    if isinstance(column, models.DecimalField):
        return forms.DecimalField(decimal_places=column.decimal_places, max_digits=12, **common)
    if isinstance(column, models.IntegerField):
        return forms.IntegerField(max_value=99_999, min_value=-99_999, **common)
    return forms.CharField(max_length=column.max_length, **common)


def add_fields(
    form: forms.Form, model: type[models.Model], names: Iterable[str], *, year: int | None, required: Iterable[str] = ()
) -> None:
    """Give the form the fields of these columns."""
    must = set(required)
    for name in names:
        form.fields[name] = field_for(model, name, year=year, required=name in must)


def initial_of(row: models.Model | None, names: Iterable[str]) -> dict[str, Any]:
    """What stands in a row, as the form's fields show it."""
    return {} if row is None else {name: _shown(getattr(row, name)) for name in names}


def _shown(value: Any) -> Any:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def values_of(cleaned: Mapping[str, Any], names: Iterable[str], *, empty: Mapping[str, Any]) -> dict[str, Any]:
    """The typed values by name; what was left out, or could not be read, is the empty value of its column."""
    return {name: empty[name] if cleaned.get(name) in (None, "") else cleaned[name] for name in names}


def show_typed(form: forms.Form, typed: QueryDict) -> None:
    """Let the form show what was typed into it before, unjudged: it is still being entered."""
    for name, field in form.fields.items():
        form.initial[name] = field.widget.value_from_datadict(typed, {}, form.add_prefix(name))
