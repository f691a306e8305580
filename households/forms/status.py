"""The form of a change of status."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.fields import BLANK, codes_of, day, entry_of, text
from households.policy.status import CHANGES, Change
from yuping.accounts.pages import ScopedForm


class StatusForm(ScopedForm):
    """Which change, as of which day, and why."""

    kind = forms.ChoiceField(label=_("Kind of change"))
    date = day(_("Date of the change"))
    return_cause = entry_of(
        "cause", _("Cause of the return"), required=False, help_text=_("Needed for a return into poverty.")
    )
    reason = text(_("Reason"), length=500, help_text=_("The meeting or paper that the change rests on."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = {str(change) for change in CHANGES}
        kinds = [(code, label) for code, label in codes_of("status_change_kind") if code in possible]
        self.fields["kind"].choices = [BLANK, *kinds]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        returned = data.get("kind") == Change.RETURNED
        if returned and not data.get("return_cause"):
            self.add_error("return_cause", _("Choose the cause of the return."))
        if data.get("kind") and not returned:
            data["return_cause"] = ""
        return data
