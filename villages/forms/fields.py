"""Fields that the forms of the villages room have in common."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from villages.models import Village


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput, **kwargs)


def words_field(label: Any, *, length: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, **kwargs)


def village_field(**kwargs: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Village.objects.all(), label=_("Village"), **kwargs)
