"""Forms of life events: what happened, and how the file was put in order."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from households.forms.fields import day, entry_of, household_number, text
from households.models import Household, LifeEvent, Member
from households.policy.events import NEW_HEAD, SPLITS
from households.policy.relations import HEAD
from households.services.events import needs_new_head
from households.services.heads import proposed_relations, relation_field
from yuping.accounts.pages import ScopedForm
from yuping.accounts.pages.widgets import dress_widget
from yuping.core import clock, show
from yuping.core.identity import age_on

ADULT = 18


def living_members(form: ScopedForm, household: Household) -> Any:
    """The members who live in the household, as far as the person may see them."""
    return Member.objects.visible_to(form.user).living_here().filter(household=household)


def member_in_words(member: Member) -> str:
    """Name, relation to the head and date of birth: enough to tell two of one household apart."""
    return f"{member.name} · {member.get_relation_display()} · {show.show_day(member.birth_date)}"


class OneMemberField(forms.ModelChoiceField):
    """A member, told apart by more than the name."""

    def label_from_instance(self, obj: Member) -> str:
        return member_in_words(obj)


class NewHeadField(OneMemberField):
    """Who can become the head: the oldest first, and of a minor it is said that he is one."""

    def label_from_instance(self, obj: Member) -> str:
        words = super().label_from_instance(obj)
        minor = age_on(obj.birth_date, clock.today()) < ADULT
        return " · ".join([words, gettext("under 18")]) if minor else words


class ManyMembersField(forms.ModelMultipleChoiceField):
    """Members, told apart by more than their names."""

    def label_from_instance(self, obj: Member) -> str:
        return member_in_words(obj)


class EventForm(ScopedForm):
    """A birth, death, marriage, split, merger, move …"""

    verb = "households.record_life_event"

    kind = entry_of("event_kind", _("Kind of event"))
    date = day(_("Date of the event"))
    member = OneMemberField(
        Member.objects.all(),
        label=_("Household member"),
        required=False,
        help_text=_(
            "Who died or left; of a split, who becomes the head of the new household. Of a birth, a marriage or a move "
            "into the household leave it empty: the new member is entered next."
        ),
    )
    other_household = household_number(
        _("Number of the other household"),
        required=False,
        help_text=_("Of a merger: it takes the present household in. Its file stays, the present one ends."),
    )
    note = text(_("Remark"), length=500, required=False)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = living_members(self, household)

    def clean_other_household(self) -> Household | None:
        number = self.cleaned_data["other_household"]
        if not number:
            return None
        rows = Household.objects.actionable_by(self.user, self.verb).active()
        found = rows.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("No household on file in your area has this number."))
        return found


class SettleForm(ScopedForm):
    """How the file was put in order, and who becomes the head where a new one is needed."""

    settlement = text(_("How it was settled"), length=500)
    new_number = household_number(
        _("Number of the new household"),
        help_text=_("The number under which the household that is split off is registered."),
    )
    going = ManyMembersField(
        Member.objects.all(),
        label=_("Who goes along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new_head = NewHeadField(Member.objects.all(), label=_("New head of household"), required=False)

    # The new head for whom the relations below were asked; another one has others.
    asked_for = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, event: LifeEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        living = living_members(self, event.household)
        self.fields["new_head"].queryset = living.filter(is_head=False).order_by("birth_date")
        if event.kind in SPLITS:
            self._ask_of_split(event, living)
        else:
            del self.fields["new_number"], self.fields["going"]
            self._ask_for_head(event)
        if "new_head" in self.fields:
            self._ask_relations(event.household)

    def _ask_of_split(self, event: LifeEvent, living: Any) -> None:
        self.fields["going"].queryset = living
        self.fields["going"].help_text = _("Beside %(name)s, who becomes the head of the new household.") % {
            "name": event.member
        }
        self.fields["new_head"].label = _("New head of the present household")
        self.fields["new_head"].help_text = _("Only when the present head goes along, or has gone.")

    def _ask_for_head(self, event: LifeEvent) -> None:
        if not needs_new_head(event):
            del self.fields["new_head"], self.fields["asked_for"]
            return
        self.fields["new_head"].required = True
        self.fields["new_head"].help_text = _("What each member is to the new head is asked below, once one is chosen.")
        if event.kind in NEW_HEAD:
            self.fields["new_head"].initial = event.member

    def _ask_relations(self, household: Household) -> None:
        """What each other member is to the new head, proposed where it follows from what he was to the former one."""
        head = self._chosen_head()
        if head is None:
            return
        going = set(self.data.getlist("going")) if self.is_bound else set()
        proposed = {row: code for row, code in proposed_relations(household, head).items() if str(row.pk) not in going}
        for row, code in proposed.items():
            label = gettext("%(member)s: relation to the new head, %(head)s") % {
                "member": member_in_words(row),
                "head": head.name,
            }
            field = entry_of("relation", label, initial=code)
            field.choices = [choice for choice in field.choices if choice[0] != HEAD]
            dress_widget(field.widget)
            self.fields[relation_field(row)] = field
        self.fields["asked_for"].initial = head.pk
        if self.is_bound and self.data.get("asked_for") != str(head.pk):
            self.data = self.data.copy()
            self.data.update({relation_field(row): code for row, code in proposed.items()} | {"asked_for": head.pk})

    def _chosen_head(self) -> Member | None:
        field = self.fields["new_head"]
        typed = self.data.get("new_head", "") if self.is_bound else str(getattr(field.initial, "pk", ""))
        return field.queryset.filter(pk=typed).first() if typed.isascii() and typed.isdigit() else None

    def relations(self) -> dict[int, str]:
        """What was said of each member, by his key."""
        names = {name: name.removeprefix("relation_") for name in self.fields}
        return {int(pk): self.cleaned_data[name] for name, pk in names.items() if name != pk}
