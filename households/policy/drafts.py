"""What a half-entered form holds: names and values as a browser would post them. Pure."""

import base64
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from yuping.core.errors import BadInput

MOST_PAIRS, MOST_LETTERS, LONGEST_VALUE = 3000, 60_000, 1000
NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}")
# What belongs to the sending and not to the form.
LEFT_OUT = frozenset(
    {
        "csrfmiddlewaretoken",
        "keep_draft",
        "draft",
        "draft_revision",
        "draft_owner",
        "draft_basis",
        "draft_window",
        "once",
        "seen",
        "expected_digest",
        "next",
    }
)
# Filled by the page itself when it is opened.
GIVEN = re.compile(r"row|registered_on|a-holder|date|scorer|cadre|m[0-9]+-relation=01")
PERSON = re.compile(r"(m[0-9]{1,3}|s[0-9]+)-name")


@dataclass(frozen=True)
class Typed:
    """Names and values in the order of the page; a name stands as often as it has values."""

    pairs: tuple[tuple[str, str], ...]

    def value(self, name: str) -> str:
        """The first value of a field, or ""."""
        return next((value for found, value in self.pairs if found == name), "")

    @cached_property
    def names(self) -> list[str]:
        """The persons named so far."""
        return [value.strip() for name, value in self.pairs if PERSON.fullmatch(name) and value.strip()]

    @property
    def head_name(self) -> str:
        return self.names[0] if self.names else ""

    @property
    def answered(self) -> int:
        """How many fields the person has filled."""
        filled = {name: value for name, value in self.pairs if value.strip()}
        return sum(not GIVEN.fullmatch(name) and not GIVEN.fullmatch(f"{name}={filled[name]}") for name in filled)


def read_typed(pairs: Iterable[tuple[str, str]]) -> Typed:
    """What may be kept of what was posted; raises BadInput for too much of it, and for what no form of ours posts."""
    kept = tuple((name, value) for name, value in pairs if name not in LEFT_OUT)
    if len(kept) > MOST_PAIRS or sum(len(name) + len(value) for name, value in kept) > MOST_LETTERS:
        raise BadInput("households.draft_too_large")
    if any(not NAME.fullmatch(name) or len(value) > LONGEST_VALUE or "\x00" in value for name, value in kept):
        raise BadInput("households.draft_odd")
    return Typed(kept)


def pack_typed(typed: Typed) -> str:
    """As short text."""
    return base64.b64encode(zlib.compress(json.dumps(typed.pairs, ensure_ascii=False).encode())).decode()


def unpack_typed(text: str) -> Typed:
    """What was packed."""
    return Typed(tuple((name, value) for name, value in json.loads(zlib.decompress(base64.b64decode(text)))))
