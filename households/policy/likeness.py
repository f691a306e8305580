"""When two people look like one: how names and identity numbers differ by a slip of the hand. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The check character follows from the 17 before it: who mends a refused number by it hides the slip.
COMPARED = 17
# A phone that more households give is that of a cadre or a shop; the rule of shared phones tells it.
MOST_SHARING = 5


def near_numbers(one: str, other: str) -> bool:
    """Whether two 18-character numbers differ by one digit, or by two that changed places."""
    one, other = one[:COMPARED], other[:COMPARED]
    if len(one) != COMPARED or len(other) != COMPARED:
        return False
    apart = [place for place in range(COMPARED) if one[place] != other[place]]
    if len(apart) == 1:
        return True
    if len(apart) != 2:
        return False
    first, second = apart
    return one[first] == other[second] and one[second] == other[first]


@dataclass(frozen=True, slots=True)
class Match:
    """One likeness: the two homes, the two members (None where only phones of households agree), and of what kind."""

    home: int
    member: int | None
    other_home: int
    other_member: int | None
    kind: str

    def ordered(self) -> "Match":
        """The same with the lower home first."""
        if self.home <= self.other_home:
            return self
        return Match(self.other_home, self.other_member, self.home, self.member, self.kind)


def by_homes(matches: Sequence[Match], order: Sequence[str]) -> Mapping[tuple[int, int], list[list[object]]]:
    """For each two homes: who looks like whom, as ``[first, second, [kinds]]``."""
    found: dict[tuple[int, int], dict[tuple[int | None, int | None], set[str]]] = {}
    for match in map(Match.ordered, matches):
        pairs = found.setdefault((match.home, match.other_home), {})
        pairs.setdefault((match.member, match.other_member), set()).add(match.kind)
    return {
        homes: [
            [first, second, sorted(kinds, key=order.index)]
            for (first, second), kinds in sorted(pairs.items(), key=lambda item: tuple(map(str, item[0])))
        ]
        for homes, pairs in found.items()
    }
