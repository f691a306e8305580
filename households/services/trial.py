"""Work that is tried and taken back, as the check of an import does the rows of a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

_trying: ContextVar[bool] = ContextVar("trying", default=False)


@contextmanager
def on_trial() -> Iterator[None]:
    """Do it and take it back: what verbs refuse is known, and nothing stays.

    Findings and likely doubles, which only follow from what was written, are not looked for meanwhile.
    """
    token = _trying.set(True)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _trying.reset(token)


def is_on_trial() -> bool:
    """Whether what is written now is taken back at once."""
    return _trying.get()
