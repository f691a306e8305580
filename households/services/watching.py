"""A decision to watch a household, or that its risk is over, stands in the record of the year as on the form."""

import datetime

from households.models import Adjustment, HouseholdYear
from households.policy.watching import (
    FIRST_YEAR,
    DecidedRisk,
    answers_when_over,
    answers_when_watched,
    watch_problems,
)
from households.services.checking import lists
from households.services.reading import year_facts
from households.services.years import correct_answers


def write_watch(case: Adjustment, record: HouseholdYear | None, on: datetime.date) -> None:
    """Part of the county's decision: class and risks of the case go into the record of the year."""
    if record is None or on.year < FIRST_YEAR:
        return
    risks = [DecidedRisk(row.risk, row.item, row.note) for row in case.risks.order_by("position")]
    answers = answers_when_watched(year_facts(record), case.watch_kind, risks, lists("disaster_kind", on.year))
    correct_answers(record, answers, list(watch_problems(answers)))


def write_risk_over(record: HouseholdYear | None, on: datetime.date) -> None:
    """Part of the county's decision: the record of the year says that the risk is removed."""
    if record is None or on.year < FIRST_YEAR:
        return
    answers = answers_when_over(year_facts(record))
    correct_answers(record, answers, list(watch_problems(answers)))
