"""The verb by which the county says what holds for cases from a day on."""

import datetime

from django.db import IntegrityError, transaction

from households.models import MOST_ENTRY_DAYS, CaseRule
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.text import clean_line

SET = "households.set_case_rule"


def set_case_rule(
    *, actor: User, valid_from: datetime.date, identification_required: bool, entry_days: int, reason: str
) -> CaseRule:
    """Say what holds from a day on, today at the earliest: what has been entered is never judged anew.

    Raises BadInput, and NotAllowedNow where a rule begins on that day already.
    """
    access.require(actor, SET)
    reason = clean_line(reason, max_length=200)
    if not reason:
        raise BadInput("reason_needed", field="reason")
    if valid_from < clock.today():
        raise BadInput("households.case_rule_before_today", field="valid_from")
    if not 0 <= entry_days <= MOST_ENTRY_DAYS:
        raise BadInput("households.out_of_range", field="entry_days")
    try:
        with transaction.atomic():
            rule = CaseRule.objects.create(
                valid_from=valid_from,
                identification_required=identification_required,
                entry_days=entry_days,
                reason=reason,
                recorded_by=actor,
            )
            facts = {"from": valid_from, "identification": identification_required, "days": entry_days}
            record_act(actor=actor, verb=SET, obj=rule, reason=reason, facts=facts)
    except IntegrityError as error:
        raise NotAllowedNow("households.case_rule_taken", field="valid_from") from error
    return rule
