"""What ``verify`` proves of the audit record: its chain."""

from collections.abc import Iterable

from yuping.audit.seals import broken_seals
from yuping.audit.services import broken_links
from yuping.core.checks import Fault, register


def chain_holds() -> Iterable[Fault]:
    """No entry was altered, taken out or put in."""
    return (Fault("audit_auditentry", str(seq), reason) for seq, reason in broken_links())


def written_rows_stand() -> Iterable[Fault]:
    """The rows for which the record vouches are as their verb left them; no further ones exist."""
    return (Fault(*fault) for fault in broken_seals())


def declare() -> None:
    register("audit.chain_holds", chain_holds)
    register("audit.written_rows_stand", written_rows_stand)
