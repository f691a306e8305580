"""The digest an approver posts: the locked lines together with what is held back. Pure."""

import hashlib
from collections.abc import Iterable


def payable_digest(lines_digest: str, held_line_numbers: Iterable[int]) -> str:
    """What the approver posts: the locked lines together with the lines held back since."""
    held = ",".join(str(number) for number in sorted(held_line_numbers))
    return hashlib.sha256(f"{lines_digest}\n{held}".encode()).hexdigest()
