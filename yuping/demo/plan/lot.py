"""A household's lot: what chance decides about it as a whole, before its members answer anything."""

from dataclasses import dataclass
from random import Random

from yuping.demo.plan.causes import ABOUT_TO_LEAVE, NOT_OUT, OUT, RETURNED, Standing, draw_standing
from yuping.demo.plan.chance import chance

# Net income a head in whole yuan, by status at the end of the demo's year, in the file of that year.
_PER_HEAD = {NOT_OUT: (1750, 2930), OUT: (3300, 7400), ABOUT_TO_LEAVE: (2990, 3490), RETURNED: (1900, 2900)}
# Who leaves within the year is above the line of the year before already.
_LEAVING_NOW = (2990, 3460)
_ABOVE_THE_LINE = (2975, 3900)


@dataclass(frozen=True, slots=True)
class Lot:
    """Status, aids and the level of income. `allowance` is who receives it: nobody, the head, everybody."""

    standing: Standing
    standard: str
    allowance: str
    five_guarantees: bool
    martyr_family: bool
    certified_child: bool
    mother_died: bool
    per_head: tuple[int, int]


def draw_lot(rng: Random, *, registered: int, alone_and_old: bool, last_year: int) -> Lot:
    """The lot of a household registered in a year; `last_year` is the year whose end the status is of."""
    standing = draw_standing(rng, registered=registered)
    five_guarantees = alone_and_old and chance(rng, 45)
    granted = chance(rng, 24) and not five_guarantees and not standing.out
    return Lot(
        standing=standing,
        standard="1" if chance(rng, 78) else "2",
        allowance=("everybody" if chance(rng, 60) else "head") if granted else "nobody",
        five_guarantees=five_guarantees,
        martyr_family=chance(rng, 1),
        certified_child=chance(rng, 8),
        mother_died=chance(rng, 3),
        per_head=_per_head(rng, standing, last_year=last_year),
    )


def _per_head(rng: Random, standing: Standing, *, last_year: int) -> tuple[int, int]:
    """Net income a head for the files of two years, each holding the income of the year before.

    Most households not yet out lie below the line, some above it for what the line does not show (house, school,
    illness); who has left lies above it by the second file.
    """
    low, high = _PER_HEAD[standing.exit_flag]
    if standing.exit_year == last_year:
        low, high = _LEAVING_NOW
    elif standing.exit_flag == NOT_OUT and chance(rng, 9):
        low, high = _ABOVE_THE_LINE
    first = rng.randint(low, high)
    second = first * rng.randint(108, 124) // 100
    return first, max(second, rng.randint(3220, 3900)) if standing.out else second
