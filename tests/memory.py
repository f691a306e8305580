"""How much memory this process holds, as the kernel counts it.

``getrusage`` tells the most since the process began, and that of the program that started it: it can hide what the
work at hand took.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROCESS = Path("/proc/self")
MOST, NOW = "VmHWM", "VmRSS"
FORGET_MOST = "5"


def megabytes(what: str = MOST) -> float:
    """The most this program ever held, or what it holds now."""
    lines = (PROCESS / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1024


@contextmanager
def takes_less_than(limit: float) -> Iterator[None]:
    """Raises AssertionError when the work inside ever held so many MB more than there were before."""
    (PROCESS / "clear_refs").write_text(FORGET_MOST)
    before = megabytes(NOW)
    yield
    taken = megabytes(MOST) - before
    assert taken < limit, f"took {taken:.0f} MB"
