"""Filter bar of the leads of the negative list."""

import django_filters
from django.utils.translation import gettext_lazy as _

from households.filters.records import FileRecordFilter, until
from households.models import LEAD_KINDS, Lead, LeadState
from households.querysets.leads import LeadQuerySet
from yuping.core import clock


class LeadFilter(FileRecordFilter):
    """Leads by person or household, place, kind, state, and whether they are late."""

    search_label = _("Person or household")
    own_words = ("person__startswith",)
    kind = django_filters.ChoiceFilter(label=_("Kind of lead"), choices=list(LEAD_KINDS.items()))
    state = django_filters.ChoiceFilter(label=_("State"), choices=LeadState.choices)
    late = django_filters.ChoiceFilter(
        label=_("Time to decide"),
        choices=[("undecided", _("not decided yet")), ("overdue", _("overdue"))],
        method="by_days",
        empty_label=_("any"),
    )
    others = django_filters.ChoiceFilter(
        label=_("Check made by"), choices=[("yes", _("somebody else"))], method="by_others", empty_label=_("anybody")
    )
    since = until(_("Found from"), "found_on", "gte")
    to = until(_("Found to"), "found_on", "lte")

    class Meta:
        model = Lead
        fields = ["township", "village", "kind", "state", "late", "others", "since", "to"]

    def by_days(self, rows: LeadQuerySet, name: str, value: str) -> LeadQuerySet:
        return rows.undecided() if value == "undecided" else rows.overdue(clock.today())

    def by_others(self, rows: LeadQuerySet, name: str, value: str) -> LeadQuerySet:
        return rows.exclude(checked_by=self.request.user)
