"""The moves of a village's bank account: proposed by one person, confirmed by another, closed by a newer one."""

from yuping.core.workflow import Move, Workflow

VILLAGE_ACCOUNT = Workflow.of(
    "proposed",
    Move(
        name="confirm",
        sources=frozenset({"proposed"}),
        target="verified",
        permission="villages.confirm_village_account",
        not_done_by=frozenset({"propose"}),
    ),
    Move(
        name="reject",
        sources=frozenset({"proposed"}),
        target="closed",
        permission="villages.confirm_village_account",
        needs_reason=True,
    ),
    Move(
        name="close",
        sources=frozenset({"verified"}),
        target="closed",
        permission="villages.confirm_village_account",
        needs_reason=True,
    ),
)
