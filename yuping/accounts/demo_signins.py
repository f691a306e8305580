"""The sign-ins that the sign-in page lists while the database carries the demo mark. The demo room fills the hook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from yuping.core.models import Installation


@dataclass(frozen=True)
class DemoSignIn:
    """One listed sign-in: who it stands for, its name and its published password."""

    role: str
    area: str
    full_name: str
    username: str
    password: str


_source: Callable[[], Sequence[DemoSignIn]] = tuple


def provide(source: Callable[[], Sequence[DemoSignIn]]) -> None:
    """Called once by the demo room, which is absent from production."""
    global _source
    _source = source


def listed() -> Sequence[DemoSignIn]:
    """The sign-ins to list: none unless this database carries the demo mark."""
    return _source() if Installation.objects.filter(is_demo=True).exists() else ()
