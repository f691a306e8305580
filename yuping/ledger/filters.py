"""Filters of the journal and of the accounts."""

import django_filters
from django.utils.translation import gettext_lazy as _

from yuping.accounts.pages import BaseFilterSet
from yuping.ledger.models import Account, BookKind, JournalEntry


class JournalFilter(BaseFilterSet):
    search_lookups = ("text__contains", "key__startswith", "book__title__startswith")
    search_label = _("Text or book")

    kind = django_filters.ChoiceFilter(label=_("Kind of book"), field_name="book__kind", choices=BookKind.choices)
    date = django_filters.DateFromToRangeFilter(label=_("Business date from and to"))

    class Meta:
        model = JournalEntry
        fields = ["kind", "date"]


class AccountFilter(BaseFilterSet):
    search_lookups = ("title__contains", "book__title__startswith", "party__startswith")
    search_label = _("Account, book or party")

    kind = django_filters.ChoiceFilter(label=_("Kind of book"), field_name="book__kind", choices=BookKind.choices)

    class Meta:
        model = Account
        fields = ["kind"]
