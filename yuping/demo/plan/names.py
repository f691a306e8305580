"""Names of invented people: by people, sex and year of birth, from the demo's name data."""

from functools import cache
from random import Random

from yuping.demo.plan.chance import Weighted, chance
from yuping.demo.plan.scenario import demo_data

# Share of marriages within one people, in per cent.
SAME_PEOPLE = 72
# How often a family head bears the surname frequent in the village.
CLAN_SHARE = 40


@cache
def peoples() -> Weighted[str]:
    """Peoples of the county by their GB/T 3304 code."""
    return Weighted({row["code"]: row["weight"] for row in demo_data("names")["peoples"]})


@cache
def _surnames() -> dict[str, Weighted[str]]:
    return {row["code"]: Weighted(row["surnames"]) for row in demo_data("names")["peoples"]}


@cache
def _given(decade: int, sex: str) -> tuple[int, Weighted[str]]:
    rows = [row for row in demo_data("names")["given"] if row["born_from"] <= decade]
    row = rows[-1]
    weights = {char: int(weight) for weight, chars in row[sex].items() for char in chars}
    return row["two_char_percent"], Weighted(weights)


def surname(rng: Random, people: str, *, avoid: str = "") -> str:
    """A surname of a people; another one than `avoid` where the first draw gives it."""
    drawn = _surnames()[people].pick(rng)
    return _surnames()[people].pick(rng) if drawn == avoid else drawn


def head_surname(rng: Random, people: str, *, clan: str) -> str:
    """The surname of a family, often that of the clan after which its village is called."""
    return clan if clan and chance(rng, CLAN_SHARE) else surname(rng, people)


def given_name(rng: Random, *, sex: str, born: int, generation: str = "") -> str:
    """One or two characters in use in that decade; brothers and sisters may share a first character."""
    two_percent, chars = _given(born // 10 * 10, sex)
    last = chars.pick(rng)
    if not chance(rng, two_percent):
        return last
    return (generation or chars.pick(rng)) + last


def generation_character(rng: Random, *, sex: str, born: int) -> str:
    """The character that the children of a family share."""
    return _given(born // 10 * 10, sex)[1].pick(rng)
