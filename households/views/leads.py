"""Pages on the leads of the negative list: the list, one lead, its check with evidence, its decision."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services
from households.filters.leads import LeadFilter
from households.forms.leads import CheckForm, DecideForm
from households.models import ImportKind, Lead, LeadState, LeadStep
from households.policy.leads import masked
from households.procedures import PROPOSE
from households.querysets.leads import UNDECIDED
from households.sentences import LEAD_STEPS
from households.services import CheckFacts
from households.tables.leads import LEAD_TONES, LeadTable
from households.views.records import RecordList
from households.workflow import LEAD
from yuping.accounts import access
from yuping.accounts.hindrances import against_step
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, FilePage, FormPage, Kept, MovePage, ReasonForm
from yuping.core import clock, show

# The evidence is a paper, for those who read the papers of households.
PAPERS = "households.view_document"
VIEW, CHECK, DECIDE = "households.view_lead", "households.check_lead", "households.decide_lead"
REVEAL = "households.reveal"
ORDER = (LeadState.OPEN, LeadState.CHECKED)
TONES = {"wait": "waiting", "done": "approved", "risk": "refused", "plain": ""}


def lead_crumbs(lead: Lead | None = None) -> list[Crumb]:
    """Breadcrumbs that lead to the list, or to one lead."""
    crumbs: list[Crumb] = [(_("Negative list"), reverse("households:lead_list"))]
    return [*crumbs, (str(lead), lead.get_absolute_url())] if lead else crumbs


class LeadList(RecordList):
    """The leads of the area, the first due first."""

    model, table_class, filterset_class = Lead, LeadTable, LeadFilter
    title = _("Leads of the negative list")
    export_permission = "households.export_household"
    primary = Action(
        _("Import a list"), "households:import_upload", "households.import_leads", "upload", f"kind={ImportKind.LEADS}"
    )
    empty_text = _("No lead fits. Leads come from the lists that the county's poverty office imports.")


class LeadPage(DetailPage):
    """One lead: what the list says, masked; who checked and decided it; what can be done now."""

    model, template_name = Lead, "households/lead_detail.html"

    def rows(self) -> QuerySet[Lead]:
        return Lead.objects.visible_to(self.user).for_table().select_related("decided_by", "member", "village")

    def parents(self) -> list[Crumb]:
        return lead_crumbs()

    def state(self) -> tuple[str, str]:
        return self.object.get_state_display(), TONES[LEAD_TONES[self.object.state]]

    @property
    def is_late(self) -> bool:
        return self.object.state in UNDECIDED and self.object.due_on < clock.today()

    def facts(self) -> list[Fact]:
        lead: Lead = self.object
        return [
            (_("Person"), lead.person),
            (_("Kind of lead"), lead.get_kind_display()),
            (_("What the list says"), masked(lead.details.open())),
            (_("Another name on the list"), lead.name_differs),
            (_("Department"), lead.department),
            (_("Date of the data"), show.show_day(lead.data_on)),
            (_("Found on"), show.show_day(lead.found_on)),
            (_("To be decided by"), show.show_day(lead.due_on)),
            (_("Village"), lead.village),
        ]

    def may(self, verb: str) -> bool:
        return access.scope_of(self.user, verb).covers(self.object.village_id)

    def steps(self) -> list[tuple[Any, LeadStep]]:
        rows = LeadStep.objects.actionable_by(self.user, VIEW).filter(lead=self.object).select_related("recorded_by")
        return [(LEAD_STEPS[step.move], step) for step in rows.order_by("pk")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead: Lead = self.object
        decided = lead.state not in UNDECIDED
        household = lead.household or lead.identification.household
        on_file = household is not None and household.left_on is None
        allowed = [move.name for move in LEAD.from_state(lead.state)]
        return super().get_context_data(
            lead=lead,
            household=household,
            bar=bar_of(lead),
            steps=self.steps(),
            late=self.is_late,
            decided=decided,
            may_check=lead.state == LeadState.OPEN and self.may(CHECK),
            may_decide=lead.state == LeadState.CHECKED and self.may(DECIDE),
            may_take_up="take_up" in allowed and self.may(DECIDE),
            may_reveal=self.may(REVEAL),
            may_see_papers=self.may(PAPERS),
            why_not=own_check(lead, self.user) if self.may(DECIDE) else [],
            may_remove=lead.state == LeadState.INELIGIBLE and on_file and self.may(PROPOSE),
            **kwargs,
        )


def own_check(lead: Lead, user: Any) -> list[str]:
    """Why this person may not decide a lead that he checked himself, in sentences."""
    if lead.state != LeadState.CHECKED:
        return []
    return against_step(LEAD, "find_eligible", lead, user, {"check": [lead.checked_by_id]})


def bar_of(lead: Lead) -> list[tuple[Any, str, datetime.date | None]]:
    """The way of a lead: found, checked, decided, each with its day."""
    decided = lead.state not in UNDECIDED
    last = lead.get_state_display() if decided else _("decided")
    now = 2 if decided else ORDER.index(LeadState(lead.state))
    days = (lead.found_on, lead.checked_on, lead.decided_on)
    labels = (_("found in the list"), _("checked"), last)
    # What comes next is where the lead stands now.
    css = ["is-done" if day else "is-ahead" for day in days]
    if not decided:
        css[now + 1] = "is-now"
    return list(zip(labels, css, days, strict=True))


class LeadMove(MovePage, abstract=True):
    """A step of one lead."""

    model, workflow = Lead, LEAD

    def rows(self) -> QuerySet[Lead]:
        return super().rows().select_related("household", "identification", "village")

    def parents(self) -> list[Crumb]:
        return lead_crumbs(self.object)

    def takers(self) -> dict[str, list[int]]:
        return {"check": [self.object.checked_by_id]} if self.object.checked_by_id else {}

    def facts(self) -> list[Fact]:
        lead: Lead = self.object
        return [
            (_("Household or application"), lead.household or lead.identification),
            (_("What the list says"), masked(lead.details.open())),
            (_("Department"), lead.department),
            (_("To be decided by"), show.show_day(lead.due_on)),
        ]


class CheckLead(LeadMove):
    """Record the field check."""

    permission, form_class, move = CHECK, CheckForm, "check"
    title, submit_label = _("Record the field check"), _("Record the check")
    success_message = _("The check is recorded for %(object)s. Next: the decision of the county's poverty office.")

    def consequence(self) -> str:
        return str(
            _("A match is no verdict. Look at the thing and its papers, hear the household, keep what shows it.")
        )

    def get_initial(self) -> dict[str, Any]:
        return {"date": clock.today()}

    def save(self, form: CheckForm) -> Lead:
        data = dict(form.cleaned_data)
        facts = CheckFacts(
            date=data["date"], finding=data["finding"], note=data["reason"], evidence=data["evidence"].read()
        )
        return services.check_lead(actor=self.user, lead_id=self.object.pk, facts=facts)


class DecideLead(LeadMove):
    """Decide what the check leads to."""

    permission, form_class, move = DECIDE, DecideForm, "find_eligible"
    title, submit_label = _("Decide the lead"), _("Decide")
    success_message = _("The lead is decided: %(object)s.")

    def consequence(self) -> str:
        return str(
            _(
                "Found not eligible, the household is not paid while it is on file; its removal is decided on a page "
                "of its own. An applicant's application can then only be refused."
            )
        )

    def facts(self) -> list[Fact]:
        check = self.object.steps.filter(move="check").order_by("-pk").first()
        found = (
            [(_("What was found"), check.get_finding_display()), (_("What the check showed"), check.note)]
            if check
            else []
        )
        return [*super().facts(), *found, (_("Check made by"), self.object.checked_by)]

    def get_initial(self) -> dict[str, Any]:
        return {"date": clock.today()}

    def save(self, form: DecideForm) -> Lead:
        return services.decide_lead(actor=self.user, lead_id=self.object.pk, **form.cleaned_data)


class TakeUpLead(LeadMove):
    """Take a decided lead up again."""

    permission, form_class, move = DECIDE, ReasonForm, "take_up"
    title, submit_label = _("Take the lead up again"), _("Take it up again")
    success_message = _("%(object)s is taken up again; it has to be checked anew.")

    def consequence(self) -> str:
        return str(_("The lead is checked and decided anew. What was decided before stays readable."))

    def save(self, form: ReasonForm) -> Lead:
        return services.take_up_lead(actor=self.user, lead_id=self.object.pk, reason=form.cleaned_data["reason"])


class RevealLead(FormPage):
    """What the list says in full, after a reason was given; the act is on record, and no browser keeps the answer."""

    model, permission, form_class = Lead, REVEAL, ReasonForm
    title, submit_label = _("Look at the list's full words"), _("Show them")
    template_name = "households/reveal.html"

    def parents(self) -> list[Crumb]:
        return lead_crumbs(self.object)

    def save(self, form: ReasonForm) -> str:
        reason = form.cleaned_data["reason"]
        return services.reveal(actor=self.user, kind="lead", pk=self.object.pk, reason=reason)

    def respond(self, done: str) -> HttpResponse:
        form = self.form_class(user=self.user)
        response = render(self.request, self.template_name, self.get_context_data(form=form, value=done))
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(word=_("What the list says"), **kwargs)


class DownloadEvidence(FilePage):
    """The evidence of a check, for who sees the lead and reads papers."""

    model, permission = LeadStep, PAPERS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require(request.user, VIEW)
        return super().dispatch(request, *args, **kwargs)

    def rows(self) -> QuerySet[LeadStep]:
        rows = LeadStep.objects.actionable_by(self.user, VIEW).filter(access.scope_of(self.user, PAPERS).q("village"))
        return rows.exclude(file="").select_related("lead")

    def kept(self, row: LeadStep) -> Kept:
        return Kept(
            file=row.file.name,
            sha256=row.sha256,
            title=str(row.date),
            of=row.lead,
            area_code=row.village_id,
            back_url=row.lead.get_absolute_url(),
            facts={"household": row.lead.household_id},
        )
