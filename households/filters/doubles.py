"""Filter bars of likely doubles and of changes of identity."""

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from households.filters.records import FileRecordFilter
from households.models import DoubleState, Household, IdentityChange, LikelyDouble, Likeness
from villages.models import Township, Village
from yuping.accounts.pages import BaseFilterSet
from yuping.core import clock

REACH = [("township", _("within one township")), ("across", _("over two townships"))]


class DoubleFilter(BaseFilterSet):
    """By what is alike, place, reach and state; ``due`` leaves those to be decided now."""

    search_label = _("Household: name, pinyin, number")
    township = django_filters.ModelChoiceFilter(label=_("Township"), queryset=Township.objects.all(), method="by_town")
    village = django_filters.ModelChoiceFilter(label=_("Village"), queryset=Village.objects.all(), method="by_village")
    kind = django_filters.ChoiceFilter(label=_("Alike in"), choices=Likeness.choices, method="by_kind")
    state = django_filters.ChoiceFilter(label=_("State"), choices=DoubleState.choices)
    reach = django_filters.ChoiceFilter(label=_("Reach"), choices=REACH, method="by_reach")
    due = django_filters.ChoiceFilter(label=_("To be decided now"), choices=[("yes", _("yes"))], method="by_due")
    mine = django_filters.ChoiceFilter(label=_("To be decided by me"), choices=[("yes", _("yes"))], method="by_mine")
    others = django_filters.ChoiceFilter(
        label=_("Proposed by"), choices=[("yes", _("somebody else"))], method="by_others", empty_label=_("anybody")
    )

    class Meta:
        model = LikelyDouble
        fields = ["kind", "state", "reach", "township", "village"]

    def search(self, queryset: QuerySet, text: str) -> QuerySet:
        """By the households the person may see; the name of another township's half finds nothing."""
        seen = Household.objects.visible_to(self.request.user).search(text, today=clock.today()).order_by().values("pk")
        return queryset.filter(Q(first_household__in=seen) | Q(second_household__in=seen))

    def by_town(self, rows: QuerySet, name: str, value: Township) -> QuerySet:
        return rows.filter(Q(first_village__township=value) | Q(second_village__township=value))

    def by_village(self, rows: QuerySet, name: str, value: Village) -> QuerySet:
        return rows.filter(Q(first_village=value) | Q(second_village=value))

    def by_kind(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(kinds__contains=[value])

    def by_reach(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        within = Q(first_village__township=F("second_village__township"))
        return rows.filter(within) if value == "township" else rows.exclude(within)

    def by_due(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.due(clock.today())

    def by_mine(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of which both files lie in the person's area."""
        return rows.filter(pk__in=LikelyDouble.objects.wholly_visible_to(self.request.user).values("pk"))

    def by_others(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.exclude(decided_by=self.request.user)


class IdentityFilter(FileRecordFilter):
    """Changes of identity by place and state; ``others`` leaves out one's own proposals."""

    others = django_filters.ChoiceFilter(
        label=_("Proposed by"), choices=[("yes", _("somebody else"))], method="by_others", empty_label=_("anybody")
    )

    class Meta:
        model = IdentityChange
        fields = ["township", "village", "state"]

    def by_others(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.exclude(proposed_by=self.request.user)
