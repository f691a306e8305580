"""The filter bar that all lists of file records share: by household, place and day."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.forms.fields import codes_of
from households.models import Household
from households.querysets import FileRecordQuerySet
from villages.models import Township, Village
from yuping.accounts.pages import BaseFilterSet
from yuping.core import clock


def code_filter(code_set: str, label: str | Promise, **kwargs: Any) -> django_filters.ChoiceFilter:
    """A choice of the entries of an official list as it stands this year."""
    return django_filters.ChoiceFilter(label=label, choices=lambda: codes_of(code_set), **kwargs)


def until(label: str | Promise, field: str, lookup: str) -> django_filters.DateFilter:
    """One end of a range of days."""
    return django_filters.DateFilter(label=label, field_name=field, lookup_expr=lookup, widget=forms.DateInput)


class FileRecordFilter(BaseFilterSet):
    """By the household (number, name, pinyin, initials) and its place.

    Parts of identity numbers find nothing, as in the list of households.
    """

    search_label = _("Household: name, pinyin, number")
    # Lookups of the record's own words that the search looks into too.
    own_words: ClassVar[tuple[str, ...]] = ()

    township = django_filters.ModelChoiceFilter(
        label=_("Township"), field_name="village__township", queryset=Township.objects.all()
    )
    village = django_filters.ModelChoiceFilter(label=_("Village"), queryset=Village.objects.all())

    def search(self, queryset: FileRecordQuerySet, text: str) -> FileRecordQuerySet:
        households = Household.objects.visible_to(self.request.user).search(text, today=clock.today())
        found = Q(household__in=households.order_by().values("pk"))
        for lookup in self.own_words:
            found |= Q(**{lookup: text})
        return queryset.filter(found)
