"""How often a household is visited. Pure.

A cadre visits every household paired with him each quarter; one that nobody has visited for half a year is late. The
days hold from a file year on, like the limits of the rules.
"""

import datetime

from households.policy.quality.limits import LATE_VISIT_DAYS, VISIT_DAYS


def visited_since(today: datetime.date) -> datetime.date:
    """A household whose last visit lies before this day is due."""
    return today - datetime.timedelta(days=VISIT_DAYS.of(today.year))


def due_since(last_seen: datetime.date) -> datetime.date:
    """The day from which a household seen last on that day is due."""
    return last_seen + datetime.timedelta(days=VISIT_DAYS.of(last_seen.year))


def is_late(last_seen: datetime.date, today: datetime.date) -> bool:
    """Whether the last visit (or, without one, the registration) lies too far back."""
    return last_seen < late_before(today)


def late_before(today: datetime.date) -> datetime.date:
    """A household seen last before this day is late."""
    return today - datetime.timedelta(days=LATE_VISIT_DAYS.of(today.year))
