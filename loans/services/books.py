"""The accounts to which loans, risk deposit and subsidy post: by lender and village, never by household."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from loans.models import Lender, Loan
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core.money import ZERO
from yuping.ledger.models import Account, Book, BookKind
from yuping.ledger.services import Side, account, book

LOANS, RISK_DEPOSIT, SUBSIDY = "loans", "risk_deposit", "subsidy"
COUNTY = 6


def county_of(actor: User, permission: str) -> str:
    """The code of the county in which the person acts."""
    posting = access.posting_for(actor, permission)
    return posting.area_code[:COUNTY] if posting else ""


def by_village(rows: Iterable[tuple[Loan, Decimal]]) -> dict[str, Decimal]:
    """Amounts added up by village code, in the order of the codes."""
    sums: dict[str, Decimal] = {}
    for loan, amount in rows:
        sums[loan.village_id] = sums.get(loan.village_id, ZERO) + amount
    return dict(sorted(sums.items()))


class LoanBook:
    """Principal of the households' loans. The lender's money, kept here to be compared with the lender's own books."""

    def __init__(self, county: str, lender: Lender) -> None:
        self.book: Book = book(LOANS, kind=BookKind.LOANS, title=_("Loans of the households"), area_code=county)
        self.outstanding = self._account(lender, "outstanding", _("Principal outstanding"), debit=True)
        self.funds = self._account(lender, "lender_funds", _("Funds of the lender"), debit=False)
        self.interest_received = self._account(lender, "interest_received", _("Interest received"), debit=True)
        self.interest_paid = self._account(lender, "interest_paid", _("Interest paid by borrowers"), debit=False)

    def _account(self, lender: Lender, code: str, title: str, *, debit: bool) -> Account:
        return account(self.book, code, title=title, debit_normal=debit, party=lender.code)

    def drawn(self, villages: dict[str, Decimal]) -> list[Side]:
        out = [Side(self.outstanding, debit=amount, village_code=code) for code, amount in villages.items()]
        return [*out, Side(self.funds, credit=sum(villages.values(), ZERO))]

    def repaid(self, principal: dict[str, Decimal], interest: dict[str, Decimal]) -> list[Side]:
        """Sides of what came back; amounts below zero (reversals) change sides."""
        return [
            *(_credit(self.outstanding, amount, code) for code, amount in principal.items()),
            _debit(self.funds, sum(principal.values(), ZERO)),
            *(_credit(self.interest_paid, amount, code) for code, amount in interest.items()),
            _debit(self.interest_received, sum(interest.values(), ZERO)),
        ]


def _debit(of: Account, amount: Decimal, code: str = "") -> Side:
    return Side(of, debit=amount, village_code=code) if amount >= 0 else Side(of, credit=-amount, village_code=code)


def _credit(of: Account, amount: Decimal, code: str = "") -> Side:
    return _debit(of, -amount, code)


class RiskBook:
    """The risk deposit that county finance keeps with a lender."""

    def __init__(self, county: str, lender: Lender) -> None:
        self.book: Book = book(RISK_DEPOSIT, kind=BookKind.RISK_DEPOSIT, title=_("Risk deposit"), area_code=county)
        self.deposit = self._account(lender, "deposit", _("Deposit with the lender"), debit=True)
        self.finance = self._account(lender, "county_finance", _("Paid in by county finance"), debit=False)
        self.claims = self._account(lender, "claims", _("Compensation to be recovered"), debit=True)
        self.interest = self._account(lender, "interest", _("Bank interest on the deposit"), debit=False)

    def _account(self, lender: Lender, code: str, title: str, *, debit: bool) -> Account:
        return account(self.book, code, title=title, debit_normal=debit, party=lender.code)

    def sides(self, kind: str, amount: Decimal, village_code: str) -> list[Side]:
        """The two sides of a movement of that kind."""
        if kind == "compensation":
            return [Side(self.claims, debit=amount, village_code=village_code), Side(self.deposit, credit=amount)]
        against = {"deposit": self.finance, "interest": self.interest, "recovery": self.claims}[kind]
        return [Side(self.deposit, debit=amount), Side(against, credit=amount, village_code=village_code)]


class SubsidyBook:
    """Interest that county finance owes and pays to a lender."""

    def __init__(self, county: str, lender: Lender) -> None:
        self.book: Book = book(SUBSIDY, kind=BookKind.SUBSIDY, title=_("Interest subsidy"), area_code=county)
        self.expense = account(
            self.book, "expense", title=_("Interest subsidy granted"), debit_normal=True, party=lender.code
        )
        self.payable = account(
            self.book, "payable", title=_("Owed to the lender"), debit_normal=False, party=lender.code
        )
        self.finance = account(
            self.book, "county_finance", title=_("Paid by county finance"), debit_normal=False, party=lender.code
        )

    def granted(self, villages: dict[str, Decimal]) -> list[Side]:
        cost = [Side(self.expense, debit=amount, village_code=code) for code, amount in villages.items()]
        return [*cost, Side(self.payable, credit=sum(villages.values(), ZERO))]

    def paid(self, total: Decimal) -> list[Side]:
        return [Side(self.payable, debit=total), Side(self.finance, credit=total)]
