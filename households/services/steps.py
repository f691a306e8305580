"""Taking a step of a procedure, for one case or for many of one village at once: what every procedure has alike."""

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from households.case_sentences import step_words
from households.models import Adjustment, CaseRule, CaseStep, Document, Identification, NoticeObjection
from households.procedures import REFUSALS, Days, Paper, Step
from households.services.documents import kept_of, type_of
from households.services.loading import not_in_future
from households.services.opening import in_words
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, DomainError, NotAllowedNow, PolicyRefused
from yuping.core.models import Holiday
from yuping.core.text import clean_line
from yuping.core.workdays import Calendar, add_workdays, workdays_between

Case = Identification | Adjustment
C = TypeVar("C", Identification, Adjustment)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """What a step records: place of a notice, votes of a meeting, a note, a scan or photograph."""

    date: datetime.date
    place: str = ""
    votes_for: int | None = None
    votes_cast: int | None = None
    note: str = ""
    # Why a notice is entered later than the county's rule allows.
    late_reason: str = ""
    paper: bytes | None = field(default=None, repr=False)
    # Known once the paper is read.
    paper_ending: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """A paper as it was kept: its name in the store and its digest."""

    name: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class _Held:
    """What holds a case where it is."""

    takers: Mapping[str, set[int]]
    notice_to: datetime.date | None
    objected: bool


def take_steps(
    actor: User,
    cases: Sequence[C],
    name: str,
    facts: StepFacts,
    *,
    bars: Callable[[C], Iterable[object]] | None = None,
) -> list[CaseStep]:
    """Take one step in every case, all of one kind, or in none.

    ``bars`` gives the reasons of the rules against one case. Raises what the step itself refuses, and for several
    cases PolicyRefused with the reasons of each.
    """
    procedure = cases[0].procedure
    if name not in procedure.steps:
        raise NotAllowedNow("households.step_of_another_kind")
    step = procedure.steps[name]
    _refuse_gaps_of_step(step, facts, kind=getattr(cases[0], "kind", ""))
    late = step.hangs and _refuse_silent_lateness(facts)
    held = _held(cases)
    _each(cases, lambda case: _refuse_now(actor, case, name, facts, held[case.pk], bars))
    # Of what was told, what this step records.
    filed = keep_paper(facts) if step.paper else Filed()
    ends = end_of_notice(facts.date, step.notice) if step.notice else None
    model = type(cases[0]).steps.rel.related_model
    steps = [
        model(
            **{type(case)._meta.model_name: case},
            village_id=case.village_id,
            move=name,
            date=facts.date,
            notice_to=ends,
            place=clean_line(facts.place, max_length=100) if step.notice else "",
            votes_for=facts.votes_for if step.votes else None,
            votes_cast=facts.votes_cast if step.votes else None,
            note=clean_line(facts.note, max_length=500),
            entered_on=clock.today(),
            late_reason=clean_line(facts.late_reason, max_length=200) if late else "",
            paper=filed.name,
            paper_sha256=filed.sha256,
            recorded_by=actor,
            recorded_at=timezone.now(),
        )
        for case in cases
    ]
    model.objects.bulk_create(steps)
    for case in cases:
        case.state, case.state_on = procedure.workflow.moves[name].target, facts.date
        case.save(update_fields=["state", "state_on"])
    return steps


def _each(cases: Sequence[C], refuse: Callable[[C], None]) -> None:
    """One case is refused as it is; of several, every refusal is told with the name of its case."""
    reasons = []
    for case in cases:
        try:
            refuse(case)
        except DomainError as error:
            if len(cases) == 1 or error.params.get("field"):
                raise
            reasons.append(NotAllowedNow("households.case_refused", case=str(case), why=in_words([error]), row=case.pk))
    if reasons:
        raise PolicyRefused("households.cases_refused", reasons=reasons)


def _refuse_gaps_of_step(step: Step, facts: StepFacts, *, kind: str) -> None:
    """What the step has to record, whatever the case."""
    not_in_future(facts.date)
    if step.votes:
        if not facts.votes_cast or facts.votes_for is None:
            raise BadInput("households.required", field="votes_cast" if not facts.votes_cast else "votes_for")
        if not 0 <= facts.votes_for <= facts.votes_cast:
            raise BadInput("households.votes", field="votes_for")
        if facts.votes_for * 2 <= facts.votes_cast:
            raise BadInput("households.no_majority", field="votes_for", refusal=step_words("refuse", kind))
    if step.notice and not facts.place.strip():
        raise BadInput("households.required", field="place")
    if step.words and not facts.note.strip():
        raise BadInput("households.required", field="note")
    if step.paper is Paper.NEEDED and not facts.paper:
        raise BadInput("households.paper_needed", field="paper")


def _refuse_silent_lateness(facts: StepFacts) -> bool:
    """Whether what was put up is entered later than the county allows; that needs a reason, which the case keeps."""
    most = CaseRule.objects.of(clock.today()).entry_days
    days = workdays_between(facts.date, clock.today(), _calendar())
    if days > most and not facts.late_reason.strip():
        raise BadInput("households.notice_entered_late", field="late_reason", days=days, most=most)
    return days > most


def _held(cases: Sequence[C]) -> dict[int, _Held]:
    """For each case who took which step, until when its notice stands, and whether an objection is open."""
    name = type(cases[0])._meta.model_name
    model = type(cases[0]).steps.rel.related_model
    pks = [case.pk for case in cases]
    takers: dict[int, dict[str, set[int]]] = {case.pk: {"propose": {case.recorded_by_id}} for case in cases}
    until: dict[int, datetime.date] = {}
    taken = model.unguarded.filter(**{f"{name}__in": pks}).order_by("pk")
    for case, move, person, notice_to in taken.values_list(f"{name}_id", "move", "recorded_by", "notice_to"):
        takers[case].setdefault(move, set()).add(person)
        if notice_to is not None:
            until[case] = notice_to
    objections = NoticeObjection.unguarded.filter(**{f"{name}__in": pks}, answered_on__isnull=True)
    objected = set(objections.values_list(f"{name}_id", flat=True))
    return {pk: _Held(takers[pk], until.get(pk), pk in objected) for pk in pks}


def _refuse_now(
    actor: User,
    case: C,
    name: str,
    facts: StepFacts,
    held: _Held,
    bars: Callable[[C], Iterable[object]] | None,
) -> None:
    procedure = case.procedure
    procedure.workflow.require(name, state=case.state, actor_id=actor.pk, takers=held.takers, reason=facts.note)
    if facts.date < case.state_on:
        raise BadInput("households.before_last_step", field="date", day=case.state_on)
    if name in REFUSALS:
        return
    if days := procedure.notice_before(case.state):
        refuse_early(days, held.notice_to, facts.date)
        if held.objected:
            raise NotAllowedNow("households.objection_open")
    if bars and (reasons := list(bars(case))):
        raise PolicyRefused("households.status_refused", reasons=reasons)


def refuse_early(days: Days, until: datetime.date | None, date: datetime.date) -> None:
    """Raises NotAllowedNow while the notice has to stand."""
    if until is None or date <= until:
        code = "households.notice_days" if days.working else "households.notice_plain_days"
        raise NotAllowedNow(code, days=days.count, until=until)


def end_of_notice(posted: datetime.date, days: Days) -> datetime.date:
    """The last day on which a notice put up on this day stands."""
    if not days.working:
        return posted + datetime.timedelta(days=days.count)
    return add_workdays(posted, days.count, _calendar())


def _calendar() -> Calendar:
    return Calendar.of(Holiday.objects.values_list("day", "is_workday"))


def read_paper(facts: StepFacts) -> StepFacts:
    """The step with what is kept of its paper. Comes before the cases are locked: a large file takes a while."""
    if not facts.paper:
        return facts
    try:
        data, _content_type, ending = kept_of(facts.paper)
    except BadInput as error:
        raise BadInput(error.code, **{**error.params, "field": "paper"}) from error
    return replace(facts, paper=data, paper_ending=ending)


def keep_paper(facts: StepFacts) -> Filed:
    """The paper in the store, once for all cases that rest on it."""
    data, ending = facts.paper, facts.paper_ending
    if not data:
        return Filed()
    digest = hashlib.sha256(data).hexdigest()
    folder = f"households/{timezone.now():%Y/%m}"
    name = default_storage.save(f"{folder}/{digest[:32]}.{ending}", ContentFile(data))
    return Filed(name, digest)


def into_files(
    actor: User, steps: Iterable[CaseStep], home_of: Callable[[CaseStep], int], kinds: Mapping[str, Step]
) -> list[Document]:
    """Put the papers of steps among the papers of their households, unless they stand there already; those put."""
    bearing = [(step, home_of(step)) for step in steps if step.paper]
    rows = Document.unguarded.filter(household__in={home for _step, home in bearing}, withdrawn_on=None)
    known = set(rows.values_list("household_id", "sha256"))
    read: dict[str, tuple[int, str]] = {}
    documents = []
    for step, home in bearing:
        if (home, step.paper_sha256) in known:
            continue
        known.add((home, step.paper_sha256))
        if step.paper_sha256 not in read:
            with step.paper.open("rb") as stored:
                data = stored.read()
            read[step.paper_sha256] = (len(data), type_of(data))
        size, content_type = read[step.paper_sha256]
        documents.append(
            Document(
                household_id=home,
                village_id=step.village_id,
                kind=kinds[step.move].document,
                title=step.label[:100],
                file=step.paper.name,
                sha256=step.paper_sha256,
                size=size,
                content_type=content_type,
                dated_on=step.date,
                recorded_by=actor,
                recorded_at=timezone.now(),
            )
        )
    return Document.objects.bulk_create(documents)
