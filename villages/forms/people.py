"""Forms of cadres, task forces and responsibilities."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from villages.forms.fields import day_field, village_field, words_field
from villages.models import Cadre, Duty, ResponsibilityKind, Township, Village, VillageGroup
from yuping.accounts.models import User
from yuping.accounts.pages import ReasonForm, ScopedForm
from yuping.core.codes import choices_of
from yuping.core.pinyin import initials, pinyin_key

MANY_SHOWN = 10


def with_unit(cadre: Cadre) -> str:
    """A cadre in a list of choices: many share a name, fewer a name and a unit."""
    return f"{cadre.name} · {cadre.unit}"


class CadreSelect(forms.Select):
    """A cadre of many: a box above narrows the list by name, initials, pinyin or unit."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-narrow": _("Name, pinyin initials or unit"), **(attrs or {})}, choices)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        cadre = getattr(value, "instance", None)
        if cadre is not None:
            option["attrs"]["data-letters"] = f"{initials(cadre.name)} {pinyin_key(cadre.name)} {initials(cadre.unit)}"
        return option


def offer_cadres(field: forms.ModelChoiceField, user: User, near: str) -> None:
    """Let a cadre in office be chosen, those who work nearest to the area first."""
    field.queryset = Cadre.objects.visible_to(user).in_office().nearest_first(near)
    field.label_from_instance = with_unit


def _entry_of(code_set: str, label: Any, **kwargs: Any) -> forms.ChoiceField:
    """An entry of an official list, or none."""

    def choices() -> list[tuple[str, str]]:
        return [("", "—"), *choices_of(code_set)]

    return forms.ChoiceField(label=label, choices=choices, required=False, **kwargs)


class CadreForm(ScopedForm):
    """A cadre, as the national form asks of who helps a household."""

    name = words_field(_("Name"), length=60)
    sex = _entry_of("sex", _("Sex"))
    political_status = _entry_of("political_status", _("Political status"))
    id_number = words_field(_("Identity number"), length=30, required=False)
    phone = words_field(_("Mobile phone"), length=20, required=False)
    unit = words_field(_("Unit"), length=80)
    unit_kind = _entry_of("helper_unit_kind", _("Kind of unit"))
    unit_level = _entry_of("helper_unit_level", _("Affiliation of the unit"))
    area_code = words_field(
        _("Area code of the unit"),
        length=12,
        help_text=_("6 digits for the county, 9 for a township, 12 for a village."),
    )
    position = words_field(_("Office held"), length=60, required=False)
    rank = _entry_of("cadre_rank", _("Rank"))
    team_post = _entry_of(
        "village_team_post", _("Post in the village team"), help_text=_("Only for who is sent to a village.")
    )
    username = words_field(
        _("Sign-in name"),
        length=40,
        required=False,
        help_text=_("Of his own sign-in, where he has one: then he accepts himself what is handed over to him."),
    )


class EditCadreForm(CadreForm):
    """A cadre's data; phone and identity number stay as they are unless new ones are typed."""

    active = forms.BooleanField(label=_("In office"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("id_number", "phone"):
            self.fields[name].help_text = _("Leave empty to keep the number.")


class _MembersForm(ScopedForm):
    """Leader, deputies and members of a task force."""

    leader = forms.ModelChoiceField(Cadre.objects.all(), label=_("Leader"), widget=CadreSelect)
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

    code = words_field(_("Code"), length=10)
    name = words_field(_("Name of the task force"), length=60)
    villages = forms.ModelMultipleChoiceField(
        Village.objects.all(), label=_("Villages"), help_text=_("Villages of one township.")
    )
    founded_on = day_field(_("Founded on"))


class MembersForm(_MembersForm):
    """The members from today on, and why they change."""

    reason = words_field(_("Reason"), length=200)


class ResponsibilityForm(ScopedForm):
    """Who answers for what from a day on."""

    verb = "villages.assign_responsibility"

    cadre = forms.ModelChoiceField(Cadre.objects.all(), label=_("Cadre"), widget=CadreSelect)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), *ResponsibilityKind.choices])
    township = forms.ModelChoiceField(
        Township.objects.all(), label=_("Township"), required=False, help_text=_("For county leaders.")
    )
    village = village_field(required=False)
    group = forms.ModelChoiceField(
        VillageGroup.objects.all(), label=_("Village group"), required=False, help_text=_("For section chiefs.")
    )
    household_number = words_field(
        _("Household number"), length=30, required=False, help_text=_("For stationed cadres.")
    )
    valid_from = day_field(_("From"))

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

    valid_to = day_field(_("Last day"))
    field_order = ["valid_to", "reason"]
