"""Journal entries as the checks compare them: what an entry does to each account and village, debit above zero."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Model

from yuping.audit.models import AuditEntry, Outcome
from yuping.core.checks import Fault
from yuping.core.money import ZERO
from yuping.ledger.models import JournalEntry, Posting

WHOLE = "verification reads the whole county"
# (book, account, party, village)
Place = tuple[str, str, str, str]
Effect = dict[Place, Decimal]


@dataclass(frozen=True)
class Posted:
    """An entry of the journal with the effect of its postings."""

    pk: int
    key: str
    date: datetime.date
    source: tuple[str, str]
    posted_by: int
    effect: Effect = field(default_factory=lambda: defaultdict(lambda: ZERO))


def posted_in(book_code: str) -> dict[str, Posted]:
    """Every entry of a book by its key."""
    found = {
        row.pk: Posted(row.pk, row.key, row.date, (row.source_type, row.source_id), row.posted_by_id)
        for row in JournalEntry.objects.filter(book__code=book_code)
    }
    lines = Posting.objects.filter(entry__book__code=book_code).values_list(
        "entry_id", "account__book__code", "account__code", "account__party", "village_code", "debit", "credit"
    )
    for entry_id, book, account, party, village, debit, credit in lines:
        found[entry_id].effect[book, account, party, village] += debit - credit
    return {entry.key: entry for entry in found.values()}


def same(found: Mapping[Place, Decimal], wanted: Mapping[Place, Decimal]) -> bool:
    """Whether two effects are equal; accounts that end at zero don't matter."""
    return {place: yuan for place, yuan in found.items() if yuan} == {
        place: yuan for place, yuan in wanted.items() if yuan
    }


def fault(row: Model, reason: str) -> Fault:
    """A fault that names the row's table and key."""
    return Fault(row._meta.db_table, str(row.pk), reason)


def entry_fault(entry: Posted, reason: str) -> Fault:
    """A fault of a journal entry."""
    return Fault("ledger_journalentry", str(entry.pk), reason)


def against_paper(
    entry: Posted | None,
    paper: Model,
    *,
    date: datetime.date | None,
    actor_id: int | None,
    effect: Mapping[Place, Decimal],
) -> Iterator[Fault]:
    """What is wrong with the entry of one paper: missing, or with another date, person, source or postings."""
    if entry is None:
        yield fault(paper, "is not in the journal")
        return
    if entry.source != (paper._meta.label, str(paper.pk)):
        yield entry_fault(entry, "names another paper than the one it belongs to")
    if (entry.date, entry.posted_by) != (date, actor_id):
        yield entry_fault(entry, "has another date or person than its paper")
    if not same(entry.effect, effect):
        yield entry_fault(entry, "its postings differ from its paper")


def acts_on(label: str, *verbs: str) -> dict[str, AuditEntry]:
    """The last audit entry of these verbs for each record of a kind, by the record's key."""
    rows = AuditEntry.objects.filter(object_type=label, verb__in=verbs, outcome=Outcome.DONE).order_by("seq")
    return {row.object_id: row for row in rows}
