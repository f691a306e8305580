"""The work list: each room registers what can wait for a person.

A source is a function ``(user, today) -> Iterable[WorkItem]``. It asks the same scoped querysets as the pages it
links to, so its count is the number of rows that the link opens. In ``apps.ready()``::

    from yuping.accounts import worklist
    worklist.register(waiting_batches)
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from yuping.accounts.models import User


@dataclass(frozen=True)
class Part:
    """A share of a kind of work: whose or where, how many, the list that shows them, whether one of them is late."""

    label: str | Promise
    count: int
    url: str
    late: bool = False


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
    """What waits for the person: late first, then the oldest, then what has no date. Empty counts are left out."""
    found = [item for source in _sources for item in source(user, today) if item.count]
    return sorted(found, key=lambda item: (not item.late, item.since or datetime.date.max, str(item.title)))
