"""The one source of the business date (Asia/Shanghai).

A database marked as demo carries its own date; any other follows the calendar. Real time (audit, history, sessions)
is never compared with it.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

from yuping.core.models import Installation

_fixed: ContextVar[datetime.date | None] = ContextVar("business_date", default=None)


def today() -> datetime.date:
    """The business date: fixed for the request in hand, else the demo's, else the Shanghai calendar's."""
    return _fixed.get() or current()


def current() -> datetime.date:
    """The business date as the database has it at this moment."""
    demo = Installation.objects.filter(is_demo=True).values_list("business_date", flat=True).first()
    return demo or timezone.localdate()


@contextmanager
def fixed(day: datetime.date) -> Iterator[None]:
    """Hold the business date still: one request, or one day of the demo county."""
    token = _fixed.set(day)
    try:
        yield
    finally:
        _fixed.reset(token)
