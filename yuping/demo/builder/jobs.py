"""The jobs that enterprises give: taken up during the year, some of them left again."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from dividends import services
from dividends.models import Job, Participation
from yuping.demo.builder.households import member_ids
from yuping.demo.builder.people import person
from yuping.demo.builder.timeline import Step
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.jobs import JobPlan
from yuping.demo.plan.people import MemberPlan

WHY = "the builder asks whether a step's result stands"


def steps(plan: CountyPlan) -> Iterable[Step]:
    """Each job that somebody holds, on the day it was taken up, and the day it was left."""
    households = {household.number: household for household in plan.households}
    for row in plan.money.jobs:
        if row.member is None or row.started_on is None:
            continue
        held = Job.objects.all_areas(reason=WHY).filter(participation__household__number=row.household)
        holder = households[row.household].member(row.member)
        yield Step(row.started_on, _("jobs taken up"), held.exists, _record(row, holder))
        if row.ended_on is not None:
            yield Step(row.ended_on, _("jobs left"), held.filter(ended_on__isnull=False).exists, _end(row))


def _record(row: JobPlan, holder: MemberPlan) -> Callable[[], object]:
    def record() -> None:
        participation = Participation.objects.all_areas(reason=WHY).get(
            household__number=row.household, agreement__number=row.agreement
        )
        services.record_job(
            actor=person("company1"),
            participation_id=participation.pk,
            member_id=member_ids([row.household])[row.household, holder.name, holder.birth_date],
            post=row.post,
            monthly_wage=row.monthly_wage,
            started_on=row.started_on,
        )

    return record


def _end(row: JobPlan) -> Callable[[], object]:
    def end() -> None:
        job = Job.objects.all_areas(reason=WHY).get(participation__household__number=row.household)
        services.end_job(actor=person("company1"), job_id=job.pk, ended_on=row.ended_on, reason="回乡务农")

    return end
