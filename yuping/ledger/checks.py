"""What ``verify`` proves of the journal: entries are as posted, balance, and stay within their book."""

from collections.abc import Iterable

from django.db.models import F, Sum

from yuping.core.checks import Fault, register
from yuping.ledger.models import JournalEntry, Posting
from yuping.ledger.seals import broken_entries


def entries_are_as_posted() -> Iterable[Fault]:
    """No entry or posting was altered, taken out or put in."""
    for key, reason in broken_entries():
        yield Fault("ledger_journalentry", str(key), reason)
        yield Fault("ledger_posting", f"entry {key}", reason)


def entries_balance() -> Iterable[Fault]:
    """Debit equals credit in every entry."""
    sums = JournalEntry.objects.annotate(
        debit=Sum("postings__debit", default=0), credit=Sum("postings__credit", default=0)
    )
    for key in sums.exclude(debit=F("credit")).values_list("pk", flat=True):
        yield Fault("ledger_posting", f"entry {key}", "debit and credit differ")


def entries_stay_in_their_book() -> Iterable[Fault]:
    """A posting stands on an account of its entry's book."""
    for key in Posting.objects.exclude(account__book=F("entry__book")).values_list("pk", flat=True):
        yield Fault("ledger_posting", str(key), "stands on an account of another book")


def declare() -> None:
    """Name the checks."""
    for check in (entries_are_as_posted, entries_balance, entries_stay_in_their_book):
        register(f"ledger.{check.__name__}", check)
