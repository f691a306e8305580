"""A household's loans, for its page: ``{% load loans_of_household %}{% loans_of_household household %}``."""

from typing import Any

from django import template
from django.template import Context

from households.models import Household
from loans.models import CreditRating, Loan
from yuping.accounts import access
from yuping.core import clock

register = template.Library()


@register.inclusion_tag("loans/of_household.html", takes_context=True)
def loans_of_household(context: Context, household: Household) -> dict[str, Any]:
    """The loans and the rating in force that this person may see, and the buttons his posting gives him here."""
    user, today = context["request"].user, clock.today()
    rated = CreditRating.objects.visible_to(user).filter(household=household).in_force(today)

    def may_here(verb: str) -> bool:
        on_file = household.left_on is None and not household.never_registered
        return on_file and access.scope_of(user, verb).covers(household.village_id)

    return {
        "household": household,
        "today": today,
        "may_see": access.may(user, "loans.view_loan"),
        "may_see_credit": access.may(user, "loans.view_creditrating"),
        "rows": Loan.objects.visible_to(user).filter(household=household).with_outstanding(today).order_by("-pk"),
        "credit": rated.order_by("-rated_on", "-pk").first(),
        "may_apply": may_here("loans.apply_for_loan"),
        "may_rate": may_here("loans.rate_credit"),
    }


@register.simple_tag(takes_context=True)
def loan_count(context: Context, household: Household) -> int:
    """How many loans of the household this person sees."""
    return Loan.objects.visible_to(context["request"].user).filter(household=household).count()
