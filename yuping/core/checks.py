"""The registry of integrity checks: what ``manage.py verify`` proves. Apps register theirs in ``ready()``."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A row that does not hold: its table, its key, and why in plain words."""

    table: str
    pk: str
    reason: str


Check = Callable[[], Iterable[Fault]]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Add a check under a name of its own; raises ValueError when another check has the name."""
    if _checks.get(name, check) is not check:
        raise ValueError(f"the check {name} is declared twice")
    _checks[name] = check


def all_checks() -> dict[str, Check]:
    """Every check by name, in the order of registration."""
    return dict(_checks)


def run() -> Iterator[tuple[str, Fault]]:
    """All faults of all checks, each with the name of its check."""
    for name, check in _checks.items():
        for fault in check():
            yield name, fault
