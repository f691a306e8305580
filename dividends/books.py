"""The scheme account's side of the journal: which accounts each money verb of the dividends posts to."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_noop as _

from dividends.models import Agreement, Enterprise
from yuping.accounts.models import User
from yuping.core.models import Installation
from yuping.ledger import services as ledger
from yuping.ledger.models import Account, Book, BookKind

# Message ids; ledger.models.in_words translates what stands before ": ".
HELD, INVESTED = _("Dividends held"), _("Principal invested")
TAKEN_BACK = _("Receipt taken back")
RECEIVED, PAID = _("Received from the enterprise"), _("Dividends paid out")


def scheme_book() -> Book:
    """The county investment company's account for the scheme."""
    county = Installation.objects.get()
    return ledger.book("scheme", kind=BookKind.SCHEME, title=_("Scheme account"), area_code=county.county_code)


def bank(book: Book | None = None) -> Account:
    return ledger.account(book or scheme_book(), "bank", title=_("Money in the scheme account"), debit_normal=True)


def held_for(enterprise: Enterprise, book: Book | None = None) -> Account:
    """What the enterprise paid in and has not yet gone out to households and villages."""
    return ledger.account(
        book or scheme_book(),
        "held",
        party=enterprise.credit_code,
        title=f"{HELD}: {enterprise.name}",
        debit_normal=False,
    )


def principal_with(enterprise: Enterprise) -> Account:
    """The households' principal that stands with the enterprise."""
    return ledger.account(
        scheme_book(),
        "principal",
        party=enterprise.credit_code,
        title=f"{INVESTED}: {enterprise.name}",
        debit_normal=True,
    )


def owed_to_households() -> Account:
    """The same principal as owed back to the households' loans."""
    return ledger.account(
        scheme_book(), "households", title=_("Principal owed to the households' loans"), debit_normal=False
    )


def post_invested(*, actor: User, agreement: Agreement, by_village: Mapping[str, Decimal]) -> None:
    """The principal reached the enterprise (yuan by village)."""
    invested, owed = principal_with(agreement.enterprise), owed_to_households()
    sides = [ledger.Side(invested, debit=amount, village_code=code) for code, amount in sorted(by_village.items())]
    sides += [ledger.Side(owed, credit=amount, village_code=code) for code, amount in sorted(by_village.items())]
    ledger.post(
        actor=actor,
        key=f"invested:{agreement.pk}",
        date=agreement.funds_arrived_on,
        text=f"{INVESTED}: {agreement.number}",
        source=agreement,
        sides=sides,
    )


def post_received(
    *, actor: User, receipt: models.Model, enterprise: Enterprise, date: datetime.date, amount: Decimal
) -> None:
    """The enterprise's money arrived (yuan)."""
    ledger.post(
        actor=actor,
        key=f"received:{receipt.pk}",
        date=date,
        text=f"{RECEIVED}: {enterprise.name}",
        source=receipt,
        sides=[ledger.Side(bank(), debit=amount), ledger.Side(held_for(enterprise), credit=amount)],
    )


def post_taken_back(*, actor: User, receipt: models.Model, enterprise: Enterprise) -> None:
    """A receipt was recorded by mistake: the same accounts, the other way round."""
    amount = -receipt.amount
    ledger.post(
        actor=actor,
        key=f"received:{receipt.pk}",
        date=receipt.received_on,
        text=f"{TAKEN_BACK}: {enterprise.name}",
        source=receipt,
        sides=[ledger.Side(held_for(enterprise), debit=amount), ledger.Side(bank(), credit=amount)],
    )


def post_paid(
    *, actor: User, batch: models.Model, date: datetime.date, paid: Iterable[tuple[Enterprise, str, Decimal]]
) -> None:
    """What the bank paid out, by enterprise and village (yuan)."""
    paid = list(paid)
    book = scheme_book()
    money = bank(book)
    held = {enterprise: held_for(enterprise, book) for enterprise in {enterprise for enterprise, _code, _sum in paid}}
    sides = []
    for enterprise, village_code, amount in paid:
        sides.append(ledger.Side(held[enterprise], debit=amount, village_code=village_code))
        sides.append(ledger.Side(money, credit=amount, village_code=village_code))
    if sides:
        ledger.post(
            actor=actor,
            key=f"paid:{batch.pk}",
            date=date,
            text=f"{PAID}: {batch}",
            source=batch,
            sides=sides,
        )
