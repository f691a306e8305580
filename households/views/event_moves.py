"""Settling and withdrawing a life event."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services, tabs
from households.forms.events import SettleForm
from households.hanging import Hanging, told
from households.models import EventState, Household, LifeEvent
from households.policy.events import ENDS_HOUSEHOLD, HOLDS_PAYMENT, JOINING, LEAVING, MERGES, MOVED_AWAY, SPLITS
from households.services.events import against_settling, needs_new_head
from households.services.joining import against_giving_way
from households.services.withdrawing import why_not_withdrawn
from households.workflow import LIFE_EVENT
from yuping.accounts import access, sentences
from yuping.accounts.models import User
from yuping.accounts.pages import Crumb, Fact, MovePage, ReasonForm
from yuping.core import show
from yuping.core.errors import DomainError, SamePerson

SETTLE = "households.settle_life_event"
WITHDRAW = "households.withdraw_life_event"


def event_crumbs(household: Household | None = None) -> list[Crumb]:
    """Breadcrumbs that lead to the list of life events, and to a household's changes."""
    crumbs: list[Crumb] = [(_("Life events"), reverse("households:event_list"))]
    if household is not None:
        crumbs.append((str(household), tabs.url_of(household, "changes")))
    return crumbs


def facts_of(event: LifeEvent) -> list[Fact]:
    """What somebody who acts on the event should see."""
    if event.kind in MERGES:
        homes = [
            (_("Gives way (its file ends)"), in_words(event.household)),
            (_("Takes it in (its file stays)"), in_words(event.other_household)),
        ]
    else:
        homes = [(_("Household"), event.household), (_("Household member"), event.member)]
    return [*homes, (_("Date"), show.show_day(event.date)), (_("Remark"), event.note)]


def in_words(household: Household) -> str:
    """A household with those who live there, the head first."""
    living = household.members.filter(state="living_here").order_by("-is_head", "pk")
    return f"{household} · {'、'.join(living.values_list('name', flat=True))}"


def against(event: LifeEvent, user: User) -> list[str]:
    """Why this person can't settle it now, in sentences, and who else may where it takes another."""
    why = against_settling(event, user.pk) if event.state == EventState.OPEN else None
    return _said(why, SETTLE, event, user)


def against_taking_back(event: LifeEvent, user: User) -> list[str]:
    """Why this person can't withdraw what is settled, in sentences, and who else may where it takes another."""
    return _said(why_not_withdrawn(event, user.pk), WITHDRAW, event, user)


def _said(why: DomainError | None, verb: str, event: LifeEvent, user: User) -> list[str]:
    if why is None:
        return []
    found = [text for _field, text in sentences.explain(why)]
    if isinstance(why, SamePerson):
        found.append(who_else(access.others_who_may(user, verb, event.village_id)))
    return found


def in_the_way(event: LifeEvent, user: User) -> list[Hanging]:
    """What has to come to its end before the household that gives way can become part of the other."""
    if event.state != EventState.OPEN or event.kind not in MERGES:
        return []
    return told(user, against_giving_way(event.household_id, settling=event.pk), event.village_id)


def who_else(names: list[str]) -> str:
    """Whom to ask."""
    if not names:
        return _("Nobody else may do this yet: ask the system administrator for a second post.")
    return _("This may be done by: %(names)s.") % {"names": "、".join(names)}


class SettleEvent(MovePage):
    """Put the file in order after an event."""

    model, permission, form_class = LifeEvent, SETTLE, SettleForm
    workflow, move = LIFE_EVENT, "settle"
    title, submit_label = _("Settle the life event"), _("Settle the event")
    success_message = _("The event is settled: %(object)s.")

    def rows(self) -> QuerySet[LifeEvent]:
        return super().rows().select_related("household", "member", "other_household")

    def parents(self) -> list[Crumb]:
        return event_crumbs(self.object.household)

    def hindrances(self) -> list[str]:
        event: LifeEvent = self.object
        return super().hindrances() or against(event, self.user) or [one.text for one in in_the_way(event, self.user)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"event": self.object}

    def facts(self) -> list[Fact]:
        return facts_of(self.object)

    def consequence(self) -> str:
        event: LifeEvent = self.object
        if event.kind in ENDS_HOUSEHOLD:
            return _("The household leaves the file as extinct and is no longer paid.")
        if event.kind in MERGES:
            other = {"other": event.other_household}
            return _("The household leaves the file and becomes part of %(other)s; it is no longer paid.") % other
        if event.kind in SPLITS:
            words = _(
                "Opens a household with %(name)s as its head and of those who go along; loan and share agreement stay "
                "with the present household, %(household)s."
            )
            return words % {"name": event.member, "household": event.household}
        if needs_new_head(event):
            head = event.household.members.get(is_head=True)
            words = _("Another member becomes the head instead of %(name)s; each member's relation is said anew.")
            return words % {"name": head}
        if not event.household.members.filter(state="living_here").exists():
            if event.kind == MOVED_AWAY:
                return _("Nobody is left: the household leaves the file as moved away and is no longer paid.")
            return _("Nobody is left: the household leaves the file as extinct and is no longer paid.")
        if event.kind in HOLDS_PAYMENT:
            return _("The event no longer stops the household's payments.")
        return _("The event is closed; payments went on all the time.")

    def save(self, form: SettleForm) -> LifeEvent:
        data = form.cleaned_data
        split = None
        if "new_number" in data:
            split = services.Split(number=data["new_number"], member_ids=tuple(row.pk for row in data["going"]))
        return services.settle_life_event(
            actor=self.user,
            event_id=self.object.pk,
            settlement=data["settlement"],
            new_head_id=data["new_head"].pk if data.get("new_head") else None,
            relations=form.relations(),
            split=split,
        )


class WithdrawEvent(MovePage):
    """Take back an event that did not happen, or that nobody can settle any more."""

    model, permission, form_class = LifeEvent, WITHDRAW, ReasonForm
    workflow, move = LIFE_EVENT, "withdraw"
    title, submit_label = _("Withdraw the life event"), _("Withdraw the event")
    success_message = _("The event is withdrawn: %(object)s.")
    danger = True

    def rows(self) -> QuerySet[LifeEvent]:
        return super().rows().select_related("household", "member", "other_household")

    def parents(self) -> list[Crumb]:
        return [*event_crumbs(self.object.household), (str(self.object), self.object.get_absolute_url())]

    def hindrances(self) -> list[str]:
        return super().hindrances() or against_taking_back(self.object, self.user)

    def facts(self) -> list[Fact]:
        return facts_of(self.object)

    def consequence(self) -> str:
        event: LifeEvent = self.object
        name = {"name": event.member}
        if event.member and event.kind in LEAVING:
            return _("%(name)s stands as living in the household again.") % name
        if event.member and event.kind in JOINING and event.joined_before is None:
            return _("%(name)s stands as entered in error: he lives in the household no more.") % name
        return _("The event counts for nothing any more; it stays readable.")

    def save(self, form: ReasonForm) -> LifeEvent:
        reason = form.cleaned_data["reason"]
        return services.withdraw_life_event(actor=self.user, event_id=self.object.pk, reason=reason)
