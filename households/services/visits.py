"""Verbs on visits: recording them, and closing the problems they found."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from households.models import Household, Pairing, ProblemState, Visit
from households.policy import Level, Problem
from households.services.checking import lists
from households.services.loading import households_for, not_in_future
from villages.services.loading import area_of, digest_of_rows
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused
from yuping.core.text import clean_line, clean_name, clean_note

RECORD = "households.record_visit"
CLOSE = "households.close_problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """A visit. With a cadre it lies within his pairing; a problem needs its class, who sees to it, and by when."""

    household_id: int
    date: datetime.date
    visitor: str
    theme: str
    content: str
    cadre_id: int | None = None
    place: str = ""
    people_met: str = ""
    appeal_class: str = ""
    problem: str = ""
    measure: str = ""
    responsible_unit: str = ""
    due_on: datetime.date | None = None
    closed_on: datetime.date | None = None
    result: str = ""
    closing_confirmed: bool = False
    confirmed_by_household: bool = False


def record_visit(*, actor: User, row: VisitRow, reason: str = "") -> Visit:
    """Record one visit; see ``record_visits``."""
    return record_visits(actor=actor, rows=[row], reason=reason)[0]


def record_visits(*, actor: User, rows: Sequence[VisitRow], reason: str = "") -> list[Visit]:
    """Record visits, all or none. Raises BadInput for what does not fit; never counts a day in the future."""
    with transaction.atomic():
        households = households_for(actor, RECORD, [row.household_id for row in rows])
        refuse_unpaired(rows)
        visits = [visit_of(actor, row, households[row.household_id]) for row in rows]
        Visit.objects.bulk_create(visits, batch_size=500)
        record_act(
            actor=actor,
            verb=RECORD,
            obj=visits[0],
            area_code=area_of(visit.village_id for visit in visits),
            reason=reason,
            facts={"count": len(visits), "digest": digest_of_rows((v.household_id, v.date) for v in visits)},
        )
        return visits


def visit_of(actor: User, row: VisitRow, household: Household) -> Visit:
    """The visit as it is to be written; part of the verbs that record or correct it."""
    problem = clean_line(row.problem, max_length=500)
    if wrong := list(faults_of_visit(row)):
        if len(wrong) == 1:
            raise BadInput(wrong[0].code, field=wrong[0].field, **wrong[0].params)
        raise PolicyRefused("households.refused", reasons=wrong)
    return Visit(
        household=household,
        village_id=household.village_id,
        date=row.date,
        cadre_id=row.cadre_id,
        visitor=clean_name(row.visitor),
        theme=clean_line(row.theme, max_length=100),
        place=clean_line(row.place, max_length=100),
        people_met=clean_line(row.people_met, max_length=100),
        content=clean_note(row.content),
        appeal_class=row.appeal_class if problem else "",
        problem=problem,
        problem_state=_state_of(row, problem),
        measure=clean_line(row.measure, max_length=500),
        responsible_unit=clean_line(row.responsible_unit, max_length=80),
        due_on=row.due_on,
        closed_on=row.closed_on,
        result=clean_line(row.result, max_length=500) if row.closed_on else "",
        closed_by=actor if row.closed_on else None,
        closing_confirmed=row.closing_confirmed if row.closed_on else None,
        confirmed_by_household=row.confirmed_by_household,
        recorded_by=actor,
    )


def faults_of_visit(row: VisitRow) -> Iterator[Problem]:
    """Everything that is wrong with a visit by itself."""
    today, has_problem = clock.today(), bool(clean_line(row.problem, max_length=500))
    if row.date > today:
        yield _visit_fault("households.future_date", "date")
    for name, text in (("visitor", row.visitor), ("theme", row.theme), ("content", row.content)):
        if not text.strip():
            yield _visit_fault("households.required", name)
    if has_problem:
        yield from _nobodys(row)
    if row.closed_on is not None:
        if row.closed_on > today:
            yield _visit_fault("households.future_date", "closed_on")
        elif not has_problem or row.closed_on < row.date:
            yield _visit_fault("households.closed_before_visit", "closed_on", day=row.date)
        elif not row.result.strip():
            yield _visit_fault("households.required", "result")


def _nobodys(row: VisitRow) -> Iterator[Problem]:
    """A problem is of a class, belongs to somebody, and has a day; one closed at once needs no day any more."""
    if row.appeal_class not in lists("appeal_class", None):
        yield _visit_fault("households.problem_needs_class", "appeal_class")
    if not row.responsible_unit.strip():
        yield _visit_fault("households.problem_needs_owner", "responsible_unit")
    if row.due_on is None and row.closed_on is None:
        yield _visit_fault("households.problem_needs_day", "due_on")
    if row.due_on is not None and row.due_on < row.date:
        yield _visit_fault("households.due_before_visit", "due_on", day=row.date)


def _visit_fault(code: str, field: str, **params: object) -> Problem:
    return Problem(code, Level.REFUSED, field, None, None, params)


def _state_of(row: VisitRow, problem: str) -> str:
    if not problem:
        return ProblemState.NONE
    if row.closed_on is not None:
        return ProblemState.CLOSED
    return ProblemState.MEASURE if row.measure else ProblemState.OPEN


def refuse_unpaired(rows: Sequence[VisitRow]) -> None:
    """A visit by a cadre lies within the days on which he is in charge of the household."""
    wanted = [row for row in rows if row.cadre_id is not None]
    pairings = Pairing.unguarded.filter(
        Q(accepted_on__isnull=False), household__in={row.household_id for row in wanted}
    )
    charge: dict[tuple[int, int], list[tuple[datetime.date, datetime.date]]] = {}
    for pairing in pairings:
        period = (pairing.from_on, pairing.to_on or datetime.date.max)
        charge.setdefault((pairing.household_id, pairing.cadre_id), []).append(period)
    for row in wanted:
        periods = charge.get((row.household_id, row.cadre_id), [])
        if not any(start <= row.date <= end for start, end in periods):
            raise BadInput("households.visit_outside_pairing", field="date")


def close_problem(
    *, actor: User, visit_id: int, closed_on: datetime.date, result: str, closing_confirmed: bool = False
) -> Visit:
    """Close the problem of a visit with what was done; the measure agreed stays as it was.

    Raises NotAllowedNow when it is closed, BadInput.
    """
    with transaction.atomic():
        visit = Visit.objects.for_action(actor, CLOSE).get(pk=visit_id)
        if visit.withdrawn_on is not None:
            raise NotAllowedNow("households.line_withdrawn", day=visit.withdrawn_on)
        if visit.problem_state not in {ProblemState.OPEN, ProblemState.MEASURE}:
            raise NotAllowedNow("households.problem_closed")
        not_in_future(closed_on, field="closed_on")
        if closed_on < visit.date:
            raise BadInput("households.closed_before_visit", field="closed_on", day=visit.date)
        done = clean_line(result, max_length=500)
        if not done:
            raise BadInput("households.required", field="result")
        visit.problem_state, visit.closed_on, visit.closed_by = ProblemState.CLOSED, closed_on, actor
        visit.result, visit.closing_confirmed = done, closing_confirmed
        visit.save(update_fields=["problem_state", "closed_on", "closed_by", "result", "closing_confirmed"])
        record_act(actor=actor, verb=CLOSE, obj=visit, area_code=visit.village_id, facts={"closed_on": closed_on})
        return visit
