"""Pages on identification: the application, and each step to the county's decision."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households import services
from households.filters.casework import IdentificationFilter
from households.forms.identification import (
    AcceptanceForm,
    ApplicationForm,
    NoticeForm,
    RefusalForm,
    ReviewForm,
    StepForm,
)
from households.models import Identification, IdentificationState, IdentificationStep, Lead
from households.sentences import STEPS
from households.services import Application, StepFacts
from households.services.identification import AFTER_LEADS, NOTICE_DAYS
from households.tables.casework import IDENTIFICATION_TONES, IdentificationTable
from households.views.notices import notice_of
from households.workflow import IDENTIFICATION
from yuping.accounts import access, sentences
from yuping.accounts.models import User
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, FormPage, ListPage, MovePage
from yuping.core import clock, show
from yuping.core.templatetags.core import masked_id

APPLY = "households.apply_for_identification"
CONFIRM = "households.confirm_identification"
THEIRS = {APPLY: _("This step is the township's."), CONFIRM: _("This step is the county's.")}


def identification_crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the list of applications."""
    return [(_("Identification"), reverse("households:identification_list"))]


class IdentificationList(ListPage):
    """Applications to be put on file, latest first."""

    model, table_class, filterset_class = Identification, IdentificationTable, IdentificationFilter
    title = _("Identification")
    primary = Action(_("Enter an application"), "households:identification_apply", APPLY)
    empty_text = _("No application fits. Widen the filter or enter one.")


class Apply(FormPage):
    """Enter an application."""

    permission, form_class = APPLY, ApplicationForm
    title, submit_label = _("Enter an application"), _("Enter the application")
    success_message = _("The application of %(object)s is entered. Next: the review in the village.")

    def parents(self) -> list[Crumb]:
        return identification_crumbs()

    def get_initial(self) -> dict[str, Any]:
        return {"applied_on": clock.today()}

    def save(self, form: ApplicationForm) -> Identification:
        data = dict(form.cleaned_data)
        application = Application(village_code=data.pop("village").pk, **data)
        return services.apply_for_identification(actor=self.user, application=application)


@dataclass(frozen=True)
class Move:
    """A step that the person may take now, or the reason why not."""

    label: str | Promise
    url: str
    refuses: bool
    reason: str = ""


class IdentificationDetail(DetailPage):
    """One application: where it stands, who did what, and the steps that are possible now."""

    model, template_name = Identification, "households/identification_detail.html"

    def rows(self) -> QuerySet[Identification]:
        return Identification.objects.visible_to(self.user).select_related("village", "household", "recorded_by")

    def parents(self) -> list[Crumb]:
        return identification_crumbs()

    def state(self) -> tuple[str, str]:
        tone = {"wait": "waiting", "done": "approved", "risk": "refused"}[IDENTIFICATION_TONES[self.object.state]]
        return self.object.get_state_display(), tone

    def facts(self) -> list[Fact]:
        found: Identification = self.object
        return [
            (_("Village"), found.village),
            (_("Identity number"), masked_id(found.id_number)),
            (_("Persons in the household"), found.persons),
            (_("Main cause of poverty"), found.get_main_cause_display()),
            (_("Applied on"), show.show_day(found.applied_on)),
            (_("Proposed by the village"), found.proposed_by_village),
            (_("Remark"), found.note),
            (_("Recorded by"), found.recorded_by.full_name),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = self.object.steps.select_related("recorded_by")
        done = [(STEPS[step.move], step) for step in steps]
        return super().get_context_data(
            identification=self.object,
            done=done,
            notice_url=notice_of(self.object),
            bar=bar_of(self.object, {step.move: step for step in steps}),
            moves=list(self.moves(max((step.notice_to for step in steps if step.notice_to), default=None))),
            **kwargs,
        )

    def moves(self, notice_to: datetime.date | None) -> Iterator[Move]:
        """The steps from the present state, the refusal last."""
        found: Identification = self.object
        standing = notice_to is not None and clock.today() <= notice_to
        for move in IDENTIFICATION.from_state(found.state):
            refuses = move.name == "refuse"
            reason = ""
            if not access.scope_of(self.user, move.permission).covers(found.village_id):
                if refuses:
                    continue
                reason = THEIRS[move.permission]
            elif not refuses and (why := against_leads(self.user, found, move.name)):
                reason = why
            elif standing and not refuses:
                reason = _("The notice stands until %(day)s.") % {"day": show.show_day(notice_to)}
            url = reverse(f"households:identification_{move.name}", kwargs={"pk": found.pk})
            yield Move(STEPS[move.name], url, refuses, str(reason))


def against_leads(user: User, found: Identification, move: str) -> str:
    """Why leads of the negative list keep the county from the step, in a sentence; "" where they don't."""
    if move not in AFTER_LEADS:
        return ""
    standing = Lead.objects.actionable_by(user, "households.view_identification").against(found.pk)
    if undecided := standing.undecided().count():
        return sentences.sentence("households.lead_undecided", {"count": undecided})
    return sentences.sentence("households.applicant_not_eligible", {}) if standing.exists() else ""


@dataclass(frozen=True)
class BarStep:
    """A state in the bar of steps, with the day it was reached."""

    label: str
    css: str
    on: datetime.date | None


def bar_of(found: Identification, steps: dict[str, IdentificationStep]) -> list[BarStep]:
    """The states from application to acceptance; a refused application ends where it was refused."""
    order = [state for state in IDENTIFICATION.states if state != IdentificationState.REFUSED]
    reached = {IDENTIFICATION.initial: found.applied_on}
    reached |= {IDENTIFICATION.moves[move].target: step.date for move, step in steps.items()}
    bar = []
    for state in order:
        css = "is-done" if state in reached else "is-ahead"
        css = "is-now" if state == found.state else css
        bar.append(BarStep(str(IdentificationState(state).label), css, reached.get(state)))
    return bar


# For each step: its form, and what it does.
PAGES: dict[str, tuple[type[StepForm], str | Promise]] = {
    "review_in_village": (ReviewForm, _("Records the vote of the village meeting.")),
    "publish_first": (NoticeForm, _("Starts the first notice; it stands %(days)s working days.")),
    "review_in_township": (StepForm, _("Says that the township has checked the application on the spot.")),
    "publish_second": (NoticeForm, _("Starts the second notice; it stands %(days)s working days.")),
    "compare": (StepForm, _("Says that the data were compared with other offices and nothing speaks against it.")),
    "accept": (AcceptanceForm, _("The county puts the household on file. This is the last step.")),
    "refuse": (RefusalForm, _("Ends the application. The applicant may apply again later.")),
}


class Step(MovePage, abstract=True):
    """One step of an application, ``move``; who takes it depends on the permission of the subclass."""

    model = Identification
    move: ClassVar[str] = ""

    def get_title(self) -> str:
        return f"{STEPS[self.move]} · {self.object}"

    def parents(self) -> list[Crumb]:
        return [*identification_crumbs(), (str(self.object), self.object.get_absolute_url())]

    def facts(self) -> list[Fact]:
        found: Identification = self.object
        return [
            (_("Village"), found.village),
            (_("State"), found.get_state_display()),
            (_("In this state since"), show.show_day(found.state_on)),
        ]

    def consequence(self) -> str:
        return str(PAGES[self.move][1]) % {"days": NOTICE_DAYS}

    def get_initial(self) -> dict[str, Any]:
        return {"date": clock.today()}

    def save(self, form: StepForm) -> Identification:
        data = dict(form.cleaned_data)
        number = data.pop("household_number", "")
        return services.move_identification(
            actor=self.user,
            identification_id=self.object.pk,
            move=self.move,
            facts=StepFacts(**data),
            household_number=number,
        )


class TownshipStep(Step):
    permission, success_message = APPLY, _("The step is recorded for %(object)s.")


class CountyStep(Step):
    permission, success_message = CONFIRM, _("The step is recorded for %(object)s.")


def step_page(move: str) -> Callable[..., HttpResponse]:
    """The page of a step, for the addresses."""
    page = CountyStep if IDENTIFICATION.moves[move].permission == CONFIRM else TownshipStep
    names = {"submit_label": STEPS[move], "danger": move == "refuse"}
    return page.as_view(move=move, form_class=PAGES[move][0], **names)
