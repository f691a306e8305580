"""The steps of the demo's year and the walk through them, day by day."""

import datetime
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from yuping.core import clock

Report = Callable[[str], object]
# Steps of one kind and day share a line, unless one of them makes a person wait.
WAITING = 2.0


@dataclass(frozen=True)
class Step:
    """Work of one business day. ``stands`` asks whether its result is there, ``run`` calls the services for it.

    ``title`` says what comes to stand, ``count`` how many of it.
    """

    day: datetime.date
    title: str
    stands: Callable[[], bool]
    run: Callable[[], object]
    count: int = 1


def walk(steps: Iterable[Step], *, until: datetime.date, report: Report) -> int:
    """Do the steps up to a day in the order of their days; returns how many were not done before.

    Steps of one day keep the order in which they are given, those of one title together. What was done is reported
    with counts and seconds.
    """
    done = 0
    for (day, title), alike in groupby(_in_order(steps, until), key=lambda step: (step.day, step.title)):
        count, started = 0, time.monotonic()
        for step in alike:
            if step.stands():
                continue
            with clock.fixed(day), transaction.atomic():
                step.run()
            done, count = done + 1, count + step.count
            if time.monotonic() - started > WAITING:
                report(_line(day, title, count, started))
                count, started = 0, time.monotonic()
        if count:
            report(_line(day, title, count, started))
    return done


def _in_order(steps: Iterable[Step], until: datetime.date) -> list[Step]:
    due = [step for step in steps if step.day <= until]
    places: dict[tuple[datetime.date, str], int] = {}
    for step in due:
        places.setdefault((step.day, step.title), len(places))
    return sorted(due, key=lambda step: (step.day, places[step.day, step.title]))


def _line(day: datetime.date, title: str, count: int, started: float) -> str:
    return f"{day}  {time.monotonic() - started:5.1f} s  {count:>6,}  {title}"


def months(year: int) -> Iterator[tuple[datetime.date, datetime.date]]:
    """First and last day of each month."""
    for month in range(1, 13):
        first = datetime.date(year, month, 1)
        yield first, (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
