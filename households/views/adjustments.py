"""Pages on adjustments of households on file: the list, one case, its steps, and one step for many at once."""

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from households import services, tabs
from households.case_sentences import done_words
from households.filters.adjustments import AdjustmentFilter, chosen_keys
from households.forms.steps import StepForm
from households.models import Adjustment
from households.notices import notice_of
from households.policy.adjustments import warnings
from households.policy.status import Income, StatusFacts
from households.procedures import ADJUSTMENTS, DECIDE, MOVES, PROPOSE, REVIEW
from households.services import StepFacts
from households.services.adjustments import facts_against, warnings_of
from households.tables.adjustments import ADJUSTMENT_TONES, AdjustmentTable
from households.views.cases import CasePage, StepPage
from households.views.records import RecordList
from yuping.accounts import access, sentences
from yuping.accounts.pages import Action, Crumb, Fact
from yuping.core import clock, show


def adjustment_crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the list of adjustments."""
    return [(_("Adjustments"), reverse("households:adjustment_list"))]


def incomes_shown(found: StatusFacts) -> list[Fact]:
    """Which year's income is tested, the one before beside it, and which one is still awaited."""
    both = ((_("Income tested: %(year)s"), found.income), (_("Income of %(year)s"), found.older))
    shown: list[Fact] = [
        (label % {"year": income.year}, _in_words(income)) for label, income in both if income is not None
    ]
    if found.awaited:
        values = {"file": found.awaited + 1}
        awaited = _("not on file yet: it stands in the file of %(file)s, and is tested as soon as that is made")
        shown.append((_("Income of %(year)s") % {"year": found.awaited}, awaited % values))
    return shown


def _in_words(income: Income) -> str:
    values = {"per_head": income.per_head, "line": income.line, "file": income.year + 1}
    if income.per_head is None:
        return _("not entered in the file of %(file)s") % values
    return sentences.filled(_("%(per_head)s yuan per head, standard %(line)s yuan (file of %(file)s)"), values)


def file_shown(found: StatusFacts) -> list[Fact]:
    """What the file says of what a decision rests on: income, house, water, school."""
    if not found.has_record:
        return [(_("Record of the year"), _("none"))]
    return [
        *incomes_shown(found),
        (_("Unsafe house"), found.unsafe_house),
        (_("Safe drinking water"), found.safe_water),
        (_("Children of school age not at school"), found.children_out_of_school),
    ]


class AdjustmentList(RecordList):
    """Adjustments, latest first."""

    model, table_class, filterset_class = Adjustment, AdjustmentTable, AdjustmentFilter
    title = _("Adjustments")
    primary = Action(_("Propose an adjustment"), "households:adjustment_choose", PROPOSE)
    secondary = (
        Action(_("Notices of the villages"), "households:notice_list", "households.view_identification", "printer"),
    )
    bulk_actions = (
        Action(
            _("Village's step (to the notice; announcement)"), "households:adjustments_in_village", PROPOSE, "users"
        ),
        Action(_("Township's check (notice over)"), "households:adjustments_in_township", REVIEW, "check"),
        Action(_("County's decision (checked by the township)"), "households:adjustments_in_county", DECIDE, "check"),
    )
    empty_text = _("No adjustment fits. Widen the filter or propose one.")

    def offered_actions(self) -> tuple[Action, ...]:
        """Of the steps those that fit the chosen kind, state and stage, called by their name where it is one."""
        asked = {name: self.request.GET.get(name, "") for name in ("kind", "state", "stage")}
        steps = steps_from(**asked)
        if not any(asked.values()):
            return self.bulk_actions
        fitting = []
        for action in self.bulk_actions:
            names = {done_words(move, kind) for kind, move in steps.get(action.permission, ())}
            if names:
                fitting.append(replace(action, label=names.pop()) if len(names) == 1 else action)
        return tuple(fitting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(picked=chosen_keys(self.request.GET.get("chosen", "")), **kwargs)


def steps_from(*, kind: str, state: str, stage: str) -> dict[str, set[tuple[str, str]]]:
    """The steps on from where a filter narrows to, each with its kind, by the verb they need."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one, procedure in ADJUSTMENTS.items():
        for place in procedure.workflow.states:
            wanted = kind in {"", one} and state in {"", place} and (not stage or place in procedure.states_at(stage))
            if wanted and (move := procedure.forward(place)):
                found[move.permission].add((one, move.name))
    return found


class AdjustmentDetail(CasePage):
    """One case: where it stands, what its file says, who did what, and the steps that are possible now."""

    model, case, template_name = Adjustment, "adjustment", "households/adjustment_detail.html"

    def rows(self) -> QuerySet[Adjustment]:
        return Adjustment.objects.visible_to(self.user).select_related("village", "household", "recorded_by")

    def parents(self) -> list[Crumb]:
        household = self.object.household
        return [*adjustment_crumbs(), (str(household), tabs.url_of(household, "changes"))]

    def started_on(self) -> datetime.date:
        return self.object.proposed_on

    def state(self) -> tuple[str, str]:
        tone = {"wait": "waiting", "done": "approved", "risk": "refused"}[ADJUSTMENT_TONES[self.object.state]]
        return self.object.get_state_display(), tone

    def facts(self) -> list[Fact]:
        found: Adjustment = self.object
        own: list[Fact] = []
        if found.return_cause:
            own.append((_("Cause of the return"), found.get_return_cause_display()))
        if found.ineligible_from:
            own.append((_("Not eligible since"), show.show_day(found.ineligible_from)))
        if found.watch_kind:
            own.append((_("Kind of watched household"), found.get_watch_kind_display()))
        if found.decide_by:
            own.append((_("To be decided by"), show.show_day(found.decide_by)))
        if found.ended_on:
            own.append((_("Risk ended on"), show.show_day(found.ended_on)))
        return [
            (_("Household"), found.household),
            (_("Village"), found.village),
            (_("Proposed on"), show.show_day(found.proposed_on)),
            (_("Reason"), found.reason),
            *own,
            (_("Recorded by"), found.recorded_by.full_name),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case: Adjustment = self.object
        under_way = case.state not in case.procedure.finished and not case.decided
        read = facts_against(case, clock.today()) if under_way else None
        found = warnings(read) if read else []
        return super().get_context_data(
            notice_url=notice_of(case) if access.may(self.user, "households.view_identification") else "",
            household_url=tabs.url_of(case.household, "changes")
            if access.may(self.user, "households.view_statuschange")
            else "",
            warnings=[sentences.sentence(one.code, one.params) for one in found],
            risks=list(case.risks.all()),
            incomes=incomes_shown(read.file) if read else [],
            clock_days=(case.decide_by - clock.today()).days if case.decide_by and under_way else None,
            **kwargs,
        )


class AdjustmentStepPage(StepPage, abstract=True):
    """One step of a case; who takes it depends on the permission of the subclass."""

    model = Adjustment

    def rows(self) -> QuerySet[Adjustment]:
        return super().rows().select_related("household", "village")

    def parents(self) -> list[Crumb]:
        return [*adjustment_crumbs(), (str(self.object), self.object.get_absolute_url())]

    def facts(self) -> list[Fact]:
        found: Adjustment = self.object
        facts: list[Fact] = [
            (_("Household"), found.household),
            (_("Village"), found.village),
            (_("Kind"), found.get_kind_display()),
            (_("State"), found.get_state_display()),
            (_("In this state since"), show.show_day(found.state_on)),
            (_("Reason"), found.reason),
        ]
        if self.permission == DECIDE:
            facts += self.told_late()
        if self.move == "approve":
            facts += [*file_shown(facts_against(found, clock.today()).file), *self.way_shown()]
        return facts

    def way_shown(self) -> list[Fact]:
        """What the decision rests on: the vote, the notice, the objections; the papers stand on the case's page."""
        steps = list(self.object.steps.all())
        shown: list[Fact] = [
            (_("Votes in favour / cast"), f"{step.votes_for} / {step.votes_cast}") for step in steps if step.votes_cast
        ]
        shown += [
            (step.label, f"{step.place} · {show.show_day(step.date)} – {show.show_day(step.notice_to)}")
            for step in steps
            if step.notice_to
        ]
        shown += [(step.label, step.note) for step in steps if step.note and not step.notice_to]
        papers = sum(bool(step.paper) for step in steps)
        return [
            *shown,
            (_("Objections to the notice"), self.object.objections.count()),
            (
                _("Papers"),
                format_html('{} · <a href="{}">{}</a>', papers, self.object.get_absolute_url(), _("see them")),
            ),
        ]

    def cautions(self) -> list[str]:
        if self.move != "approve":
            return []
        return [sentences.sentence(one.code, one.params) for one in warnings_of(self.object, clock.today())]

    def save(self, form: StepForm) -> Adjustment:
        return services.move_adjustment(
            actor=self.user, adjustment_id=self.object.pk, move=self.move, facts=StepFacts(**form.cleaned_data)
        )


class VillageStep(AdjustmentStepPage):
    permission = PROPOSE


class TownshipReview(AdjustmentStepPage):
    permission = REVIEW


class CountyDecision(AdjustmentStepPage):
    """Approved or refused with loan and payouts before one's eyes, and with what a removal would have to recover."""

    permission, template_name = DECIDE, "households/case_decision.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case: Adjustment = self.object
        return super().get_context_data(case=case, household=case.household, risks=list(case.risks.all()), **kwargs)


PAGES = {PROPOSE: VillageStep, REVIEW: TownshipReview, DECIDE: CountyDecision}


def step_page(move: str) -> Callable[..., HttpResponse]:
    """The page of a step, for the addresses."""
    page = PAGES[MOVES[move]]
    return page.as_view(move=move, danger=move in {"refuse", "reject"})
