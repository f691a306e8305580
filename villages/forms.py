"""Forms of the villages pages: the shape of what is typed. The services decide whether it holds."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from villages.models import (
    Cadre,
    Direction,
    Duty,
    IncomeClass,
    Indicator,
    IndicatorState,
    IndicatorValue,
    Origin,
    ResponsibilityKind,
    SpendingClass,
    Township,
    ValueType,
    Village,
    VillageGroup,
    VillageResolution,
)
from villages.policy import LARGEST
from villages.services import ValueRow
from yuping.accounts.pages import CountField, NumberField, ReasonForm, ScopedForm, YuanField
from yuping.core.models import CodeItem

MANY_SHOWN = 10


def with_unit(cadre: Cadre) -> str:
    """A cadre in a list of choices: many share a name, fewer a name and a unit."""
    return f"{cadre.name} · {cadre.unit}"


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput, **kwargs)


def _words(label: Any, *, length: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, **kwargs)


def _village(**kwargs: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Village.objects.all(), label=_("Village"), **kwargs)


class EntryForm(ScopedForm):
    """One income or spending; the class says which of the two it is."""

    verb = "villages.record_collective_entry"

    village = _village()
    date = _day(_("Date"))
    category = forms.ChoiceField(
        label=_("Class"),
        choices=[
            ("", "—"),
            (Direction.INCOME.label, [(f"income:{code}", label) for code, label in IncomeClass.choices]),
            (Direction.SPENDING.label, [(f"spending:{code}", label) for code, label in SpendingClass.choices]),
        ],
    )
    amount = YuanField(label=_("Amount"))
    text = _words(_("Text"), length=200, help_text=_("From whom or to whom, and what for."))
    resolution = forms.ModelChoiceField(
        VillageResolution.objects.all(),
        label=_("Resolution"),
        required=False,
        help_text=_("Spending rests on a resolution of the village."),
    )
    allow_negative = forms.BooleanField(label=_("The balance may fall below zero"), required=False)
    reason = _words(_("Reason"), length=200, required=False, help_text=_("Needed when the balance falls below zero."))


class ResolutionForm(ScopedForm):
    """A decision with its four deliberations and its publication."""

    verb = "villages.record_resolution"

    village = _village()
    subject = _words(_("Subject"), length=120)
    amount = YuanField(label=_("Amount that may be spent"))
    proposed_on = _day(_("Proposed by the party branch on"))
    discussed_on = _day(_("Discussed by the two committees on"))
    deliberated_on = _day(_("Deliberated by the party members on"))
    decided_on = _day(_("Decided by the villagers on"))
    attended = CountField(label=_("Attended"), least=1, most=30000)
    votes_for = CountField(label=_("Votes in favour"), most=30000)
    published_on = _day(_("Decision published on"))
    text = _words(_("Text of the decision"), length=2000, required=False, widget=forms.Textarea({"rows": 4}))


class PublishForm(ScopedForm):
    """When the result was published."""

    published_on = _day(_("Result published on"))


class AccountForm(ScopedForm):
    """The proposed bank account of a village."""

    verb = "villages.propose_village_account"

    village = _village()
    bank_name = _words(_("Bank"), length=80)
    holder_name = _words(_("Account holder"), length=80, help_text=_("As the bank writes it."))
    number = _words(_("Account number"), length=40, help_text=_("Digits only. It is kept encrypted."))


class IndicatorsForm(ScopedForm):
    """The manual indicators of a village and year; what is left empty stays as it is."""

    def __init__(self, *args: Any, values: dict[str, IndicatorValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measures = list(Indicator.objects.filter(origin=Origin.MANUAL))
        for measure in self.measures:
            self._add(measure, values.get(measure.pk))
        if any(value.state == IndicatorState.REVIEWED for value in values.values()):
            self.fields["reason"] = _words(
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
            choices = CodeItem.objects.filter(set="industry").values_list("code", "label")
            self.fields[measure.pk] = forms.ChoiceField(
                choices=[("", "—"), *choices], initial=value and value.code, **common
            )
            self.fields[f"{measure.pk}_text"] = _words(
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


class CadreForm(ScopedForm):
    """A cadre."""

    name = _words(_("Name"), length=60)
    unit = _words(_("Unit"), length=80)
    position = _words(_("Office held"), length=60, required=False)
    rank = forms.ChoiceField(label=_("Rank"), required=False)
    area_code = _words(
        _("Area code of the unit"),
        length=12,
        help_text=_("6 digits for the county, 9 for a township, 12 for a village."),
    )
    phone = _words(_("Mobile phone"), length=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ranks = CodeItem.objects.filter(set="cadre_rank").values_list("code", "label")
        self.fields["rank"].choices = [("", "—"), *ranks]


class EditCadreForm(CadreForm):
    """A cadre's data; the phone stays as it is unless a new one is typed."""

    active = forms.BooleanField(label=_("In office"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = _("Leave empty to keep the number.")


class _MembersForm(ScopedForm):
    """Leader, deputies and members of a task force."""

    leader = forms.ModelChoiceField(Cadre.objects.all(), label=_("Leader"))
    deputies = forms.ModelMultipleChoiceField(Cadre.objects.all(), label=_("Deputy leaders"), required=False)
    members = forms.ModelMultipleChoiceField(Cadre.objects.all(), label=_("Members"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leader", "deputies", "members"):
            self.fields[name].queryset = Cadre.objects.visible_to(self.user).in_office()
            self.fields[name].label_from_instance = with_unit
        for name in ("deputies", "members"):
            self.fields[name].widget.attrs["size"] = MANY_SHOWN

    def team(self) -> list[tuple[int, str]]:
        """Pairs of cadre id and duty."""
        data = self.cleaned_data
        return [
            (data["leader"].pk, Duty.LEADER.value),
            *((cadre.pk, Duty.DEPUTY.value) for cadre in data["deputies"]),
            *((cadre.pk, Duty.MEMBER.value) for cadre in data["members"]),
        ]


class TaskForceForm(_MembersForm):
    """A new task force."""

    verb = "villages.register_task_force"
    field_order = ["code", "name", "villages", "founded_on", "leader", "deputies", "members"]

    code = _words(_("Code"), length=10)
    name = _words(_("Name of the task force"), length=60)
    villages = forms.ModelMultipleChoiceField(
        Village.objects.all(), label=_("Villages"), help_text=_("Villages of one township.")
    )
    founded_on = _day(_("Founded on"))


class MembersForm(_MembersForm):
    """The members from today on, and why they change."""

    reason = _words(_("Reason"), length=200)


class ResponsibilityForm(ScopedForm):
    """Who answers for what from a day on."""

    verb = "villages.assign_responsibility"

    cadre = forms.ModelChoiceField(Cadre.objects.all(), label=_("Cadre"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), *ResponsibilityKind.choices])
    township = forms.ModelChoiceField(
        Township.objects.all(), label=_("Township"), required=False, help_text=_("For county leaders.")
    )
    village = _village(required=False)
    group = forms.ModelChoiceField(
        VillageGroup.objects.all(), label=_("Village group"), required=False, help_text=_("For section chiefs.")
    )
    household_number = _words(_("Household number"), length=30, required=False, help_text=_("For stationed cadres."))
    valid_from = _day(_("From"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cadre"].queryset = Cadre.objects.visible_to(self.user).in_office()
        self.fields["cadre"].label_from_instance = with_unit

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("village") and not data.get("township"):
            self.add_error("village", _("Choose a township or a village."))
        return data


class EndForm(ReasonForm):
    """The last day of a responsibility, and why it ends."""

    valid_to = _day(_("Last day"))
    field_order = ["valid_to", "reason"]


class HolidayForm(ScopedForm):
    """Whether a day is worked."""

    day = _day(_("Day"))
    is_workday = forms.TypedChoiceField(
        label=_("Worked"),
        choices=[("no", _("day off")), ("yes", _("worked"))],
        coerce=lambda value: value == "yes",
    )
    name = _words(_("Name of the holiday"), length=40, required=False)
    reason = _words(_("Reason"), length=200, help_text=_("The notice the change rests on."))
