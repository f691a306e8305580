"""How a household's file is worded and coloured in templates."""

import re
from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from households.models import Finding, FindingLevel
from households.rule_terms import REMEDIES
from yuping.accounts import quality
from yuping.accounts.quality import Remedy
from yuping.core import show

register = template.Library()

# Where each kind of remedy is applied.
FORMS = {
    Remedy.MEMBER: "households:members_edit",
    Remedy.PHONE: "households:members_edit",
    Remedy.ANSWERS: "households:members_edit",
    Remedy.RECORD: "households:year_current",
    Remedy.PARTICULARS: "households:household_edit",
    Remedy.ACCOUNT: "households:household_accounts",
    Remedy.EVENT: "households:household_changes",
    Remedy.STATUS: "households:household_changes",
    Remedy.VISIT: "households:household_visits",
    Remedy.MEASURE: "households:household_support",
    Remedy.PAIRING: "households:household_pairings",
}
# The facts are kept as JSON, where an amount is text.
AMOUNT = re.compile(r"-?\d+\.\d{2}")


class _Known(dict[str, object]):
    """The facts of a finding, amounts as on every screen; one that is missing is a dash."""

    def __init__(self, facts: dict[str, object]) -> None:
        super().__init__({name: _written(value) for name, value in facts.items()})

    def __missing__(self, name: str) -> str:
        return show.EMPTY


def _written(value: object) -> object:
    return show.show_money(Decimal(value)) if isinstance(value, str) and AMOUNT.fullmatch(value) else value


@register.filter
def finding_tone(finding: Finding) -> str:
    """Errors in red, doubts in amber."""
    return "risk" if finding.level == FindingLevel.ERROR else "wait"


@register.filter
def finding_text(finding: Finding) -> str:
    """What the rule found, with its numbers filled in."""
    return rule_text(finding.rule, finding.facts)


def rule_text(rule: str, facts: dict[str, object]) -> str:
    """The sentence of a rule of data quality."""
    texts = quality.texts()
    if rule not in texts:
        return _("The rule %(rule)s does not hold.") % {"rule": rule}
    return str(texts[rule]) % _Known(facts)


@register.filter
def finding_remedy(finding: Finding) -> str:
    """What its owner does about it."""
    rule = quality.rules().get(finding.rule)
    return str(REMEDIES[rule.remedy]) if rule else ""


def finding_page(finding: Finding) -> str:
    """The page of the record that the finding names; "" where it names none."""
    name, key = quality.page_of(finding.record)
    return reverse(name, kwargs={"pk": key}) if name else ""


def village_page(finding: Finding) -> str:
    """The page of the village in which the finding stands."""
    return reverse("villages:village_detail", kwargs={"code": finding.village_id})


@register.filter
def finding_advice(finding: Finding) -> str:
    """The address at which the problem is put right."""
    if page := finding_page(finding):
        return page
    if finding.household_id is None:
        return village_page(finding)
    rule = quality.rules().get(finding.rule)
    remedy = rule.remedy if rule else Remedy.RECORD
    if finding.member_id and remedy in (Remedy.MEMBER, Remedy.PHONE, Remedy.ANSWERS):
        return reverse("households:member_edit", kwargs={"pk": finding.household_id, "member": finding.member_id})
    return reverse(FORMS.get(remedy, "households:household_detail"), kwargs={"pk": finding.household_id})
