"""The work list: each room registers what can wait for a person.

A source is a function ``(user, today) -> Iterable[WorkItem]``. It asks the same scoped querysets as the pages it
links to, so its count is the number of rows that the link opens. In ``apps.ready()``::

    from yuping.accounts import worklist
    worklist.register(waiting_batches)
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise

from yuping.accounts.models import User


@dataclass(frozen=True)
class Part:
    """A share of a kind of work: whose or where, how many, the list that shows them, whether one of them is late."""

    label: str | Promise
    count: int
    url: str
    late: bool = False


class Hurts(IntEnum):
    """Whom it hurts when the work is left: what decides its place before the day on which it came up."""

    # Somebody is not paid, or is paid wrongly, until it is done.
    MONEY = 1
    # Somebody waits for an answer or for a second person.
    PEOPLE = 2
    # The yearly round through all households, which has thousands of rows on most days.
    ROUND = 3


@dataclass(frozen=True)
class WorkItem:
    """One kind of work: what, how many, where, since which business date the oldest waits, whether it is late.

    ``parts`` says how much of it falls to each village or person, where one list of hundreds helps nobody.
    """

    title: str | Promise
    count: int
    url: str
    since: datetime.date | None = None
    late: bool = False
    parts: tuple[Part, ...] = ()
    hurts: Hurts = Hurts.PEOPLE

    @property
    def tells_apart(self) -> bool:
        """Whether some parts are late and others are not; where all are, the item itself says so."""
        return len({part.late for part in self.parts}) > 1


Source = Callable[[User, datetime.date], Iterable[WorkItem]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add a source; usable as a decorator."""
    _sources.append(source)
    return source


def items_for(user: User, today: datetime.date) -> list[WorkItem]:
    """What waits for the person; empty counts are left out. The yearly round comes last, however late it is; before it
    what is late, what stops money first, then the oldest, then what has no date."""
    found = [item for source in _sources for item in source(user, today) if item.count]
    return sorted(found, key=_place)


def _place(item: WorkItem) -> tuple[bool, bool, Hurts, datetime.date, str]:
    rounds = item.hurts is Hurts.ROUND
    return rounds, not item.late, item.hurts, item.since or datetime.date.max, str(item.title)
