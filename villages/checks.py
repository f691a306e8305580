"""What ``verify`` proves in the villages room, row by row."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import F, Model, Q, Sum

from villages.models import (
    CollectiveEntry,
    IndicatorValue,
    Origin,
    TaskForceVillage,
    VillageAccount,
    VillageResolution,
)
from villages.models.areas import AccountState
from villages.models.indicators import IndicatorState
from villages.services.accounts import INDEX_PURPOSE
from villages.services.areas import CHANGE_HOLIDAY
from villages.services.books import BANK, book_code, class_account, journal_key
from yuping.audit.models import AuditEntry, Outcome
from yuping.core import checks, reference, vault
from yuping.core.checks import Fault
from yuping.core.crypto import Tampered
from yuping.core.models import Holiday
from yuping.core.money import ZERO
from yuping.ledger.models import BookKind, JournalEntry, Posting

Line = tuple[str, str, str, Decimal, Decimal]


def _fault(row: Model, reason: str) -> Fault:
    return Fault(row._meta.db_table, str(row.pk), reason)


def village_books() -> Iterator[Fault]:
    """Every collective entry stands in its village's book, line by line, and nothing else does."""
    postings: dict[int, list[Posting]] = defaultdict(list)
    rows = Posting.objects.filter(entry__book__kind=BookKind.VILLAGE)
    for posting in rows.select_related("account__book").order_by("pk"):
        postings[posting.entry_id].append(posting)
    journal = {row.key: row for row in JournalEntry.objects.filter(book__kind=BookKind.VILLAGE)}
    for entry in CollectiveEntry.unguarded.order_by("pk"):
        posted = journal.pop(journal_key(entry.pk), None)
        if posted is None:
            yield _fault(entry, "is not in the village's book")
        elif (posted.date, posted.text) != (entry.date, entry.text):
            yield _fault(posted, "differs in date or text from its collective entry")
        elif (posted.source_type, posted.source_id) != (entry._meta.label, str(entry.pk)):
            yield _fault(posted, "names another paper than its collective entry")
        else:
            yield from _wrong_lines(entry, posted, postings[posted.pk])
    for posted in journal.values():
        yield _fault(posted, "stands in a village's book without a collective entry")


def _wrong_lines(entry: CollectiveEntry, posted: JournalEntry, lines: list[Posting]) -> Iterator[Fault]:
    bank, other = BANK.code, class_account(entry).code
    debit, credit = (bank, other) if entry.signed > 0 else (other, bank)
    amount = abs(entry.amount)
    wanted: list[Line] = [
        (book_code(entry.village_id), debit, entry.village_id, amount, ZERO),
        (book_code(entry.village_id), credit, entry.village_id, ZERO, amount),
    ]
    for line in lines:
        account = line.account
        found = (account.book.code, account.code, line.village_code, line.debit, line.credit)
        if found in wanted:
            wanted.remove(found)
        else:
            yield _fault(line, "differs from its collective entry")
    if wanted:
        yield _fault(posted, "lacks a line of its collective entry")


def reversals() -> Iterator[Fault]:
    """A reversing entry mirrors its original, and neither spending nor reversal breaks what a row promises."""
    for row in CollectiveEntry.unguarded.filter(reverses__isnull=False).select_related("reverses"):
        original = row.reverses
        same = ("village_id", "direction", "income_class", "spending_class")
        mirrors = row.amount == -original.amount and original.reverses_id is None and original.date <= row.date
        if not mirrors or any(getattr(row, name) != getattr(original, name) for name in same):
            yield _fault(row, "does not mirror the entry it reverses")


def balances() -> Iterator[Fault]:
    """No village is below zero without a flagged entry; no resolution is overspent or used by another village."""
    flagged = set(CollectiveEntry.unguarded.filter(allow_negative=True).values_list("village", flat=True))
    for code, balance in CollectiveEntry.objects.all_areas(reason="verify").balances().items():
        if balance < 0 and code not in flagged:
            yield Fault("villages_village", code, f"has {balance} yuan and no entry that allows it")
    spent = VillageResolution.objects.all_areas(reason="verify").annotate(used=Sum("entries__amount"))
    for row in spent.filter(used__gt=F("amount")):
        yield _fault(row, f"covers {row.amount} yuan, {row.used} were spent")
    for row in CollectiveEntry.unguarded.filter(resolution__isnull=False).exclude(village=F("resolution__village")):
        yield _fault(row, "rests on the resolution of another village")


def village_accounts() -> Iterator[Fault]:
    """A verified account was confirmed by a second person, and its sealed number is the one that was proposed."""
    alone = Q(confirmed_by__isnull=True) | Q(confirmed_by=F("proposed_by"))
    for row in VillageAccount.unguarded.filter(alone, state=AccountState.VERIFIED):
        yield _fault(row, "was not confirmed by a second person")
    for row in VillageAccount.unguarded.all():
        try:
            number = row.number.open()
        except Tampered:
            yield _fault(row, "its number can't be opened")
            continue
        if vault.index_of(number, INDEX_PURPOSE) != row.number_index or number[-4:] != row.last4:
            yield _fault(row, "its number is not the one that was proposed")


def indicator_values() -> Iterator[Fault]:
    """Entered values were reviewed by a second person before they count; computed ones are of computed indicators."""
    rows = IndicatorValue.unguarded.filter(Q(reviewed_by=F("entered_by")), state=IndicatorState.REVIEWED)
    for row in rows:
        yield _fault(row, "was reviewed by who entered it")
    computed = Q(state=IndicatorState.DERIVED)
    derived = Q(indicator__origin=Origin.DERIVED)
    for row in IndicatorValue.unguarded.filter((computed & ~derived) | (~computed & derived)):
        yield _fault(row, "does not come from where its indicator says")


def task_force_villages() -> Iterator[Fault]:
    """A task force looks after villages of its own township only, so townships add up to the county."""
    for row in TaskForceVillage.unguarded.exclude(village__township=F("task_force__township")):
        yield _fault(row, "lies in another township than its task force")


def holidays() -> Iterator[Fault]:
    """The calendar by which notices are counted is the one that was brought along, as changed by acts since."""
    expected = {row["day"]: row["is_workday"] for row in reference.rows_of("holidays")}
    acts = AuditEntry.objects.filter(verb=CHANGE_HOLIDAY, outcome=Outcome.DONE).order_by("seq")
    expected |= {facts["day"]: facts["worked"] for facts in acts.values_list("facts", flat=True)}
    stored = {day.isoformat(): is_workday for day, is_workday in Holiday.objects.values_list("day", "is_workday")}
    for day in sorted({*expected, *stored}):
        if expected.get(day) != stored.get(day):
            yield Fault(Holiday._meta.db_table, day, "is not as it was brought along, nor as an act changed it")


checks.register("villages.holidays", holidays)
checks.register("villages.village_books", village_books)
checks.register("villages.reversals", reversals)
checks.register("villages.balances", balances)
checks.register("villages.village_accounts", village_accounts)
checks.register("villages.indicator_values", indicator_values)
checks.register("villages.task_force_villages", task_force_villages)
