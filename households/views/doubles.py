"""Likely doubles: the list, two files side by side, and what is decided about them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from households import comparing, services
from households.comparing import sees_whole
from households.filters.doubles import DoubleFilter
from households.forms.doubles import DeferForm, MergeForm
from households.hanging import told
from households.models import DoubleState, Household, LikelyDouble, Member
from households.services.merging import against_merging
from households.services.payees import takes_two
from households.tables.doubles import TONES, DoubleTable
from households.workflow import LIKELY_DOUBLE
from yuping.accounts import access, sentences
from yuping.accounts.hindrances import against_step
from yuping.accounts.pages import (
    Action,
    ActionPage,
    Crumb,
    DetailPage,
    EmptyForm,
    Fact,
    ListPage,
    MovePage,
    ReasonForm,
)
from yuping.core import clock, show

USUAL_WAIT = datetime.timedelta(days=30)
# The badge's tone, by a state that has it.
BADGES = {"wait": "waiting", "done": "confirmed", "plain": ""}


class DoubleList(ListPage):
    """Pairs of files that look alike, of the area and over its border."""

    model, table_class, filterset_class = LikelyDouble, DoubleTable, DoubleFilter
    title = _("Likely doubles")
    primary = Action(_("Search anew"), "households:double_search", "households.search_doubles", "refresh")
    empty_text = _(
        "No pair fits. Saving a file searches by itself; “Search anew” compares every file of your area with the whole "
        "county."
    )


class SearchDoubles(ActionPage):
    """Compare every file of the person's area with the whole county."""

    permission, title, submit_label = "households.search_doubles", _("Search for likely doubles"), _("Search anew")
    success_message = _("The search is done; pairs to be decided: %(object)s.")

    def parents(self) -> list[Crumb]:
        return [(DoubleList.title, reverse("households:double_list"))]

    def consequence(self) -> str:
        counted = Household.objects.actionable_by(self.user, self.permission).active().count()
        words = _(
            "Compares %(households)s households by name, birth date, number and phone with the whole county: new pairs "
            "come on the list, those no longer alike leave it. What was decided stays decided."
        )
        return str(words) % {"households": show.show_count(counted)}

    def get_success_url(self, done: int) -> str:
        return reverse("households:double_list") + "?due=yes"

    def save(self, form: EmptyForm) -> int:
        return services.search_doubles(actor=self.user)


@dataclass(frozen=True)
class Decision:
    """A decision that is possible now, or the reason why not."""

    label: str | Promise
    url: str
    primary: bool = False
    reason: str = ""


BUTTONS: dict[str, tuple[str | Promise, str]] = {
    "clear": (_("Not the same"), "households:double_clear"),
    "reopen": (_("Take it up again"), "households:double_reopen"),
    "propose": (_("Merge"), "households:double_merge"),
    "defer": (_("Keep both, look later"), "households:double_defer"),
    "confirm": (_("Confirm the merger"), "households:double_confirm"),
    "refuse": (_("Don't merge"), "households:double_refuse"),
}


class DoubleDetail(DetailPage):
    """Two files side by side; who has only one of them in his area sees that one alone."""

    model, template_name = LikelyDouble, "households/double_detail.html"

    def rows(self) -> QuerySet[LikelyDouble]:
        rows = super().rows().select_related("decided_by", "confirmed_by", "leaving")
        return rows.select_related(
            "first_household__group",
            "second_household__group",
            "first_household__village__township",
            "second_household__village__township",
            "decided_by",
            "confirmed_by",
            "leaving",
        )

    def parents(self) -> list[Crumb]:
        return [(DoubleList.title, reverse("households:double_list"))]

    def get_title(self) -> str:
        double: LikelyDouble = self.object
        homes = [double.first_household, double.second_household]
        shown = [home.head_name for home in homes if self.whole or comparing.sees(self.user, home.village_id)]
        return gettext("Likely double: %(names)s") % {"names": " / ".join(shown)}

    @property
    def whole(self) -> bool:
        return sees_whole(self.user, self.object)

    def state(self) -> tuple[str, str]:
        return self.object.get_state_display(), BADGES[TONES[self.object.state]]

    def facts(self) -> list[Fact]:
        double: LikelyDouble = self.object
        found = [(_("Alike in"), "；".join(map(str, comparing.kinds_of(double.kinds))))]
        found.append((_("Found on"), show.show_day(double.found_on)))
        if double.decided_by and self.whole:
            found += [
                (_("Decided by"), double.decided_by),
                (_("Decided on"), show.show_day(double.decided_on)),
                (_("Reason"), double.reason),
            ]
        if double.due_on:
            found.append((_("Look again on"), show.show_day(double.due_on)))
        if double.confirmed_by and self.whole:
            found += [(_("Confirmed by"), double.confirmed_by)]
            found += [(_("Confirmed on"), show.show_day(double.confirmed_on))]
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        double: LikelyDouble = self.object
        ids = [double.first_household_id, double.second_household_id]
        members = list(Member.objects.visible_to(self.user).filter(household__in=ids).order_by("-is_head", "pk"))
        whole = self.whole
        proposed = whole and double.state == DoubleState.PROPOSED
        return super().get_context_data(
            double=double,
            whole=whole,
            compared=comparing.households_compared(double) if whole else [],
            people=comparing.people_compared(double, {row.pk: row for row in members}) if whole else [],
            halves=comparing.halves_of(self.user, double, members, whole=whole),
            decisions=self.decisions() if whole else [],
            against=told(self.user, against_merging(double), double.leaving.village_id) if proposed else [],
            earlier=list(self.earlier()) if whole else [],
            may_reveal=access.may(self.user, "households.reveal"),
            **kwargs,
        )

    def decisions(self) -> list[Decision]:
        """The buttons; for one that is not this person's, why."""
        double: LikelyDouble = self.object
        found = []
        for move in LIKELY_DOUBLE.from_state(double.state):
            scope = access.scope_of(self.user, move.permission)
            mine = scope.covers(double.first_village_id) and scope.covers(double.second_village_id)
            if move.name not in BUTTONS or not mine:
                continue
            label, name = BUTTONS[move.name]
            why = against_step(LIKELY_DOUBLE, move.name, double, self.user, takers_of(double))
            url = reverse(name, kwargs={"pk": double.pk})
            found.append(Decision(label, url, move.name in {"clear", "confirm"}, why[0] if why else ""))
        found.sort(key=lambda one: one.primary)
        return found

    def earlier(self) -> QuerySet:
        """What stood before, the latest first: every decision is kept."""
        rows = self.object.events.exclude(decided_by=None).order_by("-pgh_id")
        return rows.select_related("decided_by")[:20]


def takers_of(double: LikelyDouble) -> dict[str, list[int]]:
    """Who proposed the merger."""
    return {"propose": [double.decided_by_id]}


class DoubleMove(MovePage, abstract=True):
    """A decision about two files that both lie in the person's area."""

    model, workflow = LikelyDouble, LIKELY_DOUBLE
    form_class = ReasonForm

    def rows(self) -> QuerySet[LikelyDouble]:
        return super().rows().select_related("first_household__village", "second_household__village", "leaving")

    def parents(self) -> list[Crumb]:
        crumbs = [(DoubleList.title, reverse("households:double_list"))]
        return [*crumbs, (self.names(), self.object.get_absolute_url())]

    def names(self) -> str:
        return f"{self.object.first_household.head_name} / {self.object.second_household.head_name}"

    def get_title(self) -> str:
        return f"{self.title} · {self.names()}"

    def takers(self) -> dict[str, list[int]]:
        return takers_of(self.object)

    def facts(self) -> list[Fact]:
        double: LikelyDouble = self.object
        return [
            (_("Entered first"), f"{double.first_household} · {double.first_household.village}"),
            (_("Entered later"), f"{double.second_household} · {double.second_household.village}"),
            (_("Alike in"), "；".join(map(str, comparing.kinds_of(double.kinds)))),
        ]


class ClearDouble(DoubleMove):
    """They are not the same."""

    permission, move = "households.clear_double", "clear"
    title, submit_label = _("Not the same"), _("Decide: not the same")
    success_message = _("It is noted that the two are not the same.")

    def consequence(self) -> str:
        return str(
            _("The pair leaves the list. It comes back only when name, birth date, number, phone or place changes.")
        )

    def save(self, form: ReasonForm) -> LikelyDouble:
        return services.clear_double(actor=self.user, double_id=self.object.pk, **form.cleaned_data)


class ReopenDouble(DoubleMove):
    """They may be the same after all."""

    permission, move = "households.reopen_double", "reopen"
    title, submit_label = _("Take it up again"), _("Take it up again")
    success_message = _("The pair is on the list again.")

    def consequence(self) -> str:
        return str(
            _("The pair comes back on the list and waits for a decision; what was decided before stays readable.")
        )

    def save(self, form: ReasonForm) -> LikelyDouble:
        return services.reopen_double(actor=self.user, double_id=self.object.pk, **form.cleaned_data)


class DeferDouble(DoubleMove):
    """Keep both for now."""

    permission, move, form_class = "households.defer_double", "defer", DeferForm
    title, submit_label = _("Keep both, look later"), _("Look later")
    success_message = _("The pair stays on the list and is due on the day you gave.")

    def consequence(self) -> str:
        return str(_("Both files go on and are paid; the pair stays on the list."))

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": clock.today() + USUAL_WAIT}

    def save(self, form: DeferForm) -> LikelyDouble:
        return services.defer_double(actor=self.user, double_id=self.object.pk, **form.cleaned_data)


class MergeDouble(DoubleMove):
    """One file gives way to the other."""

    permission, move, form_class, danger = "households.merge_double", "propose", MergeForm, True
    title = _("Merge two files")

    @property
    def two(self) -> bool:
        double: LikelyDouble = self.object
        return takes_two([double.first_household_id, double.second_household_id])

    @property
    def submit_label(self) -> str | Promise:
        return _("Propose the merger") if self.two else _("Merge the files")

    @property
    def success_message(self) -> str | Promise:
        if self.two:
            return _("The merger is proposed. A second person has to confirm it.")
        return _("The files are merged. The one that gave way stays readable.")

    def consequence(self) -> str:
        if self.two:
            return str(
                _(
                    "Money or an account hangs on one of the two: a second person confirms the merger. Until then the "
                    "household that gives way is not paid."
                )
            )
        return str(_("The file that gives way leaves the register at once. It stays readable and names the other."))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"double": self.object}

    def save(self, form: MergeForm) -> LikelyDouble:
        data = form.cleaned_data
        return services.merge_double(
            actor=self.user,
            double_id=self.object.pk,
            leaving_id=form.leaving(),
            whole_household=data["extent"] == "whole",
            reason=data["reason"],
        )


class ConfirmMerger(DoubleMove):
    """The second person carries the merger out."""

    permission, move, form_class, danger = "households.confirm_merger", "confirm", EmptyForm, True
    title, submit_label = _("Confirm the merger"), _("Confirm the merger")
    success_message = _("The files are merged. The one that gave way stays readable.")

    def hindrances(self) -> list[str]:
        found = super().hindrances()
        return found or [sentences.sentence(one.code, one.params) for one in against_merging(self.object)]

    def consequence(self) -> str:
        double: LikelyDouble = self.object
        if double.whole_household:
            words = _("%(leaving)s leaves the register; its people move over, its account closes.")
        else:
            words = _("Whoever stands in both leaves %(leaving)s as entered in error; the household goes on.")
        return str(words) % {"leaving": double.leaving}

    def facts(self) -> list[Fact]:
        double: LikelyDouble = self.object
        extent = _("the whole household") if double.whole_household else _("only the people who stand in both")
        return [
            *super().facts(),
            (_("File that gives way"), double.leaving),
            (_("What gives way"), extent),
            (_("Proposed by"), double.decided_by),
            (_("Reason"), double.reason),
        ]

    def save(self, form: EmptyForm) -> LikelyDouble:
        return services.confirm_merger(actor=self.user, double_id=self.object.pk)


class RefuseMerger(DoubleMove):
    """The merger is not carried out."""

    permission, move = "households.refuse_merger", "refuse"
    title, submit_label = _("Don't merge"), _("Take the merger back")
    success_message = _("The merger is off; the pair is to be decided again.")

    def consequence(self) -> str:
        return str(_("Both files go on, and the household that was to give way may be paid again."))

    def save(self, form: ReasonForm) -> LikelyDouble:
        return services.refuse_merger(actor=self.user, double_id=self.object.pk, **form.cleaned_data)
