"""The particulars of a household: for the registration and for correcting them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.columns import (
    FILL_IN,
    NOT_A_DATE,
    NOTHING,
    GroupSelect,
    PlainSelect,
    VillageAndGroup,
    add_fields,
    code_choices,
)
from households.forms.fields import HouseholdNumberField
from households.models import Household
from villages.models import Village, VillageGroup
from yuping.accounts.pages import ScopedForm
from yuping.accounts.pages.widgets import dress
from yuping.core.phone import mask_phone

FLAGS = ("soldier_or_martyr_family", "one_child_household", "two_daughters_household")


def _phone() -> forms.CharField:
    typed = forms.TextInput({"inputmode": "tel", "autocomplete": "off"})
    return forms.CharField(label=_("Phone"), max_length=30, required=False, widget=typed)


class HeaderForm(VillageAndGroup, ScopedForm):
    """The head of the official form."""

    verb = "households.register_household"

    number = HouseholdNumberField(
        label=_("Household number"),
        max_length=40,
        error_messages={"required": FILL_IN},
        help_text=_("As the national system gives it."),
    )
    village = forms.ModelChoiceField(
        Village.objects.all(),
        label=_("Village"),
        empty_label="—",
        error_messages={"required": FILL_IN},
        widget=PlainSelect,
    )
    group = forms.ModelChoiceField(
        VillageGroup.objects.all(), label=_("Village group"), required=False, widget=GroupSelect
    )
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False, widget=forms.TextInput({"inputmode": "tel"})
    )
    registered_on = forms.DateField(
        label=_("Registered on"), error_messages={"required": FILL_IN, "invalid": NOT_A_DATE}
    )
    identification_standard = forms.ChoiceField(label=_("Identification standard"), required=False, widget=PlainSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["identification_standard"].choices = code_choices("identification_standard", None)
        add_fields(self, Household, FLAGS, year=None)
        villages = self.fields["village"]
        villages.queryset = villages.queryset.filter(successor__isnull=True).select_related("township")
        self.fields["number"].widget.attrs["autofocus"] = True
        # Today, unless somebody says otherwise.
        self.fields["registered_on"].widget.attrs["data-passed"] = ""
        self.groups_by_village()
        dress(self)

    def values(self) -> dict[str, Any]:
        """Whatever could be read, named as in the facts of a household."""
        cleaned = self.cleaned_data
        village, group = cleaned.get("village"), cleaned.get("group")
        return {
            "number": (cleaned.get("number") or "").strip().upper(),
            "village": village.pk if village else "",
            "group": group.name if group else "",
            "address": cleaned.get("address") or "",
            "phone": cleaned.get("phone") or "",
            "identification_standard": cleaned.get("identification_standard") or "",
            "registered_on": cleaned.get("registered_on"),
            **{name: cleaned.get(name, False) for name in FLAGS},
        }


class ParticularsForm(ScopedForm):
    """What may be corrected of a household's particulars."""

    group = forms.ChoiceField(label=_("Village group"), required=False)
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False, widget=forms.TextInput({"inputmode": "tel"})
    )
    identification_standard = forms.ChoiceField(label=_("Identification standard"), required=False)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = household.village.groups.order_by("name")
        self.fields["group"].choices = [NOTHING, *((group.name, str(group)) for group in groups)]
        self.fields["identification_standard"].choices = code_choices("identification_standard", None)
        add_fields(self, Household, FLAGS, year=None)
        self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=200, required=False)
        if household.phone:
            self.fields["phone"].widget.attrs["placeholder"] = mask_phone(household.phone.open())
            self.fields["phone"].help_text = _("Leave empty to keep the number.")
        dress(self)
