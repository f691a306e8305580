"""The chain of each book: a keyed code over an entry with its postings, every stored column, and the seal before it."""

import json
from collections.abc import Iterable, Iterator, Mapping

from django.db import connection, models
from django.db.models import Prefetch

from yuping.core import vault
from yuping.ledger.models import JournalEntry, JournalSeal, Posting

CHAIN_LOCK = 5411
FIRST = "0" * 64


def next_seals(written: Mapping[JournalEntry, Iterable[Posting]]) -> Iterator[JournalSeal]:
    """The seals of new entries; the chain of each of their books is held to commit."""
    books = sorted({entry.book_id for entry in written})
    with connection.cursor() as cursor:
        # In their order, so that two verbs over the same books wait for each other and never in a ring.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, book) FROM unnest(%s::integer[]) book", [CHAIN_LOCK, books])
    heads = JournalSeal.objects.filter(book__in=books).order_by("book_id", "-number").distinct("book_id")
    last = {seal.book_id: seal for seal in heads}
    for entry, postings in written.items():
        before = last.get(entry.book_id) or JournalSeal(number=0, code=FIRST)
        code = code_of(before.code, entry, postings)
        last[entry.book_id] = JournalSeal(entry=entry, book_id=entry.book_id, number=before.number + 1, code=code)
        yield last[entry.book_id]


def code_of(before: str, entry: JournalEntry, postings: Iterable[Posting]) -> str:
    """The code; it depends on the order in which the postings were written."""
    rows = [_values(entry), *(_values(posting) for posting in postings)]
    return vault.chain(before, json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str))


def _values(row: models.Model) -> dict[str, object]:
    return {field.attname: _plain(field, getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _plain(field: models.Field, value: object) -> object:
    return f"{value:.{field.decimal_places}f}" if isinstance(field, models.DecimalField) else value


def broken_entries() -> Iterator[tuple[int, str]]:
    """(entry, reason) of each entry that is no longer what was posted."""
    unsealed = JournalEntry.objects.filter(seal__isnull=True).values_list("pk", flat=True)
    yield from ((key, "was never posted") for key in unsealed)
    rows = Prefetch(
        "entry", JournalEntry.objects.prefetch_related(Prefetch("postings", Posting.objects.order_by("pk")))
    )
    before = JournalSeal(book_id=None)
    for seal in JournalSeal.objects.order_by("book_id", "number").prefetch_related(rows).iterator(chunk_size=1000):
        if seal.book_id != before.book_id:
            before = JournalSeal(book_id=seal.book_id, number=0, code=FIRST)
        if seal.number != before.number + 1:
            yield seal.entry_id, "the entries before it are missing"
        if seal.code != code_of(before.code, seal.entry, seal.entry.postings.all()):
            yield seal.entry_id, "the entry, its postings or the one before it are not what was posted"
        before = seal
