"""Pages on visits: recording them, closing the problems they found, and who has to be visited."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services, tabs
from households.filters.visits import VisitDueFilter, VisitFilter
from households.forms.visits import CloseProblemForm, VisitForm
from households.models import DraftPage, Household, Pairing, ProblemState, Visit
from households.policy.quality.limits import LATE_VISIT_DAYS, VISITS_A_DAY
from households.policy.visiting import late_before, visited_since
from households.querysets.visiting import with_due_day
from households.services import VisitRow
from households.services.corrections import CORRECT_VISIT, WITHDRAW_VISIT
from households.tables.casework import VisitDueTable, VisitTable
from households.views.choosing import ChooseHousehold
from households.views.corrections import corrections_of
from households.views.drafts import Drafted
from households.views.records import RecordList
from households.views.tabs import HouseholdFormPage, HouseholdTab, TabAction
from yuping.accounts import access
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, MovePage
from yuping.accounts.roles import TOWNSHIP
from yuping.core import clock, show

RECORD = "households.record_visit"
PAIR = "households.pair_cadre"


def visit_crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the list of visits."""
    return [(_("Visits"), reverse("households:visit_list"))]


class VisitList(RecordList):
    """Visits, latest first."""

    model, table_class, filterset_class = Visit, VisitTable, VisitFilter
    title = _("Visits")
    primary = Action(_("Record a visit"), "households:visit_choose", RECORD)
    secondary = (Action(_("Households to be visited"), "households:visit_due", RECORD, "calendar"),)
    empty_text = _("No visit fits. Widen the filter or record one.")


class ChooseForVisit(ChooseHousehold):
    """Whom the visit was paid to."""

    permission, title, target = RECORD, _("Record a visit · choose the household"), "households:visit_record"

    def parents(self) -> list[Crumb]:
        return visit_crumbs()


class VisitDue(ChooseForVisit):
    """Households that nobody has visited for a quarter, the longest unvisited first."""

    table_class, filterset_class, title = VisitDueTable, VisitDueFilter, _("Households to be visited")
    empty_text = _("No household that fits is due: all were visited in time.")

    def totals(self, rows: QuerySet[Household]) -> list[tuple[Any, str]]:
        late = rows.filter(last_seen__lt=late_before(clock.today())).count()
        words = _("of them without a visit for more than %(days)s days")
        return [(str(words) % {"days": LATE_VISIT_DAYS.of(clock.today().year)}, show.show_count(late))]

    def rows(self) -> QuerySet[Household]:
        today = clock.today()
        unvisited = with_due_day(super().rows().unvisited_since(visited_since(today)), today)
        return unvisited.order_by("last_seen", "village", "number")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # This one is handed to the cadres.
        may_export = access.may(self.user, self.get_export_permission())
        return super().get_context_data(**kwargs) | {"may_export": may_export}

    def only_one(self) -> None:
        return None


class RecordVisit(Drafted, HouseholdFormPage):
    """Record a visit to one household."""

    permission, form_class, back_to = RECORD, VisitForm, "visits"
    draft_page = DraftPage.VISIT
    template_name = "households/visit_form.html"
    title, submit_label = _("Record a visit"), _("Record the visit")
    success_message = _("The visit is recorded: %(object)s.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"household": self.object}

    def get_initial(self) -> dict[str, Any]:
        charge = Pairing.objects.actionable_by(self.user, self.permission).in_charge()
        pairing = charge.filter(household=self.object).first()
        return {"date": clock.today(), **self.visitor(pairing)}

    def visitor(self, pairing: Pairing | None) -> dict[str, Any]:
        """A cadre who signs in has made the visit himself; who enters for others, has it made by who is in charge."""
        if access.scope_of(self.user, PAIR).covers(self.object.village_id):
            return {"cadre": pairing.cadre_id if pairing else None}
        own = Pairing.objects.visible_to(self.user).filter(household=self.object, cadre__account=self.user)
        own = own.filter(accepted_on__isnull=False).first()
        return {"cadre": own.cadre_id} if own else {"visitor": self.user.full_name}

    def save(self, form: VisitForm) -> Visit:
        data = dict(form.cleaned_data)
        cadre = data.pop("cadre")
        row = VisitRow(household_id=self.object.pk, cadre_id=cadre.pk if cadre else None, **data)
        return services.record_visit(actor=self.user, row=row)

    def respond(self, done: Visit) -> HttpResponse:
        """More households in a day than anybody can see are asked about at once; the visit stands all the same."""
        place = done.village_id[:TOWNSHIP]
        visits = Visit.objects.visible_to(self.user).filter(village__pk__startswith=place)
        homes = visits.of_one_day(done.visitor, done.date)
        if homes > VISITS_A_DAY.of(done.date.year):
            words = _("%(name)s now has visits to %(count)s households on %(day)s. Check whether the day is right.")
            facts = {"name": done.visitor, "count": homes, "day": show.show_day(done.date)}
            messages.warning(self.request, str(words) % facts)
        return super().respond(done)


class VisitDetail(DetailPage):
    """One visit, and the way of its problem from found to closed."""

    model, template_name = Visit, "households/visit_detail.html"

    def rows(self) -> QuerySet[Visit]:
        named = ("household", "village", "cadre", "recorded_by", "closed_by", "withdrawn_by", "replaces", "replaced_by")
        return Visit.objects.visible_to(self.user).select_related(*named).with_agreed()

    def get_title(self) -> str:
        return str(_("Visit of %(day)s") % {"day": show.show_day(self.object.date)})

    def parents(self) -> list[Crumb]:
        household = self.object.household
        return [*visit_crumbs(), (str(household), tabs.url_of(household, "visits"))]

    def state(self) -> tuple[str, str] | None:
        visit: Visit = self.object
        if visit.withdrawn_on is not None:
            return str(_("withdrawn")), "ended"
        return None if visit.problem_state == ProblemState.NONE else (visit.get_problem_state_display(), self.tone)

    @property
    def tone(self) -> str:
        """The state by which the badge is coloured."""
        if self.object.problem_state == ProblemState.CLOSED:
            return "closed"
        return "overdue" if self.is_late else "open"

    @property
    def is_late(self) -> bool:
        visit: Visit = self.object
        return bool(visit.due_on and visit.closed_on is None and visit.due_on < clock.today())

    def facts(self) -> list[Fact]:
        visit: Visit = self.object
        return [
            (_("Visitor"), visit.visitor),
            (_("Cadre in charge"), visit.cadre),
            (_("Purpose"), visit.theme),
            (_("Place"), visit.place),
            (_("People met"), visit.people_met),
            (_("Record confirmed by the household"), visit.confirmed_by_household),
            (_("Recorded by"), visit.recorded_by.full_name),
            (_("Recorded at"), show.show_time(visit.recorded_at)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit: Visit = self.object
        scope = access.scope_of(self.user, "households.close_problem")
        stands = visit.withdrawn_on is None
        unsettled = stands and visit.problem_state in {ProblemState.OPEN, ProblemState.MEASURE}
        return super().get_context_data(
            visit=visit,
            late=self.is_late,
            may_close=unsettled and scope.covers(visit.village_id),
            **corrections_of(visit, self.user, CORRECT_VISIT, WITHDRAW_VISIT),
            **kwargs,
        )


class CloseProblem(MovePage):
    """Close the problem of a visit with what was done."""

    model, permission, form_class = Visit, "households.close_problem", CloseProblemForm
    title, submit_label = _("Close the problem"), _("Close the problem")
    success_message = _("The problem is closed: %(object)s.")

    def parents(self) -> list[Crumb]:
        return [*visit_crumbs(), (str(self.object), self.object.get_absolute_url())]

    def get_title(self) -> str:
        return str(self.title)

    def facts(self) -> list[Fact]:
        visit: Visit = self.object
        return [
            (_("Household"), visit.household),
            (_("Problem"), visit.problem),
            (_("Measure agreed"), visit.measure),
            (_("To be done by"), show.show_day(visit.due_on)),
        ]

    def get_initial(self) -> dict[str, Any]:
        return {"closed_on": clock.today()}

    def save(self, form: CloseProblemForm) -> Visit:
        return services.close_problem(actor=self.user, visit_id=self.object.pk, **form.cleaned_data)


class HouseholdVisits(HouseholdTab):
    """The visits to one household."""

    tab, permission, template_name = "visits", "households.view_visit", "households/visits_tab.html"
    actions = (TabAction(_("Record a visit"), "households:visit_record", RECORD),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Visit.objects.visible_to(self.user).filter(household=self.object).for_table()
        return super().get_context_data(visits=VisitTable.of_one_household(rows), **kwargs)


tabs.register(tabs.Tab("visits", _("Visits"), "households:household_visits", "households.view_visit", order=60))
