"""How an enterprise's money is laid on what it owes: in the order given, until it is used up. Pure."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TypeVar

ZERO = Decimal("0.00")
Key = TypeVar("Key")


def lay(amount: Decimal, owed: Iterable[tuple[Key, Decimal]]) -> Iterator[tuple[Key, Decimal]]:
    """(key, part) for each debt that the money reaches, in yuan; the last one may be covered in part."""
    left = amount
    for key, missing in owed:
        if left <= ZERO:
            return
        part = min(left, missing)
        yield key, part
        left -= part
