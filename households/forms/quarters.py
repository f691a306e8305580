"""Forms of the effects of the assistance, quarter by quarter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from households.effects import KINDS_OF_INCOME
from households.forms.fields import words
from households.models import QUARTERS
from households.services import QuarterIncome
from yuping.accounts.pages import CountField, ScopedForm, YuanField
from yuping.core.money import ZERO

QUARTER_NAMES = (_("first quarter"), _("second quarter"), _("third quarter"), _("fourth quarter"))


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
