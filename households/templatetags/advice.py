"""Scores and leads where other pages show them: beside a household, on an application, on paper."""

from typing import Any

from django import template
from django.urls import reverse

from households.models import Household, Identification, Lead, Score
from households.querysets.leads import UNDECIDED
from households.scores import BAND_TONES, change_of, limits_in_words, looks_of
from households.tables.leads import LEAD_TONES
from yuping.accounts import access
from yuping.core import clock

register = template.Library()
RECORD = "households.record_score"


def _shown(leads: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "leads": [(lead, LEAD_TONES[lead.state], lead.state in UNDECIDED and lead.due_on < today) for lead in leads]
    }


@register.inclusion_tag("households/_leads_beside.html", takes_context=True)
def leads_of_household(context: dict[str, Any], household: Household) -> dict[str, Any]:
    """The leads about a household's members, the open ones first."""
    leads = Lead.objects.visible_to(context["request"].user).of_household(household.pk)
    return _shown(sorted(leads.order_by("due_on", "pk"), key=lambda lead: lead.state not in UNDECIDED))


@register.inclusion_tag("households/_leads_beside.html", takes_context=True)
def leads_of_application(context: dict[str, Any], identification: Identification) -> dict[str, Any]:
    """The leads about an applicant."""
    leads = Lead.objects.visible_to(context["request"].user).filter(identification=identification)
    return _shown(leads.order_by("due_on", "pk"))


@register.inclusion_tag("households/_advice.html", takes_context=True)
def advice_on(context: dict[str, Any], identification: Identification) -> dict[str, Any]:
    """The score of an applicant."""
    user = context["request"].user
    if not access.scope_of(user, "households.view_score").covers(identification.village_id):
        return {"may_see": False}
    rows = Score.objects.visible_to(user).for_table()
    score = rows.filter(identification=identification).that_counts()
    under_way = identification.state not in {"accepted", "refused"}
    may_record = under_way and access.scope_of(user, RECORD).covers(identification.village_id)
    url = reverse("households:applicant_score", kwargs={"pk": identification.pk}) if may_record else ""
    shown = {"score": score, "looks": looks_of(user, score), "change": change_of(score)} if score else {}
    return {"may_see": True, "record_url": url, "tone": BAND_TONES[score.band] if score else "", **shown}


@register.simple_tag(takes_context=True)
def score_count(context: dict[str, Any], household: Household) -> int:
    """One where a score counts, which is then in the file."""
    rows = Score.objects.visible_to(context["request"].user).of_household(household.pk)
    return int(rows.that_counts() is not None)


@register.inclusion_tag("households/_paper_score.html", takes_context=True)
def score_on_paper(context: dict[str, Any], household: Household) -> dict[str, Any]:
    """The score that counts, for the household's whole file."""
    user = context["request"].user
    score = Score.objects.visible_to(user).of_household(household.pk).for_table().that_counts()
    if score is None:
        return {"score": None}
    return {"score": score, "looks": looks_of(user, score), "limits": limits_in_words(score.template)}
