"""What ``verify`` proves of the audit record: its chain."""

from collections.abc import Iterable

from yuping.audit.services import broken_links
from yuping.core.checks import Fault, register


def chain_holds() -> Iterable[Fault]:
    """No entry was altered, taken out or put in."""
    return (Fault("audit_auditentry", str(seq), reason) for seq, reason in broken_links())


def declare() -> None:
    register("audit.chain_holds", chain_holds)
