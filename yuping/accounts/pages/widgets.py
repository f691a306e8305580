"""How fields are dressed, and how the choices of a field are narrowed to what the person may see."""

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import DateRangeWidget, RangeWidget

from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.scoping import ClosedQuery

# Nothing on file is older than its oldest person or later than its last schedule; "0216" and "20161" are slips.
DAYS_ON_FILE = [MinValueValidator(datetime.date(1900, 1, 1)), MaxValueValidator(datetime.date(2100, 12, 31))]


def dress(form: forms.BaseForm) -> None:
    """Give each widget its class; a date gets the browser's own calendar and bounds, a number the right keyboard."""
    for field in form.fields.values():
        for part in getattr(field, "fields", [field]):
            if isinstance(part, forms.DateField):
                # A list of its own: copies of a field share their validators.
                part.validators = [*part.validators, *DAYS_ON_FILE]
        if isinstance(field, forms.ModelChoiceField) and field.empty_label == "---------":
            field.empty_label = "—"
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.widget.attrs.setdefault("data-narrow", _("Type to narrow the list"))
        dress_widget(field.widget)
        if isinstance(field.widget, RangeWidget):
            _name_the_ends(field)


def dress_widget(widget: forms.Widget) -> None:
    """Dress one widget; parts of a widget made of several are dressed each."""
    if isinstance(widget, DateRangeWidget):
        widget.widgets = [forms.DateInput(), forms.DateInput()]
    for part in getattr(widget, "widgets", []):
        dress_widget(part)
    if isinstance(widget, forms.DateInput):
        widget.input_type = "date"
        widget.format = "%Y-%m-%d"
    if isinstance(widget, forms.NumberInput):
        # No spinner: a turn of the mouse wheel must never change an amount.
        widget.input_type = "text"
        widget.attrs.setdefault("inputmode", "decimal")
    css = _css_of(widget)
    if css and css not in widget.attrs.get("class", ""):
        widget.attrs["class"] = f"{widget.attrs.get('class', '')} {css}".strip()


def _name_the_ends(field: forms.Field) -> None:
    """The label of a range belongs to neither of its two inputs: each says which end it is."""
    for part, end in zip(field.widget.widgets, (_("from"), _("to")), strict=True):
        part.attrs["aria-label"] = f"{field.label} · {end}"


def _css_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    if isinstance(widget, forms.MultiWidget) or widget.is_hidden:
        return ""
    return "form-control"


def narrow(form: forms.BaseForm, user: User, *, verb: str = "") -> None:
    """Leave in every choice of a guarded table only rows the person may see (or, with ``verb``, act on)."""
    for field in form.fields.values():
        if not isinstance(field, forms.ModelChoiceField):
            continue
        manager: Any = field.queryset.model.objects
        if not hasattr(manager, "visible_to"):
            continue
        acts = bool(verb) and access.may(user, verb)
        allowed = manager.actionable_by(user, verb) if acts else manager.visible_to(user)
        # A field declared with a filter of its own keeps it; one declared with the closed manager takes all allowed.
        closed = isinstance(field.queryset.query, ClosedQuery)
        field.queryset = allowed if closed else field.queryset.filter(pk__in=allowed.values("pk"))
