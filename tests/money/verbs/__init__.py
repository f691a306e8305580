"""Every verb that moves money or decides over it: the state it starts from, and one call that succeeds there.

A case is ``name → prepare(year)``, which puts the rows in place and gives the call. ``test_faults`` breaks each call at
every statement.
"""

from tests.money.verbs import dividends, loans, villages
from tests.money.verbs.cases import CASES

__all__ = ["CASES", "dividends", "loans", "villages"]
