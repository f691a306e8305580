"""The form by which a file is ended."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.fields import BLANK, codes_of, day, text
from households.policy.status import DIRECT
from yuping.accounts.pages import ScopedForm


class StatusForm(ScopedForm):
    """Which change, as of which day, and why."""

    kind = forms.ChoiceField(label=_("Kind of change"))
    date = day(_("Date of the change"))
    reason = text(_("Reason"), length=500, help_text=_("The meeting or paper that the change rests on."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = {str(change) for change in DIRECT}
        kinds = [(code, label) for code, label in codes_of("status_change_kind") if code in possible]
        self.fields["kind"].choices = [BLANK, *kinds]
