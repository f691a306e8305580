"""The steps of the demo's year and the walk through them, day by day."""

import datetime
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from yuping.core import clock

Report = Callable[[str], object]


@dataclass(frozen=True)
class Step:
    """Work of one business day. ``stands`` asks whether its result is there, ``run`` calls the services for it."""

    day: datetime.date
    title: str
    stands: Callable[[], bool]
    run: Callable[[], object]


def walk(steps: Iterable[Step], *, until: datetime.date, report: Report) -> int:
    """Do the steps up to a day in the order of their days; returns how many were not done before.

    Steps of one day keep the order in which they are given. Each is reported with the seconds it took.
    """
    done = 0
    for step in sorted(steps, key=lambda step: step.day):
        if step.day > until or step.stands():
            continue
        started = time.monotonic()
        with clock.fixed(step.day), transaction.atomic():
            step.run()
        done += 1
        report(f"{step.day}  {step.title}  {time.monotonic() - started:.1f} s")
    return done
