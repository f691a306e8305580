"""The choice of area and day on the leadership's pages."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuping.accounts.pages import ScopedForm
from yuping.core import clock


class AreaDayForm(ScopedForm):
    """An area of the person and a day that has come."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    on = forms.DateField(label=_("As of"), required=False)

    def __init__(self, *args: Any, options: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = options

    def clean_on(self) -> datetime.date:
        day, today = self.cleaned_data["on"] or clock.today(), clock.today()
        if day > today or day.year < 2000:
            raise forms.ValidationError(_("Choose a day from 2000 up to the business date."))
        return day
