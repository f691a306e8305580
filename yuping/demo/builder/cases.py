"""The county's rules for cases, and the cases of the year in each of their states."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from households import services
from households.models import CaseRule
from yuping.demo.builder.people import person
from yuping.demo.builder.timeline import Step
from yuping.demo.plan import CountyPlan

# The base stock and what the year has brought is on file by then.
IDENTIFIED_FROM = date(2016, 12, 1)
RULE_SET_ON = date(2016, 11, 30)
ENTRY_DAYS = 3


def steps(plan: CountyPlan) -> Iterable[Step]:
    """The county's rule at the end of the base stock's entry."""
    yield Step(RULE_SET_ON, _("rules for cases"), CaseRule.objects.exists, _set_rule)


def _set_rule() -> None:
    services.set_case_rule(
        actor=person("poverty1"),
        valid_from=IDENTIFIED_FROM,
        identification_required=True,
        entry_days=ENTRY_DAYS,
        reason="存量农户已全部录入，此后新增农户须先经精准识别",
    )
