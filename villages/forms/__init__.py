"""Forms of the villages pages: the shape of what is typed. The services decide whether it holds."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from villages.forms.fields import day_field, village_field, words_field
from villages.models import (
    Direction,
    IncomeClass,
    Indicator,
    IndicatorState,
    IndicatorValue,
    Origin,
    SpendingClass,
    ValueType,
    VillageResolution,
)
from villages.policy import LARGEST
from villages.services import ValueRow
from yuping.accounts.pages import CountField, NumberField, ScopedForm, YuanField
from yuping.core.codes import choices_of


class EntryForm(ScopedForm):
    """One income or spending; the class says which of the two it is."""

    verb = "villages.record_collective_entry"

    village = village_field()
    date = day_field(_("Date"))
    category = forms.ChoiceField(
        label=_("Class"),
        choices=[
            ("", "—"),
            (Direction.INCOME.label, [(f"income:{code}", label) for code, label in IncomeClass.choices]),
            (Direction.SPENDING.label, [(f"spending:{code}", label) for code, label in SpendingClass.choices]),
        ],
    )
    amount = YuanField(label=_("Amount"))
    text = words_field(_("Text"), length=200, help_text=_("From whom or to whom, and what for."))
    resolution = forms.ModelChoiceField(
        VillageResolution.objects.all(),
        label=_("Resolution"),
        required=False,
        help_text=_("Spending rests on a resolution of the village."),
    )
    allow_negative = forms.BooleanField(label=_("The balance may fall below zero"), required=False)
    reason = words_field(
        _("Reason"), length=200, required=False, help_text=_("Needed when the balance falls below zero.")
    )


class ResolutionForm(ScopedForm):
    """A decision with its four deliberations and its publication."""

    verb = "villages.record_resolution"

    village = village_field()
    subject = words_field(_("Subject"), length=120)
    amount = YuanField(label=_("Amount that may be spent"))
    proposed_on = day_field(_("Proposed by the party branch on"))
    discussed_on = day_field(_("Discussed by the two committees on"))
    deliberated_on = day_field(_("Deliberated by the party members on"))
    decided_on = day_field(_("Decided by the villagers on"))
    attended = CountField(label=_("Attended"), least=1, most=30000)
    votes_for = CountField(label=_("Votes in favour"), most=30000)
    published_on = day_field(_("Decision published on"))
    text = words_field(_("Text of the decision"), length=2000, required=False, widget=forms.Textarea({"rows": 4}))


class PublishForm(ScopedForm):
    """When the result was published."""

    published_on = day_field(_("Result published on"))


class AccountForm(ScopedForm):
    """The proposed bank account of a village."""

    verb = "villages.propose_village_account"

    village = village_field()
    bank_name = words_field(_("Bank"), length=80)
    holder_name = words_field(_("Account holder"), length=80, help_text=_("As the bank writes it."))
    number = words_field(_("Account number"), length=40, help_text=_("Digits only. It is kept encrypted."))


class IndicatorsForm(ScopedForm):
    """The manual indicators of a village and year; what is left empty stays as it is."""

    def __init__(self, *args: Any, values: dict[str, IndicatorValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measures = list(Indicator.objects.filter(origin=Origin.MANUAL))
        for measure in self.measures:
            self._add(measure, values.get(measure.pk))
        if any(value.state == IndicatorState.REVIEWED for value in values.values()):
            self.fields["reason"] = words_field(
                _("Reason"), length=200, required=False, help_text=_("Needed when a reviewed value is changed.")
            )
        self.dress_again()

    def dress_again(self) -> None:
        """The fields added here look like the declared ones."""
        from yuping.accounts.pages.widgets import dress

        dress(self)

    def _add(self, measure: Indicator, value: IndicatorValue | None) -> None:
        hint = value.get_state_display() if value else _("no value yet")
        common = {"label": str(measure), "required": False, "help_text": hint}
        if measure.value_type == ValueType.CODE:
            self.fields[measure.pk] = forms.ChoiceField(
                choices=[("", "—"), *choices_of("industry")], initial=value and value.code, **common
            )
            self.fields[f"{measure.pk}_text"] = words_field(
                _("Its name"), length=60, required=False, initial=value and value.text
            )
            return
        largest = Decimal(100) if measure.unit == "%" else LARGEST.get(measure.pk)
        field = NumberField(
            most=largest,
            places=measure.decimals,
            initial=value.shown.replace(",", "") if value else None,
            **common,
        )
        field.unit = measure.local_unit
        self.fields[measure.pk] = field

    def rows(self, village_code: str) -> list[ValueRow]:
        """What was typed, without the fields left empty."""
        found = []
        for measure in self.measures:
            typed = self.cleaned_data.get(measure.pk)
            if typed in (None, ""):
                continue
            if measure.value_type == ValueType.CODE:
                text = self.cleaned_data.get(f"{measure.pk}_text", "")
                found.append(ValueRow(village_code, measure.pk, code=typed, text=text))
            else:
                found.append(ValueRow(village_code, measure.pk, number=typed))
        return found


class YearForm(ScopedForm):
    """A calendar year."""

    year = CountField(label=_("Year"), least=2000, most=2100)


class HolidayForm(ScopedForm):
    """Whether a day is worked."""

    day = day_field(_("Day"))
    is_workday = forms.TypedChoiceField(
        label=_("Worked"),
        choices=[("no", _("day off")), ("yes", _("worked"))],
        coerce=lambda value: value == "yes",
    )
    name = words_field(_("Name of the holiday"), length=40, required=False)
    reason = words_field(_("Reason"), length=200, help_text=_("The notice the change rests on."))
