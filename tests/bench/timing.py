"""Taking times, and the table they are printed in."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    work: str
    measured: str
    against: str
    ratio: str


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def undone(work: Callable[[], object], *, to_commit: bool = True) -> float:
    """The time of work that is taken back, with the checks that wait for the commit if it would get there."""

    def checked() -> None:
        work()
        if to_commit:
            connection.check_constraints()

    with transaction.atomic():
        taken = seconds(checked)
        transaction.set_rollback(True)
    return taken


def queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def percentiles(work: Callable[[], object], *, times: int = 12) -> tuple[float, float]:
    """p50 and p95 of repeated work, after one warm-up."""
    work()
    taken = sorted(seconds(work) for _time in range(times))
    return statistics.median(taken), taken[int(times * 0.95) - 1]


def milliseconds(taken: float) -> str:
    return f"{taken * 1000:,.0f} ms"


def against(work: str, taken: float, floor: float, what: str) -> Row:
    return Row(work, milliseconds(taken), f"{milliseconds(floor)} {what}", f"{taken / floor:.1f}×")


def table(rows: list[Row]) -> str:
    lines = ["| work | measured | against | ratio |", "|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {row.work} | {row.measured} | {row.against} | {row.ratio} |" for row in rows)])
