"""What can be refused only with the tables at hand: areas out of reach, and persons, numbers, accounts twice."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext

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

# Held while it is asked whose an account number is, until what rests on the answer is written.
ACCOUNTS_LOCK = 541_101
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
    found += _numbers_taken(actor, households)
    found += _persons_taken(actor, households)
    found += _accounts_taken(actor, households)
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


def where_is(actor: User, homes: Mapping[str, int]) -> dict[str, str]:
    """For each value the household it stands in, by name where the person may see it, else whom to ask."""
    seen = Household.objects.visible_to(actor).filter(pk__in=set(homes.values())).select_related("village")
    names = {row.pk: f"{row} · {row.village}" for row in seen}
    elsewhere = gettext("in a household outside your area; ask the county poverty office")
    return {value: names.get(home, elsewhere) for value, home in homes.items()}


def numbers_taken(numbers: Iterable[str]) -> dict[str, int]:
    """Of these household numbers, those on file already, each with its household."""
    rows = Household.objects.all_areas(reason="household numbers are unique in the whole county")
    taken = rows.filter(number__in=list(numbers)).exclude(state=HouseholdState.UNDONE)
    return dict(taken.order_by().values_list("number", "pk"))


def _numbers_taken(actor: User, households: Sequence[HouseholdFacts]) -> list[Found]:
    numbers = Counter(facts.number for facts in households)
    where = where_is(actor, numbers_taken(numbers))
    return [
        (place, _twice("number", facts.number, where, "households.number_taken", "households.number_twice"))
        for place, facts in enumerate(households)
        if facts.number and (facts.number in where or numbers[facts.number] > 1)
    ]


def _twice(
    field: str, value: str, where: Mapping[str, str], on_file: str, in_file: str, *, member: int | None = None
) -> Problem:
    """The value stands on file already, or twice in what is entered now."""
    if value in where:
        return _refused(on_file, field, member=member, where=where[value])
    return _refused(in_file, field, member=member)


def persons_taken(indexes: Iterable[str], *, except_members: Iterable[int] = ()) -> dict[str, int]:
    """Of these blind indexes, those of persons who live in a household on file, each with the household."""
    rows = Member.objects.all_areas(reason="a person lives in one household of the whole county")
    living = rows.filter(state="living_here", id_index__in=list(indexes)).exclude(pk__in=list(except_members))
    return dict(living.order_by().values_list("id_index", "household_id"))


def persons_dead(indexes: Iterable[str], *, except_members: Iterable[int] = ()) -> dict[str, datetime.date]:
    """Of these blind indexes, those of persons whose death is on record in whatever household, each with the day."""
    rows = Member.objects.all_areas(reason="who has died joins no household of the county")
    died = rows.filter(state="died", id_index__in=list(indexes)).exclude(pk__in=list(except_members))
    died = died.exclude(household__state=HouseholdState.UNDONE)
    return dict(died.order_by().values_list("id_index", "left_on"))


def _persons_taken(actor: User, households: Sequence[HouseholdFacts]) -> list[Found]:
    living = [
        (place, seat, id_index(member.canonical18))
        for place, facts in enumerate(households)
        for seat, member in enumerate(facts.members)
        if member.canonical18 and member.left_on is None
    ]
    homes: dict[str, set[int]] = {}
    for place, _seat, index in living:
        homes.setdefault(index, set()).add(place)
    where = where_is(actor, persons_taken(homes))
    dead = persons_dead(homes)
    codes = ("households.person_on_file", "households.person_in_two_households")
    died = [
        (place, _refused("households.person_has_died", "id_number", member=seat, day=dead[index]))
        for place, seat, index in living
        if index in dead
    ]
    return died + [
        (place, _twice("id_number", index, where, *codes, member=seat))
        for place, seat, index in living
        if index in where or len(homes[index]) > 1
    ]


def account_index(number: str, kind: str) -> str:
    """The blind index of an account; "" for one that is none."""
    try:
        return index_of(parse_account(number, kind=AccountKind(kind)).number, ACCOUNT_PURPOSE)
    except BadInput:
        return ""


def accounts_taken(indexes: Iterable[str], *, except_households: Iterable[int] = ()) -> dict[str, int]:
    """Of these blind indexes, those of accounts that another household on file is paid on or has proposed, with it.

    Inside a transaction who asks next waits for its end, so that two households are not given one number at once.
    """
    indexes = list(indexes)
    if not indexes:
        return {}
    others = _accounts_in_use(indexes).exclude(household__in=list(except_households)).order_by()
    return dict(others.values_list("number_index", "household_id"))


def accounts_of_others(wanted: Sequence[tuple[int | None, str]]) -> dict[str, int]:
    """Of pairs of a household (None for one not on file) and a blind index, those whose account another household is
    paid on or has proposed, or wants as well, with that one. Asked and waited for as in ``accounts_taken``."""
    if not wanted:
        return {}
    used = _accounts_in_use([index for _home, index in wanted]).order_by().values_list("household_id", "number_index")
    owners: dict[str, set[int]] = {}
    for home, index in [*used, *wanted]:
        if home is not None:
            owners.setdefault(index, set()).add(home)
    found = ((index, owners.get(index, set()) - {home}) for home, index in wanted)
    return {index: min(others) for index, others in found if others}


def _accounts_in_use(indexes: Sequence[str]) -> QuerySet:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ACCOUNTS_LOCK])
    rows = PayeeAccount.objects.all_areas(reason="one account belongs to one household of the whole county")
    return rows.filter(state__in=["proposed", "verified"], number_index__in=indexes, household__state="active")


def _accounts_taken(actor: User, households: Sequence[HouseholdFacts]) -> list[Found]:
    given = {
        place: account_index(facts.account.number, facts.account.kind)
        for place, facts in enumerate(households)
        if facts.account is not None
    }
    counts = Counter(given.values())
    where = where_is(actor, accounts_taken(counts))
    codes = ("households.account_taken", "households.account_twice")
    return [
        (place, _twice("account_number", index, where, *codes))
        for place, index in given.items()
        if index and (index in where or counts[index] > 1)
    ]


def _cadres_unknown(actor: User, households: Sequence[HouseholdFacts]) -> list[Found]:
    wanted = {facts.pairing.cadre_id for facts in households if facts.pairing}
    known = set(Cadre.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    return [
        (place, _refused("households.cadre_unknown", "cadre"))
        for place, facts in enumerate(households)
        if facts.pairing and facts.pairing.cadre_id not in known
    ]
