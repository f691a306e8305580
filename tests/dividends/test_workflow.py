"""The table of moves, pair by pair."""

import pytest

from dividends.workflow import BATCH, BatchState
from yuping.core.errors import BadInput, NotAllowedNow, SamePerson

LEGAL = {
    ("lock", "draft"): "locked",
    ("publish", "locked"): "on_notice",
    ("publish", "on_notice"): "on_notice",
    ("confirm", "on_notice"): "confirmed",
    ("approve", "confirmed"): "approved",
    ("return", "locked"): "draft",
    ("return", "on_notice"): "draft",
    ("return", "confirmed"): "draft",
    ("issue", "approved"): "issued",
    ("load", "issued"): "results_loaded",
    ("discard", "results_loaded"): "issued",
    ("settle", "results_loaded"): "settled",
    ("close", "settled"): "closed",
    ("cancel", "draft"): "cancelled",
    ("cancel", "locked"): "cancelled",
}
TAKERS = {"create": {1}, "lock": {1}}


@pytest.mark.parametrize(("name", "state"), [(name, state) for name in BATCH.moves for state in BatchState])
def test_only_the_agreed_moves_are_legal(name, state):
    actor = 1 if name in {"cancel", "lock"} else 9

    if (name, state) in LEGAL:
        move = BATCH.require(name, state=state, actor_id=actor, takers=TAKERS, reason="因故")
        assert move.target == LEGAL[name, state]
    else:
        with pytest.raises(NotAllowedNow):
            BATCH.require(name, state=state, actor_id=actor, takers=TAKERS, reason="因故")


@pytest.mark.parametrize(
    ("name", "earlier"),
    [
        ("publish", "create"),
        ("confirm", "create"),
        ("confirm", "lock"),
        ("approve", "lock"),
        ("approve", "confirm"),
        ("return", "lock"),
        ("issue", "create"),
        ("issue", "approve"),
        ("load", "lock"),
        ("load", "approve"),
        ("load", "issue"),
        ("settle", "load"),
        ("settle", "approve"),
        ("close", "create"),
    ],
)
def test_whoever_took_part_can_not_take_the_later_step(name, earlier):
    state = next(iter(BATCH.moves[name].sources))

    with pytest.raises(SamePerson):
        BATCH.require(name, state=state, actor_id=5, takers={earlier: {5}}, reason="因故")


def test_only_a_preparer_cancels():
    with pytest.raises(SamePerson):
        BATCH.require("cancel", state="draft", actor_id=2, takers=TAKERS, reason="因故")


@pytest.mark.parametrize("name", ["return", "discard", "cancel"])
def test_a_step_back_needs_a_reason(name):
    state = next(iter(BATCH.moves[name].sources))

    with pytest.raises(BadInput):
        BATCH.require(name, state=state, actor_id=1 if name == "cancel" else 3, takers=TAKERS, reason="  ")
