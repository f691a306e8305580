"""The table of moves of payee accounts; those of identification and adjustment stand in ``procedures``. Pure."""

from yuping.core.workflow import Move, Workflow

PAYEE_ACCOUNT = Workflow.of(
    "proposed",
    Move(
        "confirm",
        frozenset({"proposed"}),
        "verified",
        "households.confirm_payee_account",
        not_done_by=frozenset({"propose"}),
    ),
    Move(
        "refuse",
        frozenset({"proposed"}),
        "refused",
        "households.refuse_payee_account",
        needs_reason=True,
    ),
    Move("close", frozenset({"verified"}), "closed", "households.close_payee_account", needs_reason=True),
)
