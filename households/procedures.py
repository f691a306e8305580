"""How a household comes on file, leaves poverty, returns, is removed or watched: one table of steps for each. Pure.

Each procedure is a table of moves (``yuping.core.workflow``) and, for each move, what it has to record. Services,
pages, the notices of a village and the database's triggers read these tables; nothing else knows the order of steps.

Sources: domain 2.1 (two reviews, two notices, one comparison, one announcement) and 2.4 (exit, removal, watching).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from yuping.core.workflow import Move, Workflow

APPLY = "households.apply_for_identification"
CONFIRM = "households.confirm_identification"
PROPOSE = "households.propose_adjustment"
REVIEW = "households.review_adjustment"
DECIDE = "households.decide_adjustment"

# Each of these takes several steps of a case.
CASE_VERBS = (APPLY, CONFIRM, PROPOSE, REVIEW, DECIDE)

REFUSALS = frozenset({"refuse", "reject"})


class Stage(StrEnum):
    """Where a case is, whatever its kind."""

    UNDER_WAY = "under_way"
    ON_NOTICE = "on_notice"
    DECIDED = "decided"
    TO_ANNOUNCE = "to_announce"
    REFUSED = "refused"


class Paper(StrEnum):
    """Whether a step has to bring a paper."""

    NONE = ""
    WELCOME = "welcome"
    NEEDED = "needed"


@dataclass(frozen=True, slots=True)
class Days:
    """How long a notice stands: full working days after the day it was put up, or plain days."""

    count: int
    working: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """What a step records besides its day and its person."""

    votes: bool = False
    words: bool = False
    notice: Days | None = None
    paper: Paper = Paper.NONE
    document: str = "other"

    @property
    def hangs(self) -> bool:
        """Whether something is put up in the village: a notice for its days, or the announcement of the decision."""
        return self.document == "notice"


# One village meeting, one notice and so on, wherever they occur.
MEETING = Step(votes=True, paper=Paper.WELCOME, document="meeting")
FOUND = Step(words=True, paper=Paper.WELCOME, document="photo")
EVIDENCE = Step(words=True, paper=Paper.NEEDED, document="other")
SIGNED = Step(paper=Paper.NEEDED, document="form")
SEVEN_WORKDAYS = Step(notice=Days(7), paper=Paper.NEEDED, document="notice")
FIVE_DAYS = Step(notice=Days(5, working=False), paper=Paper.NEEDED, document="notice")
PLAIN = Step()
ANNOUNCED = Step(paper=Paper.WELCOME, document="notice")


@dataclass(frozen=True)
class Procedure:
    """A kind of procedure."""

    workflow: Workflow
    steps: Mapping[str, Step]

    @classmethod
    def of(cls, initial: str, *steps: tuple[Move, Step]) -> "Procedure":
        moves = [move for move, _step in steps]
        return cls(Workflow.of(initial, *moves), {move.name: step for move, step in steps})

    def notice_before(self, state: str) -> Days | None:
        """How long the notice stands on which a case in this state is."""
        for name, move in self.workflow.moves.items():
            if move.target == state and self.steps[name].notice:
                return self.steps[name].notice
        return None

    def forward(self, state: str) -> Move | None:
        """The step on from a state; a refusal is none."""
        return next((move for move in self.workflow.from_state(state) if move.name not in REFUSALS), None)

    @property
    def way(self) -> list[str]:
        """The states from beginning to end, without the refusals."""
        found, move = [self.workflow.initial], self.forward(self.workflow.initial)
        while move is not None:
            found.append(move.target)
            move = self.forward(move.target)
        return found

    def stages_of(self, state: str) -> frozenset[Stage]:
        """The stages in which a case in this state is; a case on notice is under way too."""
        if state == "refused":
            return frozenset({Stage.REFUSED})
        if state in {"accepted", "approved", "announced"}:
            waits = self.forward(state) is not None
            return frozenset({Stage.DECIDED, Stage.TO_ANNOUNCE}) if waits else frozenset({Stage.DECIDED})
        hangs = self.notice_before(state) is not None
        return frozenset({Stage.UNDER_WAY, Stage.ON_NOTICE}) if hangs else frozenset({Stage.UNDER_WAY})

    def states_at(self, stage: str) -> list[str]:
        """The states of a stage."""
        return [state for state in self.workflow.states if stage in self.stages_of(state)]

    @property
    def finished(self) -> frozenset[str]:
        """The states from which nothing leads on."""
        return frozenset(state for state in self.workflow.states if not self.workflow.from_state(state))


def _moves(verb: str, start: str, *names_and_targets: tuple[str, str, Step]) -> Iterator[tuple[Move, Step]]:
    """A chain of moves, each from where the one before has led."""
    source = start
    for name, target, step in names_and_targets:
        yield Move(name, frozenset({source}), target, verb), step
        source = target


def _identification() -> Procedure:
    village = list(
        _moves(
            APPLY,
            "applied",
            ("review_in_group", "group_reviewed", MEETING),
            ("review_in_village", "village_reviewed", MEETING),
            ("publish_first", "first_notice", SEVEN_WORKDAYS),
        )
    )
    # Whoever entered the application or a step of the village doesn't check it for the township.
    taken = frozenset({"propose", *(move.name for move, _step in village)})
    checked = Move("review_in_township", frozenset({"first_notice"}), "township_reviewed", APPLY, not_done_by=taken)
    village += [
        (checked, Step(paper=Paper.WELCOME)),
        *_moves(APPLY, "township_reviewed", ("publish_second", "second_notice", SEVEN_WORKDAYS)),
    ]
    others = frozenset({"propose", *(move.name for move, _step in village)})
    townships = frozenset(move.target for move, _step in village) | {"applied"}
    return Procedure.of(
        "applied",
        *village,
        (Move("compare", frozenset({"second_notice"}), "compared", CONFIRM, not_done_by=others), PLAIN),
        (Move("accept", frozenset({"compared"}), "accepted", CONFIRM, not_done_by=others), PLAIN),
        (Move("announce", frozenset({"accepted"}), "announced", APPLY), ANNOUNCED),
        (Move("refuse", townships, "refused", APPLY, needs_reason=True), PLAIN),
        (Move("reject", frozenset({"second_notice", "compared"}), "refused", CONFIRM, needs_reason=True), PLAIN),
    )


def _adjustment(*village: tuple[str, str, Step], announced: bool = True) -> Procedure:
    """The village's steps, then the township's check, then the county's decision by somebody else."""
    chain = list(_moves(PROPOSE, "proposed", *village))
    last = chain[-1][0].target
    # Whoever entered the case or a step of the village doesn't check it for the township, nor decide for the county;
    # nor does who checked it decide.
    taken = frozenset({"propose", *(move.name for move, _step in chain)})
    others = taken | {"review_in_township"}
    before = frozenset({"proposed", *(move.target for move, _step in chain)})
    steps = [
        *chain,
        (
            Move("review_in_township", frozenset({last}), "township_reviewed", REVIEW, not_done_by=taken),
            Step(paper=Paper.WELCOME),
        ),
        (Move("approve", frozenset({"township_reviewed"}), "approved", DECIDE, not_done_by=others), PLAIN),
        (Move("refuse", before, "refused", REVIEW, needs_reason=True), PLAIN),
        (Move("reject", frozenset({"township_reviewed"}), "refused", DECIDE, needs_reason=True), PLAIN),
    ]
    if announced:
        steps.insert(-2, (Move("announce", frozenset({"approved"}), "announced", PROPOSE), ANNOUNCED))
    return Procedure.of("proposed", *steps)


class Kind(StrEnum):
    """The kinds of adjustment of a household on file."""

    EXIT = "exit"
    RETURN = "return"
    REMOVAL = "removal"
    WATCH = "watch"
    WATCH_END = "watch_end"


IDENTIFICATION = _identification()
ADJUSTMENTS: Mapping[str, Procedure] = {
    Kind.EXIT: _adjustment(
        ("review_in_village", "village_reviewed", MEETING),
        ("check", "checked", FOUND),
        ("sign", "signed", SIGNED),
        ("publish", "on_notice", SEVEN_WORKDAYS),
    ),
    Kind.RETURN: _adjustment(
        ("check", "checked", FOUND),
        ("review_in_village", "village_reviewed", MEETING),
        ("publish", "on_notice", SEVEN_WORKDAYS),
    ),
    Kind.REMOVAL: _adjustment(
        ("check", "checked", EVIDENCE),
        ("hear", "heard", Step(words=True, paper=Paper.WELCOME, document="form")),
        ("publish", "on_notice", SEVEN_WORKDAYS),
    ),
    # One notice in the village, repeated nowhere above it.
    Kind.WATCH: _adjustment(
        ("check", "checked", Step(words=True, paper=Paper.NEEDED, document="form")),
        ("review_in_village", "village_reviewed", MEETING),
        ("publish", "on_notice", FIVE_DAYS),
        announced=False,
    ),
    Kind.WATCH_END: _adjustment(
        ("check", "checked", FOUND),
        ("review_in_village", "village_reviewed", MEETING),
        ("publish", "on_notice", FIVE_DAYS),
        announced=False,
    ),
}
# Every step of an adjustment, whatever its kind, with the verb it needs: the same in each kind.
MOVES: Mapping[str, str] = {
    name: move.permission for procedure in ADJUSTMENTS.values() for name, move in procedure.workflow.moves.items()
}
DECIDED = frozenset({"approved", "announced"})
CLOSED = DECIDED | {"refused"}
