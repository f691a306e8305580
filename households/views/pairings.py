"""Pages on pairings: which cadre answers for which household, and hand-overs."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from households import services, tabs
from households.filters.casework import PairingFilter
from households.forms.pairings import AcceptForm, PairForm
from households.models import Household, Pairing
from households.querysets.pairings import ACCEPT, PAIR, with_accepter
from households.resources.saying import said
from households.services import PairingRow
from households.services.pairings import against_accepting
from households.tables.casework import PairingTable
from households.views.choosing import ChooseHousehold
from households.views.records import RecordList
from households.views.tabs import HouseholdFormPage, HouseholdTab, TabAction
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.pages import Action, BulkPage, Crumb, Fact, MovePage
from yuping.core import clock, show


def pairing_crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the list of pairings."""
    return [(_("Pairings"), reverse("households:pairing_list"))]


def who_accepts(user: User, pairing: Pairing) -> str:
    """Whose turn it is with a hand-over that waits (of ``with_accepter``), in a sentence."""
    if pairing.accepts_himself:
        return said("households.cadre_accepts_himself", {"name": pairing.cadre.name})
    others = access.others_who_may(pairing.recorded_by, PAIR, pairing.village_id)
    names = gettext("This may be done by: %(names)s.") % {"names": "、".join(others)} if others else ""
    return " ".join(filter(None, [said("households.hand_over_takes_two", {}), names]))


class PairingList(RecordList):
    """Pairings, household by household; those that wait can be accepted together."""

    model, table_class, filterset_class = Pairing, PairingTable, PairingFilter
    title = _("Pairings")
    primary = Action(_("Pair a cadre"), "households:pairing_choose", PAIR)
    bulk_actions = (Action(_("Accept the chosen hand-overs"), "households:pairing_accept_many", ACCEPT, "check"),)
    empty_text = _("No pairing fits. Widen the filter or pair a cadre with a household.")


class ChooseForPairing(ChooseHousehold):
    """Which household, or which households, the cadre takes charge of."""

    permission, title, target = PAIR, _("Pair a cadre · choose the household"), "households:pairing_record"
    bulk_actions = (Action(_("Pair one cadre with all chosen"), "households:pairing_record_many", PAIR),)

    def parents(self) -> list[Crumb]:
        return pairing_crumbs()


class PairCadre(HouseholdFormPage):
    """Pair one household with a cadre."""

    permission, form_class, back_to = PAIR, PairForm, "pairings"
    title, submit_label = _("Pair a cadre"), _("Pair the cadre")
    success_message = _("The cadre is paired.")

    def get_initial(self) -> dict[str, Any]:
        return {"from_on": clock.today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"near": self.object.village_id}

    def respond(self, done: Pairing) -> HttpResponse:
        if done.accepted_on is None:
            self.success_message = _("Recorded. The cadre before stays in charge until the hand-over is accepted.")
        return super().respond(done)

    def save(self, form: PairForm) -> Pairing:
        data = form.cleaned_data
        return services.pair_cadre(
            actor=self.user,
            household_id=self.object.pk,
            cadre_id=data["cadre"].pk,
            from_on=data["from_on"],
            reason=data["reason"],
        )


class PairCadreWithMany(BulkPage):
    """Pair the chosen households with one cadre."""

    model, permission, form_class = Household, PAIR, PairForm
    title, submit_label = _("Pair one cadre with several households"), _("Pair the cadre")
    success_message = _("The cadre is paired with %(object)s households.")

    def get_form_kwargs(self) -> dict[str, Any]:
        chosen = Household.objects.actionable_by(self.user, PAIR).filter(pk=self.ids[0]).first()
        return super().get_form_kwargs() | {"near": chosen.village_id if chosen else ""}

    def parents(self) -> list[Crumb]:
        return pairing_crumbs()

    def get_initial(self) -> dict[str, Any]:
        return {"from_on": clock.today()}

    def consequence(self) -> str:
        count = len(self.ids)
        return ngettext(
            "One cadre takes charge of %(count)s household; where another is in charge, he stays until the hand-over "
            "is accepted.",
            "One cadre takes charge of %(count)s households; where another is in charge, he stays until the hand-over "
            "is accepted.",
            count,
        ) % {"count": count}

    def save(self, form: PairForm) -> int:
        data = form.cleaned_data
        rows = [PairingRow(int(pk), data["cadre"].pk, data["from_on"]) for pk in self.ids]
        return len(services.pair_cadres(actor=self.user, rows=rows, reason=data["reason"]))

    def get_success_url(self, done: int) -> str:
        return reverse("households:pairing_list")


class AcceptPairing(MovePage):
    """Accept one hand-over."""

    model, permission, form_class = Pairing, ACCEPT, AcceptForm
    title, submit_label = _("Accept the hand-over"), _("Accept the hand-over")
    success_message = _("The hand-over is accepted.")

    def rows(self) -> QuerySet[Pairing]:
        return with_accepter(super().rows().select_related("household", "cadre"))

    def get_title(self) -> str:
        return f"{self.title} · {self.object.household.head_name}"

    def hindrances(self) -> list[str]:
        found = against_accepting(self.user, self.object)
        return [who_accepts(self.user, self.object)] if found else []

    def parents(self) -> list[Crumb]:
        household = self.object.household
        return [*pairing_crumbs(), (str(household), tabs.url_of(household, "pairings"))]

    def consequence(self) -> str:
        values = {"cadre": self.object.cadre, "day": show.show_day(self.object.from_on)}
        return _("%(cadre)s answers for the household from %(day)s; the former cadre's charge ends the day before.") % (
            values
        )

    def facts(self) -> list[Fact]:
        return [(_("Household"), self.object.household), (_("Cadre"), self.object.cadre)]

    def get_initial(self) -> dict[str, Any]:
        return {"accepted_on": clock.today()}

    def save(self, form: AcceptForm) -> Pairing:
        day = form.cleaned_data["accepted_on"]
        return services.accept_pairing(actor=self.user, pairing_id=self.object.pk, accepted_on=day)

    def get_success_url(self, done: Pairing) -> str:
        return tabs.url_of(self.object.household, "pairings")


class AcceptPairings(BulkPage):
    """Accept the chosen hand-overs; the form names each household and its new cadre."""

    model, permission, form_class = Pairing, ACCEPT, AcceptForm
    title, submit_label = _("Accept hand-overs"), _("Accept the hand-overs")
    success_message = _("%(object)s hand-overs are accepted.")

    def rows(self) -> QuerySet[Pairing]:
        return with_accepter(super().rows().select_related("household", "cadre"))

    def hindered(self, rows: list[Pairing]) -> dict[int, str]:
        found = {row.pk: against_accepting(self.user, row) for row in rows}
        return {pk: said(error.code, error.params) for pk, error in found.items() if error}

    def parents(self) -> list[Crumb]:
        return pairing_crumbs()

    def consequence(self) -> str:
        return _("The new cadres answer for these households; the former cadres' charge ends.")

    def get_initial(self) -> dict[str, Any]:
        return {"accepted_on": clock.today()}

    def save(self, form: AcceptForm) -> int:
        day, ids = form.cleaned_data["accepted_on"], [int(pk) for pk in self.ids]
        return len(services.accept_pairings(actor=self.user, pairing_ids=ids, accepted_on=day))

    def get_success_url(self, done: int) -> str:
        return reverse("households:pairing_list") + "?state=waiting"


class HouseholdPairings(HouseholdTab):
    """The cadres of one household, past ones too."""

    tab, permission, template_name = "pairings", "households.view_pairing", "households/pairings_tab.html"
    actions = (TabAction(_("Pair a cadre"), "households:pairing_record", PAIR),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Pairing.objects.visible_to(self.user).filter(household=self.object).for_table()
        waiting = with_accepter(rows.waiting()).first()
        may = waiting and access.scope_of(self.user, ACCEPT).covers(self.object.village_id)
        return super().get_context_data(
            pairings=PairingTable.of_one_household(rows),
            waiting=waiting,
            may_accept=may and against_accepting(self.user, waiting) is None,
            who_accepts=who_accepts(self.user, waiting) if waiting else "",
            **kwargs,
        )


tabs.register(tabs.Tab("pairings", _("Cadres"), "households:household_pairings", "households.view_pairing", order=64))
