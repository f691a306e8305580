"""The rules of data quality over the file of one household in one year (domain: the verification rules of the trade).

One module for each family. Ages are full years on 31 December of the file year; numbers stand in ``limits``.
"""

from households.policy.quality import (
    causes,
    contact,
    exits,
    health,
    housing,
    identity,
    income,
    land,
    school,
    shape,
    work,
)
from households.policy.rules import FileRule
from yuping.accounts.quality import rules

RULES: dict[str, FileRule] = {code: rule for code, rule in rules().items() if isinstance(rule, FileRule)}

__all__ = [
    "RULES",
    "causes",
    "contact",
    "exits",
    "health",
    "housing",
    "identity",
    "income",
    "land",
    "school",
    "shape",
    "work",
]
