"""The form that exempts a finding."""

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.columns import FILL_IN, NOT_A_DATE
from yuping.accounts.pages import ReasonForm


class ExemptForm(ReasonForm):
    """Until when, and why."""

    until = forms.DateField(
        label=_("Exempted until"),
        error_messages={"required": FILL_IN, "invalid": NOT_A_DATE},
        help_text=_("At most a year from today."),
    )
    field_order = ("until", "reason")
