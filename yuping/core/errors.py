"""The errors that a rule or a verb raises. The sentence a person reads is looked up where it is shown."""

from collections.abc import Iterator
from contextlib import contextmanager


class DomainError(Exception):
    """Something the trade's rules refuse; ``code`` names the reason, ``params`` fill its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class BadInput(DomainError, ValueError):
    """What was typed or uploaded can't be taken; ``params["field"]`` may name the place."""


@contextmanager
def at_field(name: str) -> Iterator[None]:
    """Let bad input found inside name the field it was typed in, unless it names one."""
    try:
        yield
    except BadInput as error:
        error.params.setdefault("field", name)
        raise


class NotAllowedNow(DomainError):
    """The thing is in a state from which this move does not start, or a gate is closed."""


class SamePerson(DomainError):
    """The move needs somebody else than who already took part."""


class PolicyRefused(DomainError):
    """The rules refuse. ``reasons`` lists the codes of every reason, or objects with ``code`` and ``params``;
    ``about`` names what a single one concerns, for its sentence."""


class StaleRecord(DomainError):
    """What the person saw is no longer what stands."""


class MissingVerb(DomainError):
    """No posting of the person holds this verb anywhere (403)."""


class UnscopedAccess(DomainError):
    """A guarded table was read without saying for whom: a programming error, never a person's."""
