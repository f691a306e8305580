"""What hangs on a household, told to the person who reads it: with the way out, and a link where he may follow it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from households import standing
from households.standing import Standing
from yuping.accounts import access, sentences
from yuping.accounts.models import User


@dataclass(frozen=True, slots=True)
class Hanging:
    """One thing in words, how it comes to its end, and its page; empty for who may not open that."""

    text: str
    way: str | Promise
    url: str


def told(user: User, things: Iterable[Standing], village_code: str) -> list[Hanging]:
    """These things of a household of the village, for this person."""
    return [
        Hanging(sentences.sentence(one.code, one.params), one.way, one.url if _may(user, one, village_code) else "")
        for one in things
    ]


def _may(user: User, one: Standing, village_code: str) -> bool:
    return bool(one.url) and access.scope_of(user, one.permission).covers(village_code)


def on_their_way(user: User, household_id: int, village_code: str) -> list[Hanging]:
    """The payments to a household between lock and settlement, during which payee, identity and head stay."""
    return told(user, standing.on_their_way([household_id]), village_code)
