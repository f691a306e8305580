"""Jobs that enterprises give to members of participating households."""

import datetime
from decimal import Decimal

from django.db import transaction

from dividends.models import Job, Participation
from households.models import Member
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.money import ZERO
from yuping.core.text import clean_line

RECORD = "dividends.record_job"
OF_THE_HOUSEHOLD = "members of a household whose participation was loaded for action"


def record_job(
    *,
    actor: User,
    participation_id: int,
    member_id: int,
    post: str,
    monthly_wage: Decimal,
    started_on: datetime.date,
) -> Job:
    """Record that a member of the household works at the enterprise.

    Raises BadInput for somebody else's member, a wage below the agreement's floor, a day before signing or ahead, and
    for a person who holds a job already.
    """
    with transaction.atomic():
        rows = Participation.objects.for_action(actor, RECORD).select_related("agreement")
        participation = rows.get(pk=participation_id)
        if participation.ended_on is not None:
            raise NotAllowedNow("participation_has_ended", move="record_job", state="ended")
        if not participation.starts_on <= started_on <= clock.today():
            raise BadInput("date_outside_agreement", field="started_on")
        floor = participation.agreement.monthly_wage_floor
        if monthly_wage <= ZERO or monthly_wage < floor:
            raise BadInput("wage_below_floor", field="monthly_wage", floor=floor)
        members = Member.objects.all_areas(reason=OF_THE_HOUSEHOLD).living_here()
        member = members.select_for_update().filter(pk=member_id, household=participation.household_id).first()
        if member is None:
            raise BadInput("not_of_the_household", field="member")
        if member.jobs.filter(ended_on__isnull=True).exists():
            raise BadInput("holds_a_job", field="member")
        job = Job.objects.create(
            participation=participation,
            village_id=participation.village_id,
            member=member,
            post=clean_line(post, max_length=60),
            monthly_wage=monthly_wage,
            started_on=started_on,
        )
        record_act(actor=actor, verb=RECORD, obj=job, area_code=job.village_id, facts={"wage": monthly_wage})
    return job


def end_job(*, actor: User, job_id: int, ended_on: datetime.date, reason: str) -> Job:
    """The person left the post. Raises BadInput for a day before the start or ahead, NotAllowedNow when he has left."""
    if not reason.strip():
        raise BadInput("reason_needed", field="reason")
    with transaction.atomic():
        job = Job.objects.for_action(actor, RECORD).get(pk=job_id)
        if job.ended_on is not None:
            raise NotAllowedNow("job_has_ended", move="end_job", state="ended")
        if not job.started_on <= ended_on <= clock.today():
            raise BadInput("date_outside_job", field="ended_on")
        job.ended_on = ended_on
        job.save(update_fields=["ended_on"])
        record_act(
            actor=actor, verb=RECORD, obj=job, area_code=job.village_id, reason=reason, facts={"ended_on": ended_on}
        )
    return job
