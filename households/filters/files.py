"""Filter bars of persons, payee accounts and findings."""

from typing import Any

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _

from households.filters.households import YES_NO, PlaceFilter, import_filter
from households.filters.records import FileRecordFilter, code_filter
from households.models import Finding, ImportRun, Member, MemberState, PayeeAccount
from households.rule_terms import FAMILIES, in_general
from yuping.accounts import quality
from yuping.core import clock


class MemberFilter(PlaceFilter):
    """Persons by name and place."""

    search_lookups = ("name__startswith", "name_pinyin__startswith", "name_initials__startswith")
    search_label = _("Name, pinyin, initials")
    state = django_filters.ChoiceFilter(label=_("State"), choices=MemberState.choices)
    relation = code_filter("relation", _("Relation to the head"))
    ethnic_group = code_filter("ethnic_group", _("Ethnic group"))

    class Meta:
        model = Member
        fields = ["township", "village", "state", "relation", "ethnic_group"]


class AccountFilter(FileRecordFilter):
    """Accounts by place and state; ``others`` leaves out one's own proposals."""

    others = django_filters.ChoiceFilter(
        label=_("Proposed by"), choices=[("yes", _("somebody else"))], method="by_others", empty_label=_("anybody")
    )

    class Meta:
        model = PayeeAccount
        fields = ["township", "village", "state", "kind"]

    def by_others(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        return rows.exclude(proposed_by=self.request.user)


def rules_named() -> list[tuple[str, str]]:
    """(code, sentence) of every rule; the values that a finding fills in are left open."""
    return [(code, in_general(text)) for code, text in quality.texts().items()]


def families_named() -> list[tuple[str, Any]]:
    """(code, words) of every subject of rules."""
    return list(FAMILIES.items())


class FindingFilter(FileRecordFilter):
    """Findings by place, subject, rule, level, post, state and whether they are late."""

    rule = django_filters.ChoiceFilter(label=_("Rule"), choices=rules_named, method="by_rule")
    family = django_filters.ChoiceFilter(label=_("Subject"), choices=families_named, method="by_family")
    overdue = django_filters.ChoiceFilter(label=_("overdue"), choices=[("yes", _("yes"))], method="by_overdue")
    blocks = django_filters.ChoiceFilter(
        label=_("blocks payment"), field_name="blocks_payment", choices=YES_NO, method="by_blocks"
    )

    by_import = import_filter("at_households_of")

    class Meta:
        model = Finding
        fields = ["township", "village", "family", "rule", "level", "owner", "state"]

    def at_households_of(self, rows: models.QuerySet[Any], name: str, value: ImportRun) -> models.QuerySet[Any]:
        return rows.filter(household__in=value.household_ids)

    def by_rule(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        return rows.filter(rule=value)

    def by_family(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        return rows.filter(rule__in=[code for code, rule in quality.rules().items() if rule.family == value])

    def by_overdue(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        return rows.overdue(clock.today())

    def by_blocks(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        return rows.filter(blocks_payment=value == "yes")
