"""Every rule of data quality: where it comes from, what it compares, whose task it is, how often it is broken now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import Finding, RuleFault
from households.rule_terms import DOCUMENTS, FAMILIES, REMEDIES, UNITS, in_general
from yuping.accounts import quality
from yuping.accounts.models import ROLE_LABELS
from yuping.accounts.pages import Crumb, Page
from yuping.accounts.quality import Family, Level, Rule
from yuping.core import clock, show


@dataclass(frozen=True)
class ShownRule:
    """A rule in words, with how many of its findings are open in the person's area."""

    rule: Rule
    open: int
    year: int

    @property
    def text(self) -> str:
        return in_general(quality.texts()[self.rule.code])

    @property
    def is_error(self) -> bool:
        return self.rule.level == Level.ERROR

    @property
    def owner(self) -> str:
        return str(ROLE_LABELS[self.rule.owner])

    @property
    def remedy(self) -> str:
        return str(REMEDIES[self.rule.remedy])

    @property
    def sources(self) -> list[tuple[str, str]]:
        """(document, its numbers)."""
        numbers: dict[str, list[str]] = {}
        for source in self.rule.sources:
            numbers.setdefault(source.document, []).append(source.number)
        return [(str(DOCUMENTS[document]), "、".join(there)) for document, there in numbers.items()]

    @property
    def limits(self) -> list[tuple[str, str, int]]:
        """(value this year, unit, since which file year)."""
        found = []
        for limit in self.rule.limits:
            value = limit.of(self.year)
            since = max(year for year, _value in limit.since if year <= self.year)
            found.append(
                (show.show_count(value) if limit.unit != "year" else str(value), str(UNITS[limit.unit]), since)
            )
        return found

    @property
    def url(self) -> str:
        return f"{reverse('households:finding_list')}?{urlencode({'rule': self.rule.code, 'state': 'open'})}"


class RuleList(Page):
    """All rules by subject; those that failed stand first."""

    permission, title = "households.view_finding", _("Rules of data quality")
    template_name = "households/rules.html"

    def parents(self) -> list[Crumb]:
        return [(_("Problems found in the files"), reverse("households:finding_list"))]

    def get(self, request: Any) -> Any:
        open_now = Finding.objects.visible_to(self.user).open().order_by().values("rule").annotate(count=Count("pk"))
        counts = dict(open_now.values_list("rule", "count"))
        rules = [ShownRule(rule, counts.get(code, 0), clock.today().year) for code, rule in quality.rules().items()]
        context = self.get_context_data(
            families=list(_by_family(rules)),
            rules=len(rules),
            comparing=sum(one.rule.compares for one in rules),
            open=sum(counts.values()),
            failed=[(fault, texts_of(fault)) for fault in RuleFault.objects.filter(mended_on=None)],
        )
        return self.render_to_response(context)


def _by_family(rules: list[ShownRule]) -> Iterable[tuple[str, str, list[ShownRule], int]]:
    """(key, words, rules, open findings) of each subject that has rules."""
    for family in Family:
        if there := [one for one in rules if one.rule.family == family]:
            yield family.value, str(FAMILIES[family]), there, sum(one.open for one in there)


def texts_of(fault: RuleFault) -> str:
    """The sentence of the rule that failed."""
    text = quality.texts().get(fault.rule)
    return in_general(text) if text else fault.rule
