"""The digest of a batch's lines: what is noticed, confirmed, approved and paid is proved to be one list. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal


def digest_of_rows(rows: Iterable[Mapping[str, object]]) -> str:
    """SHA-256 over canonical JSON of the rows in the order given; amounts as text, no floats."""
    text = json.dumps(list(rows), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def payable_digest(lines_digest: str, held_line_numbers: Iterable[int]) -> str:
    """What the approver posts: the locked lines together with the lines held back since."""
    held = ",".join(str(number) for number in sorted(held_line_numbers))
    return hashlib.sha256(f"{lines_digest}\n{held}".encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no canonical form")
