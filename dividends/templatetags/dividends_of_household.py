"""The dividends of a household, for the pages of the rooms to the left."""

import datetime
from typing import Any

from django import template
from django.db.models import Count, Prefetch, Sum

from dividends.models import Instalment, Job, Participation, Payout
from dividends.workflow import LineState
from households.models import Household
from yuping.accounts import access
from yuping.core import clock
from yuping.core.money import ZERO

register = template.Library()


@register.inclusion_tag("dividends/_of_household.html", takes_context=True)
def dividends_of_household(context: dict[str, Any], household: Household) -> dict[str, Any]:
    """``{% dividends_of_household household %}``: participation, instalments, payouts and jobs.

    Holds what the signed-in person may see, in a number of queries that does not grow with the rows.
    """
    user = context["request"].user
    payouts = Payout.objects.visible_to(user).select_related("batch").order_by("pk")
    due = Instalment.objects.visible_to(user).with_received().with_lateness(clock.today()).order_by("due_on", "number")
    rows = (
        Participation.objects.visible_to(user)
        .filter(household=household)
        .select_related("agreement__enterprise")
        .prefetch_related(
            Prefetch(
                "instalments", due.prefetch_related(Prefetch("payouts", payouts, to_attr="shown_payouts")), "shown"
            ),
            Prefetch("jobs", Job.objects.visible_to(user).select_related("member"), "shown_jobs"),
        )
    )
    return {
        "participations": [(row, [(due, due.late, due.shown_payouts) for due in row.shown]) for row in rows],
        "may_see_due": access.may(user, "dividends.view_instalment"),
    }


@register.inclusion_tag("dividends/_paid_since.html", takes_context=True)
def paid_since(context: dict[str, Any], household: Household, day: datetime.date) -> dict[str, Any]:
    """``{% paid_since household day %}``: what the household was paid from a day on, as far as the person may see."""
    lines = Payout.objects.visible_to(context["request"].user).filter(household=household, state=LineState.PAID)
    paid = lines.filter(paid_on__gte=day).aggregate(count=Count("pk"), sum=Sum("amount", default=ZERO))
    return {"since": day, "paid": paid}


@register.simple_tag(takes_context=True)
def instalment_count(context: dict[str, Any], household: Household) -> int:
    """How many instalments of the household this person sees."""
    rows = Instalment.objects.visible_to(context["request"].user)
    return rows.filter(participation__household=household).count()
