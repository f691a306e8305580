"""What can be refused only with the tables at hand: areas out of reach, and persons, numbers, accounts twice."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from households.facts import HouseholdFacts
from households.models import Household, HouseholdState, Member, PayeeAccount
from households.policy import Level, Problem, check_household
from households.querysets import ACCOUNT_PURPOSE, id_index
from villages.models import Cadre, Village, VillageGroup
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.bankcard import AccountKind, parse_account
from yuping.core.codes import code_list
from yuping.core.errors import BadInput
from yuping.core.vault import index_of

# Place of a household in the batch, and what stops it.
Found = tuple[int, Problem]
# Told after each household how many are done.
Step = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The households completed, and what stops each: (its place in the batch, problem)."""

    households: tuple[HouseholdFacts, ...]
    problems: tuple[Found, ...]
    groups: Mapping[tuple[str, str], int]


def lists(set_name: str, year: int | None) -> Mapping[str, str]:
    """The official lists, as the policy asks for them."""
    return code_list(set_name, year=year)


def check_batch(*, actor: User, verb: str, households: Sequence[HouseholdFacts]) -> Verdict:
    """Everything for which the households can't be put on file together; writes nothing."""
    done, problems = check_alone(households)
    return check_tables(actor=actor, verb=verb, households=done, problems=problems)


def check_alone(
    households: Sequence[HouseholdFacts], *, step: Step | None = None
) -> tuple[list[HouseholdFacts], list[Found]]:
    """The households completed, and what is wrong with each by itself; ``step`` is told after each."""
    today = clock.today()
    done: list[HouseholdFacts] = []
    problems: list[Found] = []
    for place, facts in enumerate(households):
        completed, found = check_household(facts, today=today, lists=lists)
        done.append(completed)
        problems += [(place, problem) for problem in found]
        if step:
            step(place + 1)
    return done, problems


def check_tables(
    *, actor: User, verb: str, households: Sequence[HouseholdFacts], problems: Sequence[Found] = ()
) -> Verdict:
    """What only the tables tell of completed households: reach, groups, and what is on file already."""
    found = [*problems, *_out_of_reach(actor, verb, households)]
    groups = _groups(households)
    found += [
        (place, _refused("households.group_unknown", "group"))
        for place, facts in enumerate(households)
        if facts.group and (facts.village, facts.group) not in groups
    ]
    found += _numbers_taken(households)
    found += _persons_taken(households)
    found += _accounts_taken(households)
    found += _cadres_unknown(actor, households)
    return Verdict(tuple(households), tuple(sorted(found, key=lambda one: one[0])), groups)


def _refused(code: str, field: str, *, member: int | None = None, **params: object) -> Problem:
    return Problem(code, Level.REFUSED, field, member, None, params)


def _out_of_reach(actor: User, verb: str, households: Sequence[HouseholdFacts]) -> list[Found]:
    reachable = set(
        Village.objects.actionable_by(actor, verb)
        .existing(clock.today())
        .filter(pk__in={facts.village for facts in households})
        .values_list("pk", flat=True)
    )
    return [
        (place, _refused("households.village_out_of_reach", "village"))
        for place, facts in enumerate(households)
        if facts.village and facts.village not in reachable
    ]


def _groups(households: Sequence[HouseholdFacts]) -> dict[tuple[str, str], int]:
    villages = {facts.village for facts in households if facts.group}
    rows = VillageGroup.objects.all_areas(reason="group names of villages checked against the actor's area")
    named = rows.filter(village__in=villages).values_list("village_id", "name", "pk")
    return {(village, name): pk for village, name, pk in named}


def _numbers_taken(households: Sequence[HouseholdFacts]) -> list[Found]:
    numbers = Counter(facts.number for facts in households)
    taken = set(
        Household.objects.all_areas(reason="household numbers are unique in the whole county")
        .filter(number__in=list(numbers))
        .exclude(state=HouseholdState.UNDONE)
        .values_list("number", flat=True)
    )
    return [
        (place, _refused("households.number_taken" if facts.number in taken else "households.number_twice", "number"))
        for place, facts in enumerate(households)
        if facts.number and (facts.number in taken or numbers[facts.number] > 1)
    ]


def persons_taken(indexes: Iterable[str], *, except_members: Iterable[int] = ()) -> set[str]:
    """Of these blind indexes, those of persons who live in a household on file."""
    rows = Member.objects.all_areas(reason="a person lives in one household of the whole county")
    living = rows.filter(state="living_here", id_index__in=list(indexes)).exclude(pk__in=list(except_members))
    return set(living.values_list("id_index", flat=True))


def _persons_taken(households: Sequence[HouseholdFacts]) -> list[Found]:
    living = [
        (place, seat, id_index(member.canonical18))
        for place, facts in enumerate(households)
        for seat, member in enumerate(facts.members)
        if member.canonical18 and member.left_on is None
    ]
    homes: dict[str, set[int]] = {}
    for place, _seat, index in living:
        homes.setdefault(index, set()).add(place)
    taken = persons_taken(homes)
    return [
        (
            place,
            _refused(
                "households.person_on_file" if index in taken else "households.person_in_two_households",
                "id_number",
                member=seat,
            ),
        )
        for place, seat, index in living
        if index in taken or len(homes[index]) > 1
    ]


def account_index(number: str, kind: str) -> str:
    """The blind index of an account; "" for one that is none."""
    try:
        return index_of(parse_account(number, kind=AccountKind(kind)).number, ACCOUNT_PURPOSE)
    except BadInput:
        return ""


def accounts_taken(indexes: Iterable[str], *, except_households: Iterable[int] = ()) -> set[str]:
    """Of these blind indexes, those of accounts that another household is paid on or has proposed."""
    rows = PayeeAccount.objects.all_areas(reason="one account belongs to one household of the whole county")
    used = rows.filter(state__in=["proposed", "verified"], number_index__in=list(indexes))
    return set(used.exclude(household__in=list(except_households)).values_list("number_index", flat=True))


def _accounts_taken(households: Sequence[HouseholdFacts]) -> list[Found]:
    given = {
        place: account_index(facts.account.number, facts.account.kind)
        for place, facts in enumerate(households)
        if facts.account is not None
    }
    counts = Counter(given.values())
    taken = accounts_taken(counts)
    return [
        (
            place,
            _refused("households.account_taken" if index in taken else "households.account_twice", "account_number"),
        )
        for place, index in given.items()
        if index and (index in taken or counts[index] > 1)
    ]


def _cadres_unknown(actor: User, households: Sequence[HouseholdFacts]) -> list[Found]:
    wanted = {facts.pairing.cadre_id for facts in households if facts.pairing}
    known = set(Cadre.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    return [
        (place, _refused("households.cadre_unknown", "cadre"))
        for place, facts in enumerate(households)
        if facts.pairing and facts.pairing.cadre_id not in known
    ]
