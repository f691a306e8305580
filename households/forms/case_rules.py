"""The form by which the county says what holds for cases from a day on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.fields import day, text
from households.models import MOST_ENTRY_DAYS
from yuping.accounts.pages import CountField, ScopedForm


class CaseRuleForm(ScopedForm):
    """From which day, whether identification is required, within how many days a notice is entered."""

    valid_from = day(_("Valid from"), help_text=_("Today at the earliest."))
    identification_required = forms.TypedChoiceField(
        label=_("A new file needs an accepted identification"),
        choices=[("no", _("no: the base stock is still being entered")), ("yes", _("yes"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    entry_days = CountField(
        label=_("Working days within which a notice is entered"),
        most=MOST_ENTRY_DAYS,
        help_text=_("A notice entered later needs a reason, which stands in the case."),
    )
    reason = text(_("Reason"), length=200)
