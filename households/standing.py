"""What hangs on a household in the rooms to the right: loans, participations, payments. They register, this room asks.

A source is a function ``(household_ids) -> Iterable[Standing]``. In ``apps.ready()``::

    from households import standing
    standing.register(loans_standing)
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that hangs on a household, with the sentence that says so.

    ``live``: it has to come to its end before the file can give way to another. ``on_its_way``: a payment stands in a
    list that others have seen, so payee and identity stay as they are. ``member_id`` is the person it names, if any.
    ``way`` says how it comes to its end and who sees to that; ``url`` is its page, for whoever holds ``permission``.
    """

    household_id: int
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    live: bool = True
    on_its_way: bool = False
    member_id: int | None = None
    way: str | Promise = ""
    url: str = ""
    permission: str = ""


Source = Callable[[list[int]], Iterable[Standing]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add a source; usable as a decorator."""
    _sources.append(source)
    return source


def of_households(household_ids: Iterable[int]) -> Iterator[Standing]:
    """Everything that hangs on these households."""
    ids = list(household_ids)
    for source in _sources:
        yield from source(ids)


def on_their_way(household_ids: Iterable[int]) -> list[Standing]:
    """The payments that forbid a change of payee or identity now."""
    return [one for one in of_households(household_ids) if one.on_its_way]
