"""The journal, its entries, and the balances of the accounts. Read only: verbs of other rooms post."""

from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuping.accounts import verbs
from yuping.accounts.models import User
from yuping.accounts.pages import Crumb, DetailPage, Fact, ListPage
from yuping.core.money import ZERO
from yuping.core.show import show_money, show_time
from yuping.ledger.filters import AccountFilter, JournalFilter
from yuping.ledger.models import Account, JournalEntry
from yuping.ledger.querysets import accounts_with_sums, entries_with_totals
from yuping.ledger.tables import AccountTable, JournalTable

LATEST = 100


class JournalList(ListPage):
    """Every journal entry of every book."""

    model, table_class, filterset_class = JournalEntry, JournalTable, JournalFilter
    title = _("Journal")
    empty_text = _("No entry fits. Money that moves is posted here by the step that moves it.")

    def rows(self) -> QuerySet[JournalEntry]:
        return entries_with_totals()

    def totals(self, rows: QuerySet[JournalEntry]) -> list[tuple[str | Promise, str]]:
        moved = rows.aggregate(moved=Sum("total", default=ZERO))["moved"]
        return [(_("Amount (yuan)"), show_money(moved))]


class JournalDetail(DetailPage):
    """One entry with its sides."""

    model, template_name = JournalEntry, "ledger/entry_detail.html"

    def rows(self) -> QuerySet[JournalEntry]:
        return entries_with_totals()

    def parents(self) -> list[Crumb]:
        return [(_("Journal"), reverse("ledger:journal_list"))]

    def facts(self) -> list[Fact]:
        entry = self.object
        poster = User.objects.filter(pk=entry.posted_by_id).first()
        return [
            (_("Book"), entry.book),
            (_("Business date"), entry.date),
            (_("Posted by"), poster),
            (_("Posted at"), show_time(entry.posted_at)),
            (_("Kind of paper"), verbs.kind_of(entry.source_type)),
            (_("Paper"), entry.source_id),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sides = self.object.postings.select_related("account").order_by("pk")
        return super().get_context_data(sides=sides, **kwargs)


class AccountList(ListPage):
    """Every account with its balance."""

    model, table_class, filterset_class = Account, AccountTable, AccountFilter
    title = _("Account balances")
    empty_text = _("No account yet. An account is opened by the first step that needs it.")

    def rows(self) -> QuerySet[Account]:
        return accounts_with_sums()


class AccountDetail(DetailPage):
    """One account: its balance and its latest entries."""

    model, template_name = Account, "ledger/account_detail.html"

    def rows(self) -> QuerySet[Account]:
        return accounts_with_sums()

    def parents(self) -> list[Crumb]:
        return [(_("Account balances"), reverse("ledger:account_list"))]

    def facts(self) -> list[Fact]:
        account = self.object
        return [
            (_("Book"), account.book),
            (_("Party"), account.party),
            (_("Debits (yuan)"), show_money(account.debits)),
            (_("Credits (yuan)"), show_money(account.credits)),
            (_("Balance (yuan)"), show_money(account.balance)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = self.object.postings.select_related("entry").order_by("-entry__date", "-pk")[:LATEST]
        return super().get_context_data(sides=latest, **kwargs)
