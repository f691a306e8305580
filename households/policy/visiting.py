"""How often a household is visited. Pure.

A cadre visits every household paired with him each quarter; one that nobody has visited for half a year is late.
"""

import datetime

VISIT_DAYS = 90
LATE_DAYS = 182


def visited_since(today: datetime.date) -> datetime.date:
    """A household whose last visit lies before this day is due."""
    return today - datetime.timedelta(days=VISIT_DAYS)


def is_late(last_seen: datetime.date, today: datetime.date) -> bool:
    """Whether the last visit (or, without one, the registration) lies more than half a year back."""
    return last_seen < today - datetime.timedelta(days=LATE_DAYS)
