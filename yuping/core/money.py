"""Money in yuan: the only door from other values to an amount, the only rounding, the only splitting.

Amounts are `Decimal` yuan. A float has already lost the exact value before it arrives, so it is refused as
a mistake of the program (`TypeError`), never converted. What a person typed goes through `parse_yuan`,
which is stricter.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from yuping.core.errors import BadInput
from yuping.core.text import clean_number

ZERO = Decimal("0.00")
CENT = Decimal("0.01")

_EXACT = Context(prec=60)
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
# As typed in front of an amount: hyphen (folded from its wide form), minus sign, the dash of Chinese keyboards.
_MINUS = "-\u2212\u2014"
_TYPED_AMOUNT = re.compile(r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]{1,2})?")


class BadAmount(BadInput):
    """A typed amount that is not a plain amount of yuan. Codes: `amount_format`, `amount_negative`."""


def yuan(value: Decimal | int | str) -> Decimal:
    """The exact amount in yuan, not rounded.

    Raises `TypeError` for float, bool and anything else that is no exact number; `ValueError` for NaN,
    Infinity and text that is not a plain decimal number (no exponent, no separators, no spaces).
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise TypeError(f"an amount is Decimal, int or str, not {type(value).__name__}")
    if isinstance(value, str) and not _PLAIN_NUMBER.fullmatch(value):
        raise ValueError("not a plain decimal number")
    amount = Decimal(value)
    if not amount.is_finite():
        raise ValueError("an amount is a finite number")
    return amount


def to_fen(amount: Decimal | int | str) -> Decimal:
    """Round to whole fen (0.01 yuan), half away from zero; the only rounding, done once, at the line.

    The result always has two places and zero is never negative. Raises as `yuan` does.
    """
    return _EXACT.add(yuan(amount).quantize(CENT, rounding=ROUND_HALF_UP, context=_EXACT), ZERO)


def split(total: Decimal, weights: Sequence[int]) -> list[Decimal]:
    """Divide an amount of whole fen by whole weights so that the parts add up to it (largest remainder).

    The odd fen go one each to the parts that lost most by cutting off; on equal loss the earlier part comes
    first. A part with weight 0 gets nothing. Raises `ValueError` for a total with a fraction of a fen, for
    a negative or fractional weight, and when no weight is above 0.
    """
    fen = yuan(total).scaleb(2, context=_EXACT)
    if fen != fen.to_integral_value():
        raise ValueError("only whole fen can be divided")
    if any(isinstance(weight, bool) or not isinstance(weight, int) or weight < 0 for weight in weights):
        raise ValueError("weights are whole numbers from 0")
    if not sum(weights):
        raise ValueError("at least one weight must be above 0")
    parts = _largest_remainder(abs(int(fen)), weights)
    sign = -1 if fen < 0 else 1
    amounts = [to_fen(Decimal(sign * part).scaleb(-2, context=_EXACT)) for part in parts]
    if sum(amounts, ZERO) != total:
        raise ArithmeticError("the parts do not add up to the total")
    return amounts


def _largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_loss = sorted(range(len(weights)), key=lambda index: -(total * weights[index] % whole))
    for index in by_loss[: total - sum(parts)]:
        parts[index] += 1
    return parts


def parse_yuan(text: str, *, digits: int = 9) -> Decimal:
    """The amount that a person typed: up to nine ``digits`` of yuan, at most two decimals.

    Full-width digits and outer spaces are folded, thousands commas are accepted in groups of three. A sign,
    an exponent, a third decimal or any other character raises `BadAmount`: an amount is never guessed or
    rounded.
    """
    folded = clean_number(text)
    found = _TYPED_AMOUNT.fullmatch(folded)
    if not found and folded[:1] in _MINUS and _TYPED_AMOUNT.fullmatch(folded[1:].lstrip()):
        raise BadAmount("amount_negative")
    if not found or len(found[1].replace(",", "")) > digits:
        raise BadAmount("amount_format")
    return to_fen(folded.replace(",", ""))
