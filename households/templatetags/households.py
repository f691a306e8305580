"""How a household's file is worded and coloured in templates."""

import re
from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from households.models import Finding, FindingLevel
from households.rule_sentences import RULES
from yuping.core import show

register = template.Library()

ACCOUNT_RULES = {"shared_account"}
PARTICULAR_RULES = {"no_phone", "shared_phone"}
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
    if rule not in RULES:
        return _("The rule %(rule)s does not hold.") % {"rule": rule}
    return str(RULES[rule]) % _Known(facts)


@register.filter
def finding_advice(finding: Finding) -> str:
    """The address of the form in which the problem is put right."""
    if finding.member_id:
        return reverse("households:member_edit", kwargs={"pk": finding.household_id, "member": finding.member_id})
    if finding.rule in ACCOUNT_RULES:
        return reverse("households:household_accounts", kwargs={"pk": finding.household_id})
    if finding.rule in PARTICULAR_RULES:
        return reverse("households:household_edit", kwargs={"pk": finding.household_id})
    return reverse("households:year_current", kwargs={"pk": finding.household_id})
