"""Forms on payee accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.facts import AccountFacts
from households.forms.columns import FILL_IN, NOTHING
from households.forms.members import MOST_ROWS
from households.models import AccountKind, Member
from yuping.accounts.pages import ScopedForm


def _bank() -> forms.CharField:
    return forms.CharField(label=_("Bank"), max_length=80, required=False)


def _number(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Account number"),
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        **kwargs,
    )


class FirstAccountForm(ScopedForm):
    """The account given with the registration; left empty, none is proposed."""

    kind = forms.ChoiceField(label=_("Kind of account"), choices=[NOTHING, *AccountKind.choices], required=False)
    number = _number(required=False)
    bank_name = _bank()
    # The persons have no keys yet: chosen by their place in the list above, which the page shows with their names.
    holder = forms.TypedChoiceField(label=_("Holder"), required=False, coerce=int, empty_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(place, _("Member %(place)s") % {"place": place}) for place in range(2, MOST_ROWS + 1)]
        self.fields["holder"].choices = [(1, _("Head of household")), *others]
        self.fields["holder"].widget.attrs["data-holder"] = ""

    def facts(self) -> AccountFacts | None:
        """None when nothing was typed."""
        cleaned = self.cleaned_data
        number, bank = cleaned.get("number") or "", cleaned.get("bank_name") or ""
        if not number and not bank:
            return None
        holder = (cleaned.get("holder") or 1) - 1
        kind = cleaned.get("kind") or AccountKind.CARD
        return AccountFacts(number=number, kind=kind, bank_name=bank, holder=holder)


class AccountForm(ScopedForm):
    """An account proposed for a household that is on file."""

    member = forms.ModelChoiceField(
        Member.objects, label=_("Holder"), empty_label="—", error_messages={"required": FILL_IN}
    )
    kind = forms.ChoiceField(label=_("Kind of account"), choices=AccountKind.choices)
    number = _number(error_messages={"required": FILL_IN}, help_text=_("It is kept encrypted and shown masked."))
    bank_name = forms.CharField(label=_("Bank"), max_length=80, error_messages={"required": FILL_IN})
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        help_text=_("Needed when an account is entered again: who at the bank confirmed it, and when."),
    )

    def __init__(self, *args: Any, household_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = (
            Member.objects.visible_to(self.user).living_here().filter(household=household_id)
        )
