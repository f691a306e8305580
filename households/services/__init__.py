"""The verbs of the households room: one function each, one file per noun; the plural ones take lists."""

from households.services.accounts import (
    AccountRow,
    close_payee_account,
    confirm_payee_account,
    confirm_payee_accounts,
    propose_payee_account,
    propose_payee_accounts,
    refuse_payee_account,
)
from households.services.checking import check_batch
from households.services.dividends import record_dividend_income
from households.services.registration import import_households, register_household

__all__ = [
    "AccountRow",
    "check_batch",
    "close_payee_account",
    "confirm_payee_account",
    "confirm_payee_accounts",
    "import_households",
    "propose_payee_account",
    "propose_payee_accounts",
    "record_dividend_income",
    "refuse_payee_account",
    "register_household",
]
