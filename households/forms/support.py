"""Forms of the assistance given: measures, training, relocation."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.fields import day, entry_of, words
from households.models import Household, Member
from yuping.accounts.pages import CountField, NumberField, ScopedForm, YuanField
from yuping.core.money import ZERO


class MeasureForm(ScopedForm):
    """A line of assistance."""

    date = day(_("Date"))
    category = entry_of("measure_category", _("Kind of measure"))
    content = words(_("Content"), length=500, help_text=_("What was given or done, and how much of it."))
    unit = words(_("Assisting unit"), length=80)
    cost = YuanField(label=_("Cost"), required=False)
    signed_by_head = forms.BooleanField(label=_("Signed by the head of household"), required=False)
    note = words(_("Remark"), length=200, required=False)

    def clean_cost(self) -> Decimal:
        return self.cleaned_data["cost"] or ZERO


class CorrectMeasureForm(MeasureForm):
    """The right line, and why the old one was wrong."""

    reason = words(_("Reason"), length=200)


class TrainingForm(ScopedForm):
    """A course that a member took."""

    member = forms.ModelChoiceField(Member.objects.all(), label=_("Household member"))
    course = words(_("Course"), length=100)
    organiser = words(_("Organiser"), length=80)
    from_on = day(_("First day"))
    days = CountField(label=_("Days"), least=1, most=366)
    certificate = words(_("Certificate"), length=80, required=False)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.visible_to(self.user).living_here().filter(household=household)


class RelocationForm(ScopedForm):
    """A household's relocation."""

    year = CountField(label=_("Year of the programme"), least=2001, most=2100)
    mode = entry_of("relocation_mode", _("Mode"), required=False)
    from_place = words(_("Place left"), length=120)
    placement = entry_of("relocation_placement", _("Placement"))
    site = entry_of("relocation_site", _("Kind of site"), required=False)
    to_place = words(_("Place of settlement"), length=120)
    floor_area = NumberField(label=_("Floor area"), least=Decimal("0.01"), most=Decimal("99999.99"), required=False)
    moved_in_on = day(_("Moved in on"), required=False)
    old_house_gone = forms.BooleanField(label=_("The old house is pulled down"), required=False)
    difficulty = entry_of("relocation_difficulty", _("Difficulty"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["floor_area"].unit = _("m²")
