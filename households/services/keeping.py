"""Checked households as text, so that what was checked is what is written, without reading the file again.

The text is kept sealed. It names the fields it was made of: after an update of the program that changed them it is
refused, and the file has to be uploaded again.
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
from yuping.core.errors import NotAllowedNow

KINDS = (HouseholdFacts, HouseholdYearFacts, MemberFacts, MemberYearFacts, AccountFacts, PairingFacts)
NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in KINDS}
SHAPE = [[kind.__name__, *names] for kind, names in NAMES.items()]


def pack(value: Any) -> str:
    """Any plain value as short text."""
    return base64.b64encode(zlib.compress(json.dumps(value, ensure_ascii=False).encode(), level=3)).decode()


def unpack(text: str) -> Any:
    """The value that was packed."""
    return json.loads(zlib.decompress(base64.b64decode(text)))


def pack_households(households: Iterable[HouseholdFacts]) -> str:
    """Households as text."""
    return pack([SHAPE, [_plain(facts) for facts in households]])


def unpack_households(text: str) -> list[HouseholdFacts]:
    """The households that were packed; raises NotAllowedNow where the program's fields are others by now."""
    shape, rows = unpack(text)
    if shape != SHAPE:
        raise NotAllowedNow("households.import_gone")
    return [_facts(HouseholdFacts, row) for row in rows]


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
