"""Forms on likely doubles and on changes of identity."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.columns import FILL_IN, NOT_A_DATE
from households.forms.papers import PaperField
from households.models import Household, LikelyDouble, Member
from yuping.accounts.pages import ReasonForm, ScopedForm
from yuping.core.identity import mask_identity

WHOLE = [
    ("whole", _("the whole household: it becomes part of the other, whoever lives there moves over")),
    ("people", _("only the people who stand in both: they leave as entered in error, the household goes on")),
]


class DeferForm(ReasonForm):
    """Until when, and what is waited for."""

    due_on = forms.DateField(
        label=_("To be looked at again on"),
        error_messages={"required": FILL_IN, "invalid": NOT_A_DATE},
        help_text=_("At most a year from today."),
    )
    field_order = ("due_on", "reason")


class MergeForm(ReasonForm):
    """Which file stays, and how much of the other gives way."""

    staying = forms.TypedChoiceField(
        label=_("Which file stays"), coerce=int, widget=forms.RadioSelect, error_messages={"required": FILL_IN}
    )
    extent = forms.ChoiceField(
        label=_("What gives way"), choices=WHOLE, widget=forms.RadioSelect, error_messages={"required": FILL_IN}
    )
    field_order = ("staying", "extent", "reason")

    def __init__(self, *args: Any, double: LikelyDouble, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes: tuple[Household, Household] = (double.first_household, double.second_household)
        self.fields["staying"].choices = [(home.pk, f"{home} · {home.village}") for home in self.homes]
        self.fields["reason"].help_text = _("What you have compared: household register, cards, a visit.")
        if not any(match[0] for match in double.matches):
            # Only a phone agrees: nobody stands in both.
            self.fields["extent"].choices = WHOLE[:1]
            self.fields["extent"].initial = "whole"

    def leaving(self) -> int:
        """The household that gives way."""
        return next(home.pk for home in self.homes if home.pk != self.cleaned_data["staying"])


class IdentityForm(ScopedForm):
    """Name and number as on the card."""

    name = forms.CharField(label=_("Name"), max_length=50, error_messages={"required": FILL_IN})
    id_number = forms.CharField(
        label=_("Identity number"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "data-identity": ""}),
        help_text=_("Leave empty to keep the number."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Which papers say so: identity card, household register, certificate of the police station."),
        error_messages={"required": FILL_IN},
    )
    paper = PaperField(
        label=_("Identity card, household register or paper of the police station"),
        required=False,
        help_text=_(
            "Photograph or scan. The second person compares it; without it he has to have the paper itself shown. "
            "PDF, JPEG or PNG, at most 5 MB; a larger photograph is made smaller by this page."
        ),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if member.id_number:
            self.fields["id_number"].widget.attrs["placeholder"] = mask_identity(member.id_number.open())
