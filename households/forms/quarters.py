"""Forms of the effects of the assistance, quarter by quarter."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from households.effects import KINDS_OF_INCOME
from households.forms.fields import words
from households.models import QUARTERS, Household
from households.services import QuarterIncome
from yuping.accounts.pages import CountField, ScopedForm, YuanField
from yuping.accounts.pages.widgets import dress
from yuping.core.money import ZERO

QUARTER_NAMES = (_("first quarter"), _("second quarter"), _("third quarter"), _("fourth quarter"))

KIND_LABELS = (_("Wage income"), _("Business income"), _("Property income"), _("Transfer income"))


class IncomeForm(ScopedForm):
    """Income of a quarter by kind; what is left empty is none."""

    wage_income = YuanField(label=_("Wage income"), required=False)
    business_income = YuanField(label=_("Business income"), required=False)
    property_income = YuanField(label=_("Property income"), required=False)
    transfer_income = YuanField(label=_("Transfer income"), required=False)

    def income(self) -> QuarterIncome:
        """What was typed."""
        return QuarterIncome(**{name: self.cleaned_data[name] or ZERO for name in KINDS_OF_INCOME})


class QuarterForm(IncomeForm):
    """A quarter that is not recorded yet."""

    field_order = ["year", "quarter"]

    year = CountField(label=_("Year"), least=2013, most=2100)
    quarter = forms.TypedChoiceField(
        label=_("Quarter"), coerce=int, choices=list(zip(QUARTERS, QUARTER_NAMES, strict=True))
    )


class CorrectQuarterForm(IncomeForm):
    """The right amounts of a quarter, and why they change."""

    reason = words(_("Reason"), length=200)


class VillageQuarterForm(ScopedForm):
    """The income of one quarter for the households of a village, a row each; a row left empty is not recorded yet.

    ``households`` are those whose quarter is not on record.
    """

    def __init__(self, *args: Any, households: Sequence[Household], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.households = households
        for household in households:
            for name, label in zip(KINDS_OF_INCOME, KIND_LABELS, strict=True):
                field = YuanField(label=f"{household.head_name} · {label}", required=False, unit="")
                # The heads of the table say it to who sees them; a reader of screens hears it at the field.
                field.widget.attrs["aria-label"] = f"{household.head_name} {household.number} · {label}"
                field.kind = label
                self.fields[f"h{household.pk}-{name}"] = field
        dress(self)

    def grid(self) -> Iterator[tuple[Household, list[BoundField]]]:
        """Each household with its fields, in the order of the form."""
        for household in self.households:
            yield household, [self[f"h{household.pk}-{name}"] for name in KINDS_OF_INCOME]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not self.incomes():
            self.add_error(None, _("Enter the income of at least one household; write 0 where there was none."))
        return data

    def incomes(self) -> dict[int, QuarterIncome]:
        """What was typed, by household; a row counts as soon as one of its fields is filled."""
        found = {}
        for household in self.households:
            typed = {name: self.cleaned_data.get(f"h{household.pk}-{name}") for name in KINDS_OF_INCOME}
            if any(amount is not None for amount in typed.values()):
                found[household.pk] = QuarterIncome(**{name: amount or ZERO for name, amount in typed.items()})
        return found
