"""Verbs on objections to the notices of identification and adjustment: written down, and answered once."""

import datetime

from django.db import transaction

from households.models import Adjustment, Identification, NoticeObjection
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.text import clean_line

RECORD = "households.record_objection"
ANSWER = "households.answer_objection"
MODELS = {"identification": Identification, "adjustment": Adjustment}


def record_objection(
    *, actor: User, case: str, case_id: int, raised_by: str, raised_on: datetime.date, text: str
) -> NoticeObjection:
    """Write down what a villager objects to a case on notice; ``case`` is "identification" or "adjustment".

    Raises NotAllowedNow when it is on no notice, BadInput for a day outside the notice or without words.
    """
    with transaction.atomic():
        # The case's row is the lock: an objection and the next step wait for each other.
        found = MODELS[case].objects.for_action(actor, RECORD).get(pk=case_id)
        if not found.procedure.notice_before(found.state):
            raise NotAllowedNow("households.not_on_notice")
        if not found.state_on <= raised_on <= clock.today():
            raise BadInput("households.outside_notice", field="raised_on", day=found.state_on)
        words = {"raised_by": clean_line(raised_by, max_length=60), "text": clean_line(text, max_length=500)}
        for field, value in words.items():
            if not value:
                raise BadInput("households.required", field=field)
        objection = NoticeObjection.objects.create(
            **{case: found}, village_id=found.village_id, raised_on=raised_on, recorded_by=actor, **words
        )
        record_act(
            actor=actor,
            verb=RECORD,
            obj=objection,
            area_code=found.village_id,
            facts={"case": case_id},
            wrote=[objection],
        )
        return objection


def answer_objection(*, actor: User, objection_id: int, answer: str) -> NoticeObjection:
    """Answer an objection, once. Raises NotAllowedNow when it has its answer, BadInput without words."""
    words = clean_line(answer, max_length=500)
    if not words:
        raise BadInput("households.required", field="answer")
    with transaction.atomic():
        objection = NoticeObjection.objects.for_action(actor, ANSWER).get(pk=objection_id)
        if objection.answered_on is not None:
            raise NotAllowedNow("households.objection_answered")
        objection.answer, objection.answered_on, objection.answered_by = words, clock.today(), actor
        objection.save(update_fields=["answer", "answered_on", "answered_by"])
        record_act(actor=actor, verb=ANSWER, obj=objection, area_code=objection.village_id, wrote=[objection])
        return objection
