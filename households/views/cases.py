"""What the pages of identifications and adjustments share: the bar of steps, the next step, its form, its paper."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from households.case_sentences import done_words, step_words
from households.forms.steps import StepForm
from households.models import AdjustmentStep, CaseStep, Identification, IdentificationStep
from households.policy import Problem
from households.procedures import APPLY, CONFIRM, DECIDE, PLAIN, PROPOSE, REFUSALS, REVIEW, Procedure, Step
from households.services.opening import joined
from households.services.steps import Case, end_of_notice
from yuping.accounts import access, sentences
from yuping.accounts.hindrances import against_step
from yuping.accounts.pages import DetailPage, Fact, FilePage, Kept, MovePage
from yuping.core import clock, show

THEIRS = {
    APPLY: _("This step is the township's."),
    PROPOSE: _("This step is the village's and the township's."),
    REVIEW: _("This step is the township's."),
    CONFIRM: _("This step is the county's."),
    DECIDE: _("This step is the county's."),
}
# Scanned papers show whole numbers: for those who read the papers of households.
PAPERS = "households.view_document"
OBJECT = "households.record_objection"
ANSWER = "households.answer_objection"

# What each step does, in one sentence.
CONSEQUENCES: Mapping[str, str | Promise] = {
    "review_in_group": _("Records the vote of the village group."),
    "review_in_village": _("Records the vote of the village meeting."),
    "publish_first": _("Starts the first notice. It stands %(days)s; put up today, until %(until)s."),
    "review_in_township": _("Says that the township has checked the case on the spot."),
    "publish_second": _("Starts the second notice. It stands %(days)s; put up today, until %(until)s."),
    "compare": _("Says that the data were compared with other offices and nothing speaks against it."),
    "accept": _("The county accepts the household. The township then opens its file from the case."),
    "check": _("Records what was found at the household's door."),
    "sign": _("Records that the household itself has signed."),
    "hear": _("Records what the household says to it."),
    "publish": _(
        "Starts the notice in the village. It stands %(days)s; put up today, until %(until)s. Nothing goes on before."
    ),
    "approve": _("The county decides; the household's status changes with it."),
    "announce": _("Records that the decision was announced in the village. This is the last step."),
    "refuse": _("Ends the case. It may be opened again later."),
    "reject": _("The county refuses the case. It may be opened again later."),
}


def consequence_of(move: str, step: Step) -> str:
    """What the step does; of a notice how long it stands, and until when if it is put up today."""
    notice = step.notice
    if notice is None:
        return str(CONSEQUENCES[move])
    days = (
        ngettext("%(count)s working day", "%(count)s working days", notice.count)
        if notice.working
        else ngettext("%(count)s day", "%(count)s days", notice.count)
    ) % {"count": notice.count}
    until = show.show_day(end_of_notice(clock.today(), notice))
    return str(CONSEQUENCES[move]) % {"days": days, "until": until}


# Of more cases or households than these nothing is told one by one, nor do they stand in an address.
MOST_TOLD = 200


def told_of_each(named: Iterable[tuple[str, list[Problem]]]) -> list[str]:
    """What the files say against it, a sentence for each case; of very many the first, and how many there are more."""
    found = [
        f"{name}{_(': ')}{joined([sentences.sentence(one.code, one.params) for one in problems])}"
        for name, problems in named
        if problems
    ]
    more = len(found) - MOST_TOLD
    if more <= 0:
        return found
    return [*found[:MOST_TOLD], ngettext("And %(count)s more.", "And %(count)s more.", more) % {"count": more}]


@dataclass(frozen=True)
class NextStep:
    """A step that the person may take now, or the reason why not."""

    label: str | Promise
    url: str
    refuses: bool
    reason: str = ""


@dataclass(frozen=True)
class BarStep:
    """A state in the bar of steps, with the day it was reached."""

    label: str
    css: str
    on: datetime.date | None


def bar_of(case: Case, started_on: datetime.date, steps: Iterable[CaseStep]) -> list[BarStep]:
    """The states from the beginning to the end; a refused case ends where it was refused."""
    procedure: Procedure = case.procedure
    words = {str(code): str(label) for code, label in case._meta.get_field("state").choices}
    moves = procedure.workflow.moves
    reached = {procedure.workflow.initial: started_on} | {moves[step.move].target: step.date for step in steps}
    bar = []
    for state in procedure.way:
        css = "is-now" if state == case.state else ("is-done" if state in reached else "is-ahead")
        bar.append(BarStep(words[state], css, reached.get(state)))
    return bar


class CasePage(DetailPage, abstract=True):
    """One case: where it stands, who did what, what was objected, and the steps that are possible now.

    Name ``model`` and ``case``, the first part of its addresses ("identification").
    """

    case: ClassVar[str]

    def started_on(self) -> datetime.date:
        """The day on which the case was opened."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = list(self.object.steps.select_related("recorded_by"))
        objections = list(self.object.objections.select_related("recorded_by", "answered_by"))
        on_notice = self.object.procedure.notice_before(self.object.state) is not None
        scope = access.scope_of(self.user, OBJECT)
        return super().get_context_data(
            case=self.object,
            started_on=self.started_on(),
            done=steps,
            bar=bar_of(self.object, self.started_on(), steps),
            moves=list(self.next_steps(steps, any(one.answered_on is None for one in objections))),
            objections=objections,
            on_notice=on_notice,
            object_url=reverse(f"households:{self.case}_object", kwargs={"pk": self.object.pk})
            if on_notice and scope.covers(self.object.village_id)
            else "",
            may_answer=access.scope_of(self.user, ANSWER).covers(self.object.village_id),
            paper_url=f"households:{self.case}_paper" if access.may(self.user, PAPERS) else "",
            **kwargs,
        )

    def also_against(self, move: str) -> str:
        """What else keeps this case from a step, in a sentence."""
        return ""

    def next_steps(self, steps: Sequence[CaseStep], objected: bool) -> Iterator[NextStep]:
        """The steps from the present state, the refusals last."""
        found: Case = self.object
        for move in found.procedure.workflow.from_state(found.state):
            refuses = move.name in REFUSALS
            reason: str | Promise = ""
            if not access.scope_of(self.user, move.permission).covers(found.village_id):
                if refuses:
                    continue
                reason = THEIRS[move.permission]
            elif not refuses:
                own = self.also_against(move.name)
                reason = own or next(iter(held_back(found, move.name, self.user, steps, objected)), "")
            url = reverse(f"households:{self.case}_{move.name}", kwargs={"pk": found.pk})
            yield NextStep(step_words(move.name, getattr(found, "kind", "")), url, refuses, str(reason))


def held_back(case: Case, name: str, user: Any, steps: Sequence[CaseStep], objected: bool) -> Iterator[str]:
    """Why this person can't take the step now: the table of moves, a notice that stands, an open objection."""
    procedure = case.procedure
    if name not in procedure.workflow.moves:
        yield str(_("This step belongs to another kind of procedure."))
        return
    takers: dict[str, list[int]] = {"propose": [case.recorded_by_id]}
    for step in steps:
        takers.setdefault(step.move, []).append(step.recorded_by_id)
    yield from against_step(procedure.workflow, name, case, user, takers)
    if name in REFUSALS or not procedure.notice_before(case.state):
        return
    notice_to = max((step.notice_to for step in steps if step.notice_to), default=None)
    if notice_to is not None and clock.today() <= notice_to:
        yield str(_("The notice stands until %(day)s.") % {"day": show.show_day(notice_to)})
    if objected:
        yield str(_("An objection to the notice is not answered yet."))


class StepPage(MovePage, abstract=True):
    """One step of a case, ``move``: the form asks for what the step records."""

    form_class = StepForm
    move: ClassVar[str] = ""

    def told(self, done: Case) -> str:
        """Which step is recorded, and which one is next."""
        kind = getattr(done, "kind", "")
        what = {"object": done, "step": done_words(self.move, kind)}
        if move := done.procedure.forward(done.state):
            return _("%(object)s: %(step)s recorded. Next: %(next)s.") % {**what, "next": done_words(move.name, kind)}
        return _("%(object)s: %(step)s recorded.") % what

    def get_title(self) -> str:
        return f"{self.words()} · {self.object}"

    def words(self) -> str:
        """What the step is called for a case of this kind."""
        return step_words(self.move, getattr(self.object, "kind", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"submit_label": self.words()}

    def hindrances(self) -> list[str]:
        objected = self.object.objections.filter(answered_on__isnull=True).exists()
        return list(held_back(self.object, self.move, self.user, list(self.object.steps.all()), objected))

    @property
    def step(self) -> Step:
        """What the step records; of a step that belongs to another kind nothing, and the verb refuses it."""
        return self.object.procedure.steps.get(self.move, PLAIN)

    def consequence(self) -> str:
        return consequence_of(self.move, self.step)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"name": self.move, "step": self.step}

    def get_initial(self) -> dict[str, Any]:
        return {"date": clock.today()}

    def told_late(self) -> list[Fact]:
        """For who decides: which notices of the case were entered late, and why."""
        late = [step for step in self.object.steps.all() if step.late_reason]
        words = _("%(step)s of %(day)s, entered on %(entered)s: %(reason)s")
        return [
            (
                _("Entered late"),
                words
                % {
                    "step": step.label,
                    "day": show.show_day(step.date),
                    "entered": show.show_day(step.entered_on),
                    "reason": step.late_reason,
                },
            )
            for step in late
        ]


class StepPaper(FilePage, abstract=True):
    """The paper of a step."""

    case: ClassVar[str]

    def rows(self) -> Any:
        rows = self.model.objects.actionable_by(self.user, self.permission)
        return rows.exclude(paper="").select_related(self.case)

    def kept(self, row: CaseStep) -> Kept:
        return Kept(
            file=row.paper.name,
            sha256=row.paper_sha256,
            title=row.label,
            of=row,
            area_code=row.village_id,
            back_url=getattr(row, self.case).get_absolute_url(),
            facts={},
        )


class IdentificationPaper(StepPaper):
    model, permission, case = IdentificationStep, PAPERS, "identification"


class SignedApplication(FilePage):
    """The signed application of an identification."""

    model, permission = Identification, PAPERS

    def rows(self) -> Any:
        return Identification.objects.actionable_by(self.user, self.permission).exclude(paper="")

    def kept(self, row: Identification) -> Kept:
        return Kept(
            file=row.paper.name,
            sha256=row.paper_sha256,
            title=str(row),
            of=row,
            area_code=row.village_id,
            back_url=row.get_absolute_url(),
            facts={},
        )


class AdjustmentPaper(StepPaper):
    model, permission, case = AdjustmentStep, PAPERS, "adjustment"
