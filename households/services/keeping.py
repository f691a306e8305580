"""Checked households as text, and what the rules found in each: what was checked is what is written.

The text is kept sealed. It names the fields and rules it was made of: after an update of the program that changed them
it is refused, and the file has to be uploaded again.
"""

import base64
import datetime
import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any, get_args, get_type_hints

from households.facts import (
    AccountFacts,
    HouseholdFacts,
    HouseholdYearFacts,
    MemberFacts,
    MemberYearFacts,
    PairingFacts,
)
from households.policy import RULES, Problem
from yuping.core.errors import NotAllowedNow

KINDS = (HouseholdFacts, HouseholdYearFacts, MemberFacts, MemberYearFacts, AccountFacts, PairingFacts)
NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in KINDS}
SHAPE = [[kind.__name__, *names] for kind, names in NAMES.items()] + [["rules", *RULES]]


def pack(value: Any) -> str:
    """Any plain value as short text."""
    return base64.b64encode(zlib.compress(json.dumps(value, ensure_ascii=False).encode(), level=3)).decode()


def unpack(text: str) -> Any:
    """The value that was packed."""
    return json.loads(zlib.decompress(base64.b64decode(text)))


def pack_households(households: Iterable[HouseholdFacts], doubts: Iterable[Sequence[Problem]]) -> str:
    """Households as text, each with its doubts."""
    found = [[[doubt.code, doubt.field, doubt.member, doubt.year, doubt.params] for doubt in one] for one in doubts]
    return pack([SHAPE, [_plain(facts) for facts in households], found])


def unpack_households(text: str) -> tuple[list[HouseholdFacts], list[list[Problem]]]:
    """The households that were packed and their doubts.

    Raises NotAllowedNow where the program's fields or rules are others by now.
    """
    shape, rows, found = unpack(text)
    if shape != SHAPE:
        raise NotAllowedNow("households.import_gone")
    return [_facts(HouseholdFacts, row) for row in rows], [[_doubt(*said) for said in one] for one in found]


def _doubt(code: str, field: str, member: int | None, year: int, params: dict[str, Any]) -> Problem:
    return Problem(code, RULES[code].level, field, member, year, params)


def _plain(value: Any) -> Any:
    names = NAMES.get(type(value))
    if names is not None:
        return [_plain(getattr(value, name)) for name in names]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _facts(kind: type, row: Sequence[Any]) -> Any:
    pairs = zip(READERS[kind], row, strict=True)
    return kind(**{name: value if value is None or read is None else read(value) for (name, read), value in pairs})


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    """How a field comes back from text; None for what is text, number or truth already."""
    parts = set(get_args(hint)) or {hint}
    if kind := next((kind for kind in KINDS if kind in parts), None):
        many = getattr(hint, "__origin__", None) is tuple
        return (lambda rows: tuple(_facts(kind, row) for row in rows)) if many else lambda row: _facts(kind, row)
    if getattr(hint, "__origin__", None) is tuple:
        return tuple
    if Decimal in parts:
        return Decimal
    return datetime.date.fromisoformat if datetime.date in parts else None


READERS = {kind: [(name, _reader(get_type_hints(kind)[name])) for name in names] for kind, names in NAMES.items()}
