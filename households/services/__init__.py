"""The verbs of the households room: one function each, one file per noun."""

from households.services.dividends import record_dividend_income

__all__ = ["record_dividend_income"]
