"""The family of refusals: what the system declines on purpose, each with a code that screens translate."""


class DomainError(Exception):
    """A refusal that the person can understand and act on; anything else that is raised is a fault.

    `code` names the reason for screens, tests and the audit record. `params` are the facts that the
    sentence needs; they end up in logs, so they never hold an ID number, an account, a phone number or the
    text a person typed.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class NotAllowedNow(DomainError):
    """The record's state has no such move at present."""


class SamePerson(DomainError):
    """The step needs someone other than a person who already acted on this record."""


class PolicyRefused(DomainError):
    """The rules of the scheme's edition refuse; the params carry all reasons, not only the first."""


class StaleRecord(DomainError):
    """The record changed after the person looked at it: what they confirmed is not what is stored."""


class OutOfScope(DomainError):
    """The record lies outside the areas of the person's postings; shown as if it did not exist."""


class MissingVerb(DomainError):
    """None of the person's roles holds the right to this step."""


class BadInput(DomainError, ValueError):
    """A typed or imported value that cannot be what it should be."""
