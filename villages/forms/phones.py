"""The form that sets the telephone number for complaints of an office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from villages.forms.fields import words_field
from villages.services.phones import SET_PHONE, offices_of
from yuping.accounts import access
from yuping.accounts.pages import ScopedForm
from yuping.core.characters import for_reader


class ComplaintPhoneForm(ScopedForm):
    """Whose number, and which."""

    area_code = forms.ChoiceField(label=_("Office"))
    phone = words_field(
        _("Phone for complaints"), length=30, help_text=_("It stands on every notice put up in the villages.")
    )
    reason = words_field(_("Reason"), length=200, help_text=_("Such as: published for the first time, number changed."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = [
            (code, for_reader(name)) for code, name in offices_of(access.scope_of(self.user, SET_PHONE)).items()
        ]
