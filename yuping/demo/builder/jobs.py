"""Jobs at the enterprises: who takes one up, and who leaves it again within the year."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from dividends import services
from dividends.models import Job, Participation
from yuping.demo.builder.households import member_ids
from yuping.demo.builder.people import person
from yuping.demo.builder.timeline import Step, months
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.jobs import JobPlan
from yuping.demo.plan.people import MemberPlan

WHY = "the builder asks whether a step's result stands"
LEFT = "本人辞工"


def steps(plan: CountyPlan) -> Iterable[Step]:
    """At each month's end the investment company enters who has begun and who has left."""
    filled = [job for job in plan.money.jobs if job.member]
    holders = {row.number: row for row in plan.households}
    for first, last in months(plan.scenario.as_of.year):
        begun = [job for job in filled if job.started_on and first <= job.started_on <= last]
        if begun:
            known = Job.objects.all_areas(reason=WHY).filter(started_on__range=(first, last)).exists
            people = {job.household: holders[job.household].member(job.member) for job in begun if job.member}
            yield Step(last, _("jobs taken up"), known, partial(_begin, begun, people), len(begun))
        left = [job for job in filled if job.ended_on and first <= job.ended_on <= last]
        if left:
            known = Job.objects.all_areas(reason=WHY).filter(ended_on__range=(first, last)).exists
            yield Step(last, _("jobs ended"), known, partial(_end, left), len(left))


def _begin(jobs: list[JobPlan], people: dict[str, MemberPlan]) -> None:
    actor = person("company1")
    members = member_ids(people)
    shares = Participation.objects.all_areas(reason=WHY).filter(household__number__in=list(people))
    participations = dict(shares.values_list("household__number", "pk"))
    for job in jobs:
        member = people[job.household]
        services.record_job(
            actor=actor,
            participation_id=participations[job.household],
            member_id=members[job.household, member.name, member.birth_date],
            post=job.post,
            monthly_wage=job.monthly_wage,
            started_on=_day(job.started_on),
        )


def _end(jobs: list[JobPlan]) -> None:
    actor = person("company1")
    open_jobs = Job.objects.all_areas(reason=WHY).filter(ended_on=None)
    ids = dict(open_jobs.values_list("participation__household__number", "pk"))
    for job in jobs:
        services.end_job(actor=actor, job_id=ids[job.household], ended_on=_day(job.ended_on), reason=LEFT)


def _day(day: date | None) -> date:
    if day is None:
        raise ValueError("the plan names no day")
    return day
