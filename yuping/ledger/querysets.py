"""Reading the journal: balances by account, entries with their amounts. All in yuan."""

import datetime
from decimal import Decimal

from django.db.models import Case, DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from yuping.core.money import ZERO
from yuping.ledger.models import Account, JournalEntry, Posting


def balance(account: Account, *, on: datetime.date | None = None, village_code: str = "") -> Decimal:
    """The account's balance in yuan on its normal side, at the end of the day ``on``."""
    rows = Posting.objects.filter(account=account)
    if on:
        rows = rows.filter(entry__date__lte=on)
    if village_code:
        rows = rows.filter(village_code=village_code)
    sums = rows.aggregate(debit=Sum("debit", default=ZERO), credit=Sum("credit", default=ZERO))
    net = sums["debit"] - sums["credit"]
    return net if account.debit_normal else -net


def _sum_of(column: str, key: str) -> Coalesce:
    """The sum of a column of the postings of one row, without a join that would multiply rows."""
    sums = Posting.objects.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(found=Sum(column))
    yuan = DecimalField(max_digits=16, decimal_places=2)
    return Coalesce(Subquery(sums.values("found"), output_field=yuan), Value(ZERO, output_field=yuan))


def entries_with_totals() -> QuerySet[JournalEntry]:
    """Every entry with ``total``, the amount that moved."""
    return JournalEntry.objects.select_related("book").annotate(total=_sum_of("debit", "entry"))


def accounts_with_sums() -> QuerySet[Account]:
    """Every account with ``debits``, ``credits`` and ``balance`` on its normal side."""
    sums = Account.objects.select_related("book").annotate(
        debits=_sum_of("debit", "account"), credits=_sum_of("credit", "account")
    )
    net = F("debits") - F("credits")
    return sums.annotate(balance=Case(When(debit_normal=True, then=net), default=-net))
