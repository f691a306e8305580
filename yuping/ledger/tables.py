"""Tables of the journal and of the accounts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuping.accounts.pages import BaseTable, DayColumn, MoneyColumn
from yuping.ledger.models import Account, JournalEntry, in_words


class JournalTable(BaseTable):
    date = DayColumn()
    total = MoneyColumn(_("Amount (yuan)"))

    class Meta(BaseTable.Meta):
        model = JournalEntry
        fields = ("text", "date", "book", "total", "posted_at")

    def render_text(self, value: str) -> str:
        return in_words(value)


class AccountTable(BaseTable):
    debits = MoneyColumn(_("Debits (yuan)"))
    credits = MoneyColumn(_("Credits (yuan)"))
    balance = MoneyColumn(_("Balance (yuan)"), orderable=False)

    class Meta(BaseTable.Meta):
        model = Account
        fields = ("title", "book", "party", "debits", "credits", "balance")

    def render_title(self, value: str) -> str:
        return in_words(value)

    def row_url(self, record: Account) -> str:
        return f"{reverse('ledger:account_detail', args=[record.pk])}"
