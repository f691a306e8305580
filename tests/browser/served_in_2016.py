"""The site on the day of the access tests; only a demo has a business date of its own."""

import datetime

from yuping.wsgi import application

__all__ = ["application"]


def stand_on(day: datetime.date) -> None:
    from yuping.core import clock  # once the settings are read

    clock.current = lambda: day


stand_on(datetime.date(2016, 11, 30))
