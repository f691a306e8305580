"""What every move of a batch has in common: load it for the act, ask the workflow, write the decision."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Model

from dividends.models import Batch, Decision
from dividends.workflow import BATCH
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import StaleRecord
from yuping.core.workflow import Move


def load_for_move(*, actor: User, batch_id: int, name: str, reason: str = "") -> tuple[Batch, Move]:
    """The batch, locked for this move, if the person, his earlier part in it and its state allow the move.

    Raises MissingVerb, Batch.DoesNotExist (outside the area), NotAllowedNow, SamePerson, BadInput, and StaleRecord for
    an act that still stands on a day before the batch's latest decision.
    """
    batch = Batch.objects.for_action(actor, BATCH.moves[name].permission).get(pk=batch_id)
    if batch.decisions.filter(on__gt=clock.today()).exists():
        raise StaleRecord("day_has_passed")
    return batch, BATCH.require(name, state=batch.state, actor_id=actor.pk, takers=takers_of(batch), reason=reason)


def takers_of(batch: Batch) -> dict[str, set[int]]:
    """Who took which move, in any round; whoever prepared the batch counts as having taken "create"."""
    takers: dict[str, set[int]] = defaultdict(set)
    takers["create"].add(batch.created_by_id)
    for move, actor_id in (
        Decision.objects.all_areas(reason="one batch's own decisions")
        .filter(batch=batch)
        .values_list("move", "actor_id")
    ):
        takers[move].add(actor_id)
    return takers


def record_decision(
    *,
    actor: User,
    batch: Batch,
    move: Move,
    digest: str = "",
    note: str = "",
    area_code: str = "",
    wrote: Sequence[Model] = (),
    **facts: object,
) -> Decision:
    """The decision row and the audit entry of one move: the last two writes of its transaction.

    The entry vouches for the decision and for what else the move ``wrote``.
    """
    plain = {key: str(value) for key, value in facts.items()}
    decision = Decision.objects.create(
        batch=batch,
        round=batch.round,
        move=move.name,
        actor=actor,
        on=clock.today(),
        digest=digest,
        note=note,
        facts=plain,
    )
    record_act(
        actor=actor,
        verb=move.permission,
        obj=batch,
        area_code=area_code,
        reason=note,
        facts={"digest": digest, "round": batch.round, **plain},
        wrote=[decision, *wrote],
    )
    return decision


def set_state(batch: Batch, move: Move, **changes: object) -> None:
    """Move the batch and save exactly what changed."""
    batch.state = move.target
    for field, value in changes.items():
        setattr(batch, field, value)
    batch.save(update_fields=["state", *changes])
