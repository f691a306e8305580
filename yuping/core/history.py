"""Field history for records that may be edited. Sealed columns stay out of it; frozen rows need none."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

from yuping.core.fields import SealedField

M = TypeVar("M", bound=type[models.Model])


def tracked(*, leave_out: tuple[str, ...] = (), name: str | None = None) -> Callable[[M], M]:
    """Class decorator: every insert, update and delete of the row is kept, whoever writes it.

    ``name`` is that of the history's model where the usual one, ``<model>Event``, is taken.
    """

    def decorate(model: M) -> M:
        sealed = [field.name for field in model._meta.fields if isinstance(field, SealedField)]
        track = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=[*sealed, *leave_out],
            model_name=name,
        )
        return track(model)

    return decorate
