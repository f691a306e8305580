"""What is done for the households within the year: visits and their problems, measures, courses, relocations."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from households import services
from households.models import Measure, Relocation, Training, Visit
from yuping.demo.builder.households import household_ids, member_ids
from yuping.demo.builder.people import clerks
from yuping.demo.builder.timeline import Step, months
from yuping.demo.builder.villages import cadre_ids
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.people import MemberPlan
from yuping.demo.plan.support import MeasurePlan, RelocationPlan, TrainingPlan
from yuping.demo.plan.visits import VisitPlan

WHY = "the builder asks whether a step's result stands"


def steps(plan: CountyPlan) -> Iterable[Step]:
    """At each month's end the clerk of a township enters what the month has brought."""
    villages = {row.number: row.village for row in plan.households}
    for township in sorted({target.township for target in plan.scenario.villages}):
        for first, last in months(plan.scenario.as_of.year):
            yield from _month(plan, township, first, last, villages)


def _month(plan: CountyPlan, township: str, first: date, last: date, villages: dict[str, str]) -> Iterable[Step]:
    def mine(rows: Sequence, field: str) -> list:
        return [
            row
            for row in rows
            if villages[row.household].startswith(township) and first <= (getattr(row, field) or date.min) <= last
        ]

    work = plan.casework
    there = {"village__township": township}
    if visits := mine(work.visits, "date"):
        stands = Visit.objects.all_areas(reason=WHY).filter(date__range=(first, last), **there).exists
        yield Step(last, _("visits"), stands, partial(_visit, plan, township, visits, last), len(visits))
    if closed := [row for row in mine(work.visits, "closed_on") if row.date < first]:
        yield Step(last, _("problems closed"), _closed(closed[0]), partial(_close, township, closed), len(closed))
    if measures := mine(work.measures, "date"):
        stands = Measure.objects.all_areas(reason=WHY).filter(date__range=(first, last), **there).exists
        yield Step(last, _("measures of assistance"), stands, partial(_assist, township, measures), len(measures))
    if courses := mine(work.trainings, "from_on"):
        stands = Training.objects.all_areas(reason=WHY).filter(from_on__range=(first, last), **there).exists
        yield Step(last, _("training courses"), stands, partial(_train, plan, township, courses), len(courses))
    if moves := mine(work.relocations, "moved_in_on"):
        stands = Relocation.objects.all_areas(reason=WHY).filter(moved_in_on__range=(first, last), **there).exists
        yield Step(last, _("relocations"), stands, partial(_relocate, township, moves), len(moves))


def _visit(plan: CountyPlan, township: str, visits: list[VisitPlan], last: date) -> None:
    """A problem that is closed by the end of the month is entered as closed; the others are closed when they are."""
    ids, cadres = household_ids(row.household for row in visits), cadre_ids(plan)
    names = {cadre.key: cadre.name for cadre in plan.base.cadres}
    rows = []
    for row in visits:
        done = row.closed_on is not None and row.closed_on <= last
        rows.append(
            services.VisitRow(
                household_id=ids[row.household],
                date=row.date,
                visitor=names[row.cadre],
                theme=row.theme,
                content=row.content,
                cadre_id=cadres[row.cadre],
                place=row.place,
                people_met=row.people_met,
                appeal_class=row.problem_class,
                problem=row.problem,
                measure=row.measure,
                responsible_unit=row.responsible_unit,
                due_on=row.due_on,
                closed_on=row.closed_on if done else None,
                result=row.result if done else "",
                closing_confirmed=row.confirmed_by_household and done,
                confirmed_by_household=row.confirmed_by_household and done,
            )
        )
    services.record_visits(actor=clerks(township)[0], rows=rows)


def _closed(row: VisitPlan) -> Callable[[], bool]:
    visits = Visit.objects.all_areas(reason=WHY).filter(household__number=row.household, date=row.date)
    return visits.filter(closed_on=row.closed_on).exists


def _close(township: str, visits: list[VisitPlan]) -> None:
    actor = clerks(township)[0]
    known = Visit.objects.all_areas(reason=WHY).filter(
        household__number__in=[row.household for row in visits], closed_on=None
    )
    ids = {tuple(row[:3]): row[3] for row in known.values_list("household__number", "date", "problem", "pk")}
    for row in visits:
        services.close_problem(
            actor=actor,
            visit_id=ids[row.household, row.date, row.problem],
            closed_on=row.closed_on,
            result=row.result,
            closing_confirmed=row.confirmed_by_household,
        )


def _assist(township: str, measures: list[MeasurePlan]) -> None:
    ids = household_ids(row.household for row in measures)
    rows = [
        services.MeasureRow(
            household_id=ids[row.household],
            date=row.date,
            category=row.category,
            unit=row.unit,
            content=row.content,
            cost=row.cost,
            signed_by_head=True,
        )
        for row in measures
    ]
    services.record_measures(actor=clerks(township)[0], rows=rows)


def _train(plan: CountyPlan, township: str, courses: list[TrainingPlan]) -> None:
    numbers = {row.household for row in courses}
    households, members = household_ids(numbers), member_ids(numbers)
    people = {row.number: row for row in plan.households if row.number in numbers}

    def place(row: TrainingPlan) -> MemberPlan:
        return people[row.household].member(row.member)

    rows = [
        services.TrainingRow(
            household_id=households[row.household],
            member_id=members[row.household, place(row).name, place(row).birth_date],
            course=row.course,
            organiser=row.organiser,
            from_on=row.from_on,
            days=row.days,
            certificate=row.certificate,
        )
        for row in courses
    ]
    services.record_trainings(actor=clerks(township)[0], rows=rows)


def _relocate(township: str, moves: list[RelocationPlan]) -> None:
    ids = household_ids(row.household for row in moves)
    rows = [
        services.RelocationRow(
            household_id=ids[row.household],
            year=row.year,
            from_place=row.from_place,
            to_place=row.to_place,
            placement=row.placement,
            mode=row.mode,
            site=row.site,
            floor_area=row.floor_area,
            moved_in_on=row.moved_in_on,
            old_house_gone=row.old_house_gone,
        )
        for row in moves
    ]
    services.record_relocations(actor=clerks(township)[0], rows=rows)
