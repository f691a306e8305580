"""What pages of other rooms show of cases."""

from typing import Any

from django import template

from households.consequences import CONSEQUENCES, TITLES
from villages.models import Village
from yuping.accounts import access
from yuping.core import clock

register = template.Library()


@register.inclusion_tag("households/_consequences.html")
def consequences_of(*keys: str) -> dict[str, Any]:
    """``{% consequences_of "early_exit" "enterprise_default" %}``: what becomes of loan, dividends and account then."""
    return {"parts": [(TITLES[key], CONSEQUENCES[key]) for key in keys if key in TITLES]}


@register.inclusion_tag("households/_adjustment_of_village.html", takes_context=True)
def adjustment_of_village(context: dict[str, Any], village: Village) -> dict[str, Any]:
    """``{% adjustment_of_village village %}``: the way to the village's yearly adjustment, for whoever may see it."""
    seen = access.scope_of(context["request"].user, "households.view_adjustment").covers(village.pk)
    return {"village": village if seen else None, "year": clock.today().year}
