"""What ``verify`` proves of the audit record: its chain."""

from collections.abc import Iterable

from yuping.audit.explained import against_history, without_act
from yuping.audit.seals import broken_seals
from yuping.audit.services import broken_links
from yuping.core.checks import Fault, register


def chain_holds() -> Iterable[Fault]:
    """No entry was altered, taken out or put in."""
    return (Fault("audit_auditentry", str(seq), reason) for seq, reason in broken_links())


def written_rows_stand() -> Iterable[Fault]:
    """The rows for which the record vouches are as their verb left them; no further ones exist."""
    return (Fault(*fault) for fault in broken_seals())


def history_is_explained() -> Iterable[Fault]:
    """Every change that the history holds was made by an act of the record."""
    return (Fault(*fault) for fault in without_act())


def rows_follow_their_history() -> Iterable[Fault]:
    """Every row that is kept with its history is as the last line of it says."""
    return (Fault(*fault) for fault in against_history())


def declare() -> None:
    register("audit.chain_holds", chain_holds)
    register("audit.written_rows_stand", written_rows_stand)
    register("audit.history_is_explained", history_is_explained)
    register("audit.rows_follow_their_history", rows_follow_their_history)
