"""The moves of a batch, of its lines and of an agreement. Buttons, services, tests and triggers read these tables.

Who may take a move is its permission; whoever took one of the moves named in ``not_done_by``, in any round, may not.
"""

from enum import StrEnum

from yuping.core.workflow import Move, Workflow


class BatchState(StrEnum):
    DRAFT = "draft"
    LOCKED = "locked"
    ON_NOTICE = "on_notice"
    CONFIRMED = "confirmed"
    APPROVED = "approved"
    ISSUED = "issued"
    RESULTS_LOADED = "results_loaded"
    SETTLED = "settled"
    CLOSED = "closed"
    CANCELLED = "cancelled"


S = BatchState


def _move(
    name: str,
    sources: tuple[str, ...],
    target: str,
    permission: str,
    *,
    others: str = "",
    only_by: str = "",
    needs_reason: bool = False,
) -> Move:
    return Move(
        name=name,
        sources=frozenset(sources),
        target=target,
        permission=f"dividends.{permission}",
        not_done_by=frozenset(others.split()),
        only_by=frozenset(only_by.split()),
        needs_reason=needs_reason,
    )


# "create" and "lock" make a preparer; "publish" is taken village by village and moves the batch only the first time.
PREPARERS = "create lock"
BATCH = Workflow.of(
    S.DRAFT,
    _move("lock", (S.DRAFT,), S.LOCKED, "lock_batch"),
    _move("publish", (S.LOCKED, S.ON_NOTICE), S.ON_NOTICE, "publish_notice", others=PREPARERS),
    _move("confirm", (S.ON_NOTICE,), S.CONFIRMED, "confirm_batch", others=PREPARERS),
    _move("approve", (S.CONFIRMED,), S.APPROVED, "approve_batch", others=f"{PREPARERS} confirm"),
    _move(
        "return",
        (S.LOCKED, S.ON_NOTICE, S.CONFIRMED),
        S.DRAFT,
        "return_batch",
        others=PREPARERS,
        needs_reason=True,
    ),
    _move("issue", (S.APPROVED,), S.ISSUED, "issue_batch", others=f"{PREPARERS} approve"),
    _move("load", (S.ISSUED,), S.RESULTS_LOADED, "load_results", others=f"{PREPARERS} approve issue"),
    _move("discard", (S.RESULTS_LOADED,), S.ISSUED, "discard_results", needs_reason=True),
    _move("settle", (S.RESULTS_LOADED,), S.SETTLED, "settle_batch", others="load approve"),
    _move("close", (S.SETTLED,), S.CLOSED, "close_batch", others=PREPARERS),
    _move("cancel", (S.DRAFT, S.LOCKED), S.CANCELLED, "cancel_batch", only_by=PREPARERS, needs_reason=True),
)

# States in which a line is fixed and counts as live: it bars every other payment of the same instalment.
FROZEN_STATES = frozenset(BATCH.states) - {S.DRAFT, S.CANCELLED}
# A hold can still keep a line out of the bank file.
BEFORE_ISSUE = frozenset({S.LOCKED, S.ON_NOTICE, S.CONFIRMED, S.APPROVED})
# From the approval on, the enterprise's money behind the lines is spoken for.
MONEY_COMMITTED = frozenset({S.APPROVED, S.ISSUED, S.RESULTS_LOADED, S.SETTLED, S.CLOSED})


class LineState(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    PAID = "paid"
    RETURNED = "returned"
    HELD = "held"
    DROPPED = "dropped"


# A line is written with the batch, sent with the bank file, and ends as the bank reports. "Unknown" stays sent.
LINE = Workflow.of(
    LineState.PENDING,
    _move("send", (LineState.PENDING,), LineState.SENT, "issue_batch"),
    _move("hold", (LineState.PENDING,), LineState.HELD, "issue_batch"),
    _move("pay", (LineState.SENT,), LineState.PAID, "settle_batch"),
    _move("bounce", (LineState.SENT,), LineState.RETURNED, "settle_batch"),
    _move("drop", (LineState.PENDING,), LineState.DROPPED, "cancel_batch"),
)
DEAD_LINES = frozenset({LineState.RETURNED, LineState.HELD, LineState.DROPPED})


class AgreementState(StrEnum):
    SIGNED = "signed"
    ACTIVE = "active"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


AGREEMENT = Workflow.of(
    AgreementState.SIGNED,
    _move("activate", (AgreementState.SIGNED,), AgreementState.ACTIVE, "activate_agreement"),
    # Signed by mistake: nothing was invested, its loans are free again.
    _move("withdraw", (AgreementState.SIGNED,), AgreementState.WITHDRAWN, "withdraw_agreement", needs_reason=True),
    _move("end", (AgreementState.ACTIVE,), AgreementState.ENDED, "end_agreement", needs_reason=True),
)
