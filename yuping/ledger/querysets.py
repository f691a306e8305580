"""Reading the journal: balances by account."""

import datetime
from decimal import Decimal

from django.db.models import Sum

from yuping.core.money import ZERO
from yuping.ledger.models import Account, Posting


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
