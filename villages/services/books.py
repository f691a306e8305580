"""Posting the collective's entries to the village books: one entry of the journal for each."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_noop

from villages.models import CollectiveEntry, Direction, IncomeClass, SpendingClass, Village
from yuping.accounts.models import User
from yuping.ledger.models import Book, BookKind
from yuping.ledger.services import ChartLine, Draft, Side, open_books, post_many

BANK = ChartLine("102", gettext_noop("bank deposit"), debit_normal=True)

# Accounts of 财会〔2004〕12号; the last three are kept apart below 551, other spending.
INCOME_ACCOUNTS = {
    IncomeClass.OPERATING: ChartLine("501", gettext_noop("operating income"), debit_normal=False),
    IncomeClass.CONTRACTED: ChartLine("511", gettext_noop("contract and turned-over income"), debit_normal=False),
    IncomeClass.TAX_RETURNS: ChartLine(
        "521", gettext_noop("returned surcharge of the agricultural tax"), debit_normal=False
    ),
    IncomeClass.SUBSIDIES: ChartLine("522", gettext_noop("subsidies"), debit_normal=False),
    IncomeClass.OTHER: ChartLine("531", gettext_noop("other income"), debit_normal=False),
    IncomeClass.INVESTMENT: ChartLine("561", gettext_noop("investment income"), debit_normal=False),
}
SPENDING_ACCOUNTS = {
    SpendingClass.OPERATING: ChartLine("502", gettext_noop("operating spending"), debit_normal=True),
    SpendingClass.MANAGEMENT: ChartLine("541", gettext_noop("management costs"), debit_normal=True),
    SpendingClass.OTHER: ChartLine("551", gettext_noop("other spending"), debit_normal=True),
    SpendingClass.WELFARE: ChartLine("55101", gettext_noop("public welfare"), debit_normal=True),
    SpendingClass.POSTS: ChartLine("55102", gettext_noop("public-service posts"), debit_normal=True),
    SpendingClass.REWARDS: ChartLine("55103", gettext_noop("rewards and aid"), debit_normal=True),
}
CHART = [BANK, *INCOME_ACCOUNTS.values(), *SPENDING_ACCOUNTS.values()]


def book_code(village_code: str) -> str:
    """The code of a village's book."""
    return f"village-{village_code}"


def journal_key(entry_id: int) -> str:
    """The idempotency key under which an entry stands in the journal."""
    return f"villages.collectiveentry:{entry_id}"


def class_account(entry: CollectiveEntry) -> ChartLine:
    """The income or spending account of an entry's class."""
    if entry.direction == Direction.INCOME:
        return INCOME_ACCOUNTS[IncomeClass(entry.income_class)]
    return SPENDING_ACCOUNTS[SpendingClass(entry.spending_class)]


def post_entries(*, actor: User, entries: Sequence[CollectiveEntry], villages: Mapping[str, Village]) -> None:
    """Post saved entries: income in debit of the bank, spending in credit; a reversal the other way round."""
    books = [
        Book(code=book_code(code), kind=BookKind.VILLAGE, title=villages[code].short_name, area_code=code)
        for code in sorted({entry.village_id for entry in entries})
    ]
    accounts = open_books(books, CHART)
    drafts = []
    for entry in entries:
        bank = accounts[book_code(entry.village_id), BANK.code]
        other = accounts[book_code(entry.village_id), class_account(entry).code]
        debit, credit = (bank, other) if entry.signed > 0 else (other, bank)
        amount = abs(entry.amount)
        sides = [
            Side(debit, debit=amount, village_code=entry.village_id),
            Side(credit, credit=amount, village_code=entry.village_id),
        ]
        drafts.append(Draft(journal_key(entry.pk), entry.date, entry.text, entry, sides))
    post_many(actor=actor, drafts=drafts)
