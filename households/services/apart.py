"""Before a household or member is saved: whoever looks like somebody on file is named, and the person says that they
are not the same, or stops."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from households import likely
from households.facts import HouseholdFacts
from households.likely import Typed
from households.models import DoubleState, Household, LikelyDouble, Likeness
from households.policy import Level, Problem
from households.policy.likeness import Match, by_homes
from households.querysets import PHONE_PURPOSE
from households.services.doubles import CLEAR, ORDER, kinds_of, set_decision, update_doubles
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.phone import parse_phone
from yuping.core.text import clean_line
from yuping.core.vault import digest_of, index_of

LIKELY = "households.likely_double"


@dataclass(frozen=True, slots=True)
class Apart:
    """What a person says of the likely doubles he was shown: they are others, and why. ``seen`` is their digest."""

    seen: str
    reason: str


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A household on file that looks like the one to be saved, by name as far as the person may see it."""

    where: str
    kinds: tuple[str, ...]
    household_id: int | None

    def words(self) -> list[object]:
        """What is alike."""
        return [Likeness(kind).label for kind in self.kinds]


class LooksLikeOthers(NotAllowedNow):
    """Nobody has said yet that these are not the same; ``params`` hold ``doubles`` and their digest ``seen``."""


def keep_apart(actor: User, household: Household, apart: Apart | None) -> None:
    """After the household was written, inside its transaction: search, and raise LooksLikeOthers for new likenesses
    about which nothing was said. What was said is decided at once where both files lie in the person's area."""
    fresh = update_doubles([household]).fresh
    rows = list(LikelyDouble.unguarded.filter(state=DoubleState.OPEN).of_homes(fresh).order_by("pk"))
    if not rows:
        return
    found = _alike([_told(actor, household, row) for row in rows])
    if apart is None or apart.seen != found.params["seen"] or not apart.reason.strip():
        raise found
    scope = access.scope_of(actor, CLEAR)
    for row in rows:
        if scope.covers(row.first_village_id) and scope.covers(row.second_village_id):
            set_decision(row, actor, clean_line(apart.reason, max_length=500), state=DoubleState.NOT_SAME)


def lookalikes_of(actor: User, facts: HouseholdFacts) -> LooksLikeOthers | None:
    """What ``keep_apart`` would tell of a household that can't be saved yet for other reasons."""
    people = [
        Typed(-1, -seat, facts.village, member.name, member.birth_date, member.canonical18)
        for seat, member in enumerate(facts.members, start=1)
        if member.left_on is None and member.birth_date and member.name and facts.village
    ]
    found = by_homes(likely.of_typed(people, list(_phones([facts]))), ORDER)
    if not found:
        return None
    kinds = {max(homes): kinds_of(matches) for homes, matches in found.items()}
    named = _named(actor, kinds)
    return _alike([Lookalike(named[pk][0], tuple(kinds[pk]), named[pk][1]) for pk in sorted(kinds)])


def _alike(told: list[Lookalike]) -> LooksLikeOthers:
    seen = digest_of(repr(sorted((one.where, one.kinds) for one in told)))
    return LooksLikeOthers("households.looks_like_others", doubles=told, seen=seen)


def _told(actor: User, household: Household, row: LikelyDouble) -> Lookalike:
    other_id = row.second_household_id if row.first_household_id == household.pk else row.first_household_id
    where, shown_id = _named(actor, [other_id])[other_id]
    return Lookalike(where, tuple(row.kinds), shown_id)


def _named(actor: User, ids: Iterable[int]) -> dict[int, tuple[str, int | None]]:
    """Each household by name where the person may see it, else whom to ask."""
    seen = Household.objects.visible_to(actor).filter(pk__in=list(ids)).select_related("village")
    names = {row.pk: (f"{row} · {row.village}", row.pk) for row in seen}
    elsewhere = (gettext("a household outside your area; the county poverty office compares the two"), None)
    return {pk: names.get(pk, elsewhere) for pk in ids}


def doubts_of_batch(actor: User, households: Sequence[HouseholdFacts]) -> list[tuple[int, Problem]]:
    """For an import: whom on file, or in another household of the workbook, the people and phones look like."""
    people, seats = [], {}
    for place, facts in enumerate(households):
        for seat, member in enumerate(facts.members):
            if member.left_on is None and member.birth_date and member.name and facts.village:
                ref = -len(people) - 1
                seats[ref] = (place, seat, member.name)
                people.append(Typed(-place - 1, ref, facts.village, member.name, member.birth_date, member.canonical18))
    matches = likely.of_typed(people, list(_phones(households)))
    named = _named(actor, {match.other_home for match in matches})
    found = [_doubt(match, seats, named[match.other_home][0]) for match in _strongest(matches)]
    return [*found, *_within(people, seats, households)]


def _within(
    people: Sequence[Typed], seats: dict[int, tuple[int, int, str]], households: Sequence[HouseholdFacts]
) -> Iterator[tuple[int, Problem]]:
    """Same name, birth date and village in two households of one workbook: told at the later one."""
    first: dict[tuple[str, str, object], int] = {}
    for one in people:
        home = first.setdefault((one.village, one.name, one.birth_date), one.home)
        if home != one.home:
            where = f"{one.name} {households[-home - 1].number}"
            yield _doubt(Match(one.home, one.ref, home, None, Likeness.VILLAGE.value), seats, where)


def _strongest(matches: list[Match]) -> list[Match]:
    """For each person and other household the strongest likeness alone."""
    best: dict[tuple[int, int | None, int], Match] = {}
    for match in sorted(matches, key=lambda one: ORDER.index(one.kind), reverse=True):
        best[match.home, match.member, match.other_home] = match
    return list(best.values())


def _doubt(match: Match, seats: dict[int, tuple[int, int, str]], where: str) -> tuple[int, Problem]:
    params = {"kind": str(Likeness(match.kind).label), "where": where}
    if match.member is None:
        return -match.home - 1, Problem(LIKELY, Level.WARNING, "phone", None, None, params)
    place, seat, _name = seats[match.member]
    return place, Problem(LIKELY, Level.WARNING, "name", seat, None, params)


def _phones(households: Sequence[HouseholdFacts]) -> Iterable[tuple[int, str]]:
    for place, facts in enumerate(households):
        typed = {facts.phone, *(member.phone for member in facts.members if member.left_on is None)}
        for text in filter(None, typed):
            try:
                yield -place - 1, index_of(parse_phone(text), PHONE_PURPOSE)
            except BadInput:
                continue
