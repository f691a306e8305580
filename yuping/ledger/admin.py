"""Record pages of the journal: nothing here is ever entered or changed by hand."""

from yuping.accounts import verbs
from yuping.accounts.records import to_look_at
from yuping.core import show
from yuping.ledger.models import Account, Book, JournalEntry, JournalSeal, Posting, in_words


def number_of(code: str) -> str:
    """The account's number in the chart of accounts; our own keys say nothing beside the title."""
    return code if code.isdigit() else show.EMPTY


to_look_at(
    Book,
    "title",
    "kind",
    "area_code",
    list_filter=("kind",),
    county_only=True,
    # A key of ours: kind and area say the same.
    never_shown=("code",),
    words={"title": in_words},
)
to_look_at(
    Account,
    "title",
    "book",
    "code",
    "party",
    search_fields=("title", "party"),
    county_only=True,
    words={"title": in_words, "code": number_of},
)
to_look_at(
    JournalEntry,
    "text",
    "book",
    "date",
    "source_type",
    "posted_at",
    search_fields=("text", "key"),
    county_only=True,
    words={"text": in_words, "source_type": verbs.kind_of},
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
