"""Workflow as data: one table of moves that buttons, services, tests and database triggers all read. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yuping.core.errors import BadInput, NotAllowedNow, SamePerson


@dataclass(frozen=True)
class Move:
    """One legal step.

    ``not_done_by`` names earlier moves; whoever took one of them, in any round, may not take this one.
    ``only_by`` names moves whose takers alone may take this one. ``permission`` is the verb a posting must hold.
    """

    name: str
    sources: frozenset[str]
    target: str
    permission: str
    not_done_by: frozenset[str] = frozenset()
    only_by: frozenset[str] = frozenset()
    needs_reason: bool = False


@dataclass(frozen=True)
class Workflow:
    """The moves of one kind of record, by name."""

    initial: str
    moves: Mapping[str, Move]

    @classmethod
    def of(cls, initial: str, *moves: Move) -> "Workflow":
        return cls(initial=initial, moves={move.name: move for move in moves})

    @property
    def states(self) -> list[str]:
        """Every state, the initial one first, in the order in which the table names them."""
        found = dict.fromkeys([self.initial])
        for move in self.moves.values():
            found.update(dict.fromkeys([*sorted(move.sources), move.target]))
        return list(found)

    @property
    def transitions(self) -> set[tuple[str, str]]:
        """All (from, to) pairs that change the state."""
        return {(source, move.target) for move in self.moves.values() for source in move.sources} - {
            (state, state) for state in self.states
        }

    def from_state(self, state: str) -> list[Move]:
        return [move for move in self.moves.values() if state in move.sources]

    def require(
        self, name: str, *, state: str, actor_id: int, takers: Mapping[str, Iterable[int]], reason: str = ""
    ) -> Move:
        """Return the move or raise NotAllowedNow, SamePerson or BadInput.

        ``takers`` maps a move's name to the ids of all who took it in any round.
        """
        move = self.moves[name]
        if state not in move.sources:
            raise NotAllowedNow("wrong_state", move=name, state=state)
        for earlier in move.not_done_by:
            if actor_id in takers.get(earlier, ()):
                raise SamePerson("same_person", move=name, earlier=earlier)
        if move.only_by and not any(actor_id in takers.get(earlier, ()) for earlier in move.only_by):
            raise SamePerson("only_preparer", move=name)
        if move.needs_reason and not reason.strip():
            raise BadInput("reason_needed", move=name, field="reason")
        return move
