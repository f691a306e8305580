"""Record pages of the journal: nothing here is ever entered or changed by hand."""

from yuping.accounts.records import to_look_at
from yuping.ledger.models import Account, Book, JournalEntry, JournalSeal, Posting

to_look_at(Book, "code", "kind", "title", "area_code", list_filter=("kind",), county_only=True)
to_look_at(Account, "title", "book", "code", "party", search_fields=("title", "party"), county_only=True)
to_look_at(
    JournalEntry, "text", "book", "date", "source_type", "posted_at", search_fields=("text", "key"), county_only=True
)
to_look_at(
    Posting,
    "entry",
    "account",
    "village_code",
    "debit",
    "credit",
    view_permission="ledger.view_journalentry",
    county_only=True,
    page_of="entry",
)
to_look_at(
    JournalSeal,
    "entry",
    "book",
    "number",
    view_permission="ledger.view_journalentry",
    county_only=True,
    page_of="entry",
)
