"""The checks that close the year: every rule of data quality over every file, and the search for doubles."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from households import services
from yuping.audit.models import AuditEntry
from yuping.demo.builder.people import person
from yuping.demo.builder.timeline import Step
from yuping.demo.plan import CountyPlan


def closing_steps(plan: CountyPlan) -> list[Step]:
    """Once everything of the year is entered, so that the findings are of what stands."""
    return [
        _step(plan, _("files checked by every rule"), services.refresh_findings),
        _step(plan, _("files searched for doubles"), services.search_doubles),
    ]


def _step(plan: CountyPlan, title: str, verb: Callable[..., int]) -> Step:
    stands = AuditEntry.objects.filter(verb=f"households.{verb.__name__}").exists
    return Step(plan.scenario.as_of, title, stands, lambda: verb(actor=person("poverty1")), len(plan.households))
