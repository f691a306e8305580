"""Rules of the villages room. Pure: facts in, answers out."""

import datetime
from decimal import Decimal

# Income that a village earns itself; subsidies and returned taxes are transfers (national statistics of 空壳村).
OPERATING_CLASSES = ("operating", "contracted", "investment", "other")

# Bands of a village's yearly income, all classes, in yuan: at least, below. The county reports 50,000 and 100,000.
BANDS: dict[str, tuple[Decimal | None, Decimal | None]] = {
    "none": (None, Decimal("0.01")),
    "below_50000": (Decimal("0.01"), Decimal("50000.00")),
    "from_50000": (Decimal("50000.00"), None),
    "50000_to_100000": (Decimal("50000.00"), Decimal("100000.00")),
    "from_100000": (Decimal("100000.00"), None),
}


def last_complete_year(on: datetime.date) -> int:
    """The last calendar year that is over at the end of the day; a year is complete on its 31 December."""
    return on.year if (on.month, on.day) == (12, 31) else on.year - 1
