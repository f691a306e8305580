"""Posting to the journal. Called by money verbs inside their own transaction."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from yuping.accounts.models import User
from yuping.core.money import ZERO
from yuping.ledger.models import Account, Book, BookKind, JournalEntry, JournalSeal, Posting
from yuping.ledger.seals import next_seals


@dataclass(frozen=True)
class Side:
    """One posting to be made, in yuan; exactly one of debit and credit is above zero."""

    account: Account
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    village_code: str = ""


def book(code: str, *, kind: BookKind, title: str, area_code: str) -> Book:
    """The book of that code, opened at first use."""
    return Book.objects.get_or_create(code=code, defaults={"kind": kind, "title": title, "area_code": area_code})[0]


def account(of: Book, code: str, *, title: str, debit_normal: bool, party: str = "") -> Account:
    """The account of that code and party, opened at first use."""
    return Account.objects.get_or_create(
        book=of, code=code, party=party, defaults={"title": title, "debit_normal": debit_normal}
    )[0]


def post(
    *,
    actor: User,
    key: str,
    date: datetime.date,
    text: str,
    source: models.Model,
    sides: Iterable[Side],
) -> JournalEntry:
    """Write one entry with its postings.

    Raises IntegrityError when the key was used before, and at commit when the sides don't balance.
    Sides of zero are left out.
    """
    sides = [side for side in sides if side.debit or side.credit]
    entry = JournalEntry.objects.create(
        book=sides[0].account.book,
        key=key,
        date=date,
        text=text,
        source_type=source._meta.label,
        source_id=str(source.pk),
        posted_by_id=actor.pk,
    )
    _write_sides([(entry, side) for side in sides])
    return entry


def _write_sides(sides: Sequence[tuple[JournalEntry, Side]]) -> None:
    """The postings of new entries, and a seal over each entry with its postings: two statements."""
    written: dict[JournalEntry, list[Posting]] = defaultdict(list)
    postings = Posting.objects.bulk_create(
        Posting(
            entry=entry,
            account=side.account,
            debit=side.debit,
            credit=side.credit,
            village_code=side.village_code,
        )
        for entry, side in sides
    )
    for posting in postings:
        written[posting.entry].append(posting)
    JournalSeal.objects.bulk_create(next_seals(written))


@dataclass(frozen=True)
class Draft:
    """An entry to be posted together with others."""

    key: str
    date: datetime.date
    text: str
    source: models.Model
    sides: Sequence[Side]


@dataclass(frozen=True)
class ChartLine:
    """An account that each of several books has; the title is an English message id, translated where it is shown."""

    code: str
    title: str
    debit_normal: bool


def open_books(books: Iterable[Book], chart: Sequence[ChartLine]) -> Mapping[tuple[str, str], Account]:
    """The accounts of the chart in each of the books, all opened at first use; keys are (book code, account code)."""
    wanted = list(books)
    codes = [book.code for book in wanted]
    Book.objects.bulk_create(wanted, ignore_conflicts=True)
    Account.objects.bulk_create(
        [
            Account(book=book, code=line.code, title=line.title, debit_normal=line.debit_normal)
            for book in Book.objects.filter(code__in=codes)
            for line in chart
        ],
        ignore_conflicts=True,
    )
    found = Account.objects.filter(book__code__in=codes, party="").select_related("book")
    return {(account.book.code, account.code): account for account in found}


def post_many(*, actor: User, drafts: Iterable[Draft]) -> list[JournalEntry]:
    """Write many entries with their postings in three statements; refuses as ``post`` does."""
    drafts = list(drafts)
    entries = JournalEntry.objects.bulk_create(
        JournalEntry(
            book=draft.sides[0].account.book,
            key=draft.key,
            date=draft.date,
            text=draft.text,
            source_type=draft.source._meta.label,
            source_id=str(draft.source.pk),
            posted_by_id=actor.pk,
        )
        for draft in drafts
    )
    _write_sides(
        [
            (entry, side)
            for entry, draft in zip(entries, drafts, strict=True)
            for side in draft.sides
            if side.debit or side.credit
        ]
    )
    return entries
