"""Posting to the journal. Called by money verbs inside their own transaction."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from yuping.accounts.models import User
from yuping.core.money import ZERO
from yuping.ledger.models import Account, Book, BookKind, JournalEntry, Posting


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
    Posting.objects.bulk_create(
        Posting(
            entry=entry,
            account=side.account,
            debit=side.debit,
            credit=side.credit,
            village_code=side.village_code,
        )
        for side in sides
    )
    return entry
