"""The dividend batch in plain Python, written from the rules and not from the code: what a move does or why not.

Only the shape of the small year of the tests: every instalment is 4,000 yuan to a household and 1,000 to its village.
"""

from dataclasses import dataclass, field

HOUSEHOLD, VILLAGE = 4000, 1000
ONE_APPROVER_UP_TO = 8000

# move: (roles, from, to, not by who took these moves)
PREPARED = ("create", "lock")
MOVES = {
    "lock": ({"company"}, {"draft"}, "locked", ()),
    "publish": ({"clerk"}, {"locked", "on_notice"}, "on_notice", PREPARED),
    "confirm": ({"office"}, {"on_notice"}, "confirmed", PREPARED),
    "approve": ({"approver"}, {"confirmed"}, "approved", (*PREPARED, "confirm")),
    "return": ({"office", "approver"}, {"locked", "on_notice", "confirmed"}, "draft", PREPARED),
    "issue": ({"cashier"}, {"approved"}, "issued", (*PREPARED, "approve")),
    "load": ({"union"}, {"issued"}, "results_loaded", (*PREPARED, "approve", "issue")),
    "discard": ({"union"}, {"results_loaded"}, "issued", ()),
    "settle": ({"company"}, {"results_loaded"}, "settled", ("load", "approve")),
    "close": ({"office"}, {"settled"}, "closed", PREPARED),
    "cancel": ({"company"}, {"draft", "locked"}, "cancelled", ()),
}
HOLDERS = {"company", "office", "clerk"}


@dataclass
class Person:
    """Someone with one role; a clerk has a village, everyone else the county."""

    name: str
    role: str
    village: str = ""

    def reaches(self, village: str) -> bool:
        return self.village in ("", village)


@dataclass
class Line:
    """A household's line; ``ride`` is what of the village's part comes with it."""

    instalment: int
    village: str
    ride: int = VILLAGE
    state: str = "pending"
    asked_by: str = ""
    confirmed_by: str = ""
    replaces: "Line | None" = None
    result: str = ""

    @property
    def held(self) -> bool:
        return bool(self.confirmed_by)


@dataclass
class Batch:
    """A batch with its lines by the key of their row."""

    lines: dict[int, Line]
    state: str = "draft"
    taken: dict[str, set[str]] = field(default_factory=dict)
    noticed: set[str] = field(default_factory=set)
    approvals: dict[str, frozenset[int]] = field(default_factory=dict)
    sheets: set[str] = field(default_factory=set)
    shares: dict[str, str] = field(default_factory=dict)

    @property
    def villages(self) -> set[str]:
        return {line.village for line in self.lines.values()}

    @property
    def holds(self) -> frozenset[int]:
        return frozenset(key for key, line in self.lines.items() if line.held)

    @property
    def unconfirmed(self) -> bool:
        return any(line.asked_by and not line.held for line in self.lines.values())

    def payable(self) -> int:
        return sum(HOUSEHOLD + line.ride for line in self.lines.values() if not line.held)

    def seen_by(self, person: Person) -> bool:
        return not person.village or person.village in self.villages

    def took(self, person: Person, moves: tuple[str, ...]) -> bool:
        return any(person.name in self.taken.get(move, ()) for move in moves)

    def note(self, move: str, person: Person) -> None:
        self.taken.setdefault(move, set()).add(person.name)


class World:
    """Every batch, the money that arrived, and what became of each instalment."""

    def __init__(self, villages: dict[int, str]) -> None:
        self.villages = villages
        self.received = 0
        self.batches: dict[int, Batch] = {}

    def lines(self) -> list[Line]:
        return [line for batch in self.batches.values() for line in batch.lines.values()]

    def open_instalments(self) -> list[int]:
        """Covered by received money, oldest first, and in no line that was not dropped."""
        covered = list(self.villages)[: self.received // (HOUSEHOLD + VILLAGE)]
        named = {line.instalment for line in self.lines() if line.state != "dropped"}
        return [instalment for instalment in covered if instalment not in named]

    def can_be_paid_again(self, line: Line) -> bool:
        replaced = any(other.replaces is line and other.state != "dropped" for other in self.lines())
        return line.state in ("returned", "held") and not replaced

    # Refusals: the name of the error, or nothing

    def refusal(self, batch: Batch, move: str, person: Person, *, reason: bool = True) -> str:
        """Against any move, before the gate of that move is asked."""
        roles, sources, _target, others = MOVES[move]
        if person.role not in roles:
            return "MissingVerb"
        if not batch.seen_by(person):
            return "DoesNotExist"
        if batch.state not in sources:
            return "NotAllowedNow"
        if batch.took(person, others) or (move == "cancel" and not batch.took(person, PREPARED)):
            return "SamePerson"
        if move in ("return", "discard", "cancel") and not reason:
            return "BadInput"
        return self._gate(batch, move, person)

    def _gate(self, batch: Batch, move: str, person: Person) -> str:
        if move == "lock":
            return "" if batch.lines else "PolicyRefused"
        if move == "publish":
            return "NotAllowedNow" if person.village in batch.noticed else ""
        if move == "confirm":
            return "" if batch.noticed >= batch.villages else "PolicyRefused"
        if move in ("approve", "issue") and batch.unconfirmed:
            return "NotAllowedNow"
        if move == "approve" and person.name in batch.approvals:
            return "NotAllowedNow"
        if move == "settle":
            open_line = any(line.state == "sent" and line.result == "unknown" for line in batch.lines.values())
            return "PolicyRefused" if open_line else ""
        if move == "close":
            paid = {line.village for line in batch.lines.values() if line.state == "paid"}
            return "" if batch.sheets >= paid else "PolicyRefused"
        return ""

    # What a move does

    def take(self, batch: Batch, move: str, person: Person) -> None:
        """The move happens."""
        batch.note(move, person)
        if move == "approve":
            batch.approvals[person.name] = batch.holds
            needed = 1 if batch.payable() <= ONE_APPROVER_UP_TO else 2
            if list(batch.approvals.values()).count(batch.holds) < needed:
                return
        batch.state = MOVES[move][2]
        if move == "publish":
            batch.noticed.add(person.village)
        elif move == "return":
            batch.noticed, batch.approvals = set(), {}
        elif move == "cancel":
            self._all(batch, "dropped")
        elif move == "issue":
            for line in batch.lines.values():
                line.state = "held" if line.held else "sent"
        elif move == "settle":
            for line in batch.lines.values():
                line.state = line.result if line.state == "sent" else line.state

    @staticmethod
    def _all(batch: Batch, state: str) -> None:
        for line in batch.lines.values():
            line.state = state

    # What must always hold

    def paid(self) -> list[Line]:
        return [line for line in self.lines() if line.state == "paid"]
