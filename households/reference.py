"""Loading of the poverty standards, and the standard that counts for a year of income."""

from decimal import Decimal

from households.models import PovertyLine
from yuping.core import reference


@reference.loader("poverty lines")
def load_poverty_lines() -> int:
    """New standards only: a county edits its own afterwards."""
    rows = reference.rows_of("poverty_lines")
    PovertyLine.objects.bulk_create([PovertyLine(**row) for row in rows], ignore_conflicts=True)
    return len(rows)


def poverty_line(year: int, *, level: str = "guizhou", purpose: str = "exit") -> Decimal | None:
    """The standard of a year of income: the province's, else the national one, else None."""
    lines = PovertyLine.objects.filter(year=year, purpose=purpose)
    amounts = dict(lines.values_list("level", "amount"))
    return amounts.get(level, amounts.get("national"))
