"""What a household number looks like: digits or capital letters, of a length that the installation sets. Pure.

The number is the national system's: it is taken over, never made up here. How long it is differs by province and year.
"""

import re
from dataclasses import dataclass

# Twelve digits of the village at the most common, and what counts within it.
SHORTEST, LONGEST = 10, 20


@dataclass(slots=True)
class NumberForm:
    """How long a household number is."""

    shortest: int = SHORTEST
    longest: int = LONGEST

    def fits(self, number: str) -> bool:
        return bool(re.fullmatch(rf"[0-9A-Z]{{{self.shortest},{self.longest}}}", number))

    @property
    def params(self) -> dict[str, int]:
        """For the sentence that refuses one."""
        return {"shortest": self.shortest, "longest": self.longest}


FORM = NumberForm()


def set_form(lengths: str) -> None:
    """Take the installation's lengths, such as "18" or "12-18"; called once. Raises ValueError for what is none."""
    first, _dash, last = lengths.partition("-")
    shortest, longest = int(first), int(last or first)
    if not 1 <= shortest <= longest <= LONGEST:
        raise ValueError(f"household numbers have 1 to {LONGEST} characters, as in 12-18: {lengths}")
    FORM.shortest, FORM.longest = shortest, longest
