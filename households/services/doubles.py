"""Verbs on likely doubles: the search, and what people decide about two files that look alike."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from households import likely
from households.models import DoubleState, Household, LikelyDouble, Likeness, Member
from households.policy.likeness import by_homes
from households.services.trial import is_on_trial
from households.workflow import LIKELY_DOUBLE
from villages.services.loading import area_of
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput
from yuping.core.text import clean_line
from yuping.core.vault import digest_of

SEARCH = "households.search_doubles"
CLEAR = "households.clear_double"
DEFER = "households.defer_double"
ORDER = tuple(Likeness.values)
LONGEST_WAIT = datetime.timedelta(days=366)
BATCH = 1000
# Of a person and of a household: what brings a pair back when it changes.
PERSON_KEYS = ("name", "birth_date", "id_index", "phone_index", "village_id", "household_id")
# What the search writes of a pair that stands already.
REFRESHED = ("state", "due_on", "kinds", "matches", "key")

Homes = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search changed: the pairs that are new or came back, and how many are no longer alike."""

    fresh: list[Homes]
    gone: int


Found = Mapping[Homes, list[list[object]]]


def search_doubles(*, actor: User, reason: str = "") -> int:
    """Search the person's whole area for files that look like others; returns how many pairs he has to decide."""
    with transaction.atomic():
        scope = access.require(actor, SEARCH)
        mine = Household.objects.actionable_by(actor, SEARCH).active()
        first = mine.order_by("pk").first()
        if first is None:
            return 0
        if scope.whole_county:
            matches, standing = likely.among_all(), LikelyDouble.unguarded.all()
        else:
            matches = likely.of_homes(list(mine.values_list("pk", flat=True)))
            standing = LikelyDouble.unguarded.filter(scope.q("first_village") | scope.q("second_village"))
        done = _keep_pairs(by_homes(matches, ORDER), standing)
        area = area_of(mine.order_by().values_list("village_id", flat=True).distinct())
        record_act(
            actor=actor,
            verb=SEARCH,
            obj=first,
            area_code=area,
            reason=reason,
            facts={"new": len(done.fresh), "gone": done.gone},
        )
        return LikelyDouble.objects.actionable_by(actor, SEARCH).waiting().count()


def update_doubles(households: Iterable[Household]) -> Searched:
    """Search for what looks like these households. Part of the verbs that save them."""
    if is_on_trial():
        return Searched([], 0)
    ids = [row.pk for row in households]
    standing = LikelyDouble.unguarded.filter(Q(first_household__in=ids) | Q(second_household__in=ids))
    return _keep_pairs(by_homes(likely.of_homes(ids), ORDER), standing)


def let_pairs_go(household_ids: Sequence[int]) -> None:
    """Nothing looks like these households any more: they are off file. Part of the verbs that take them off."""
    pairs = LikelyDouble.unguarded.filter(Q(first_household__in=household_ids) | Q(second_household__in=household_ids))
    pairs.filter(state__in=LIKELY_DOUBLE.moves["vanish"].sources).update(state=DoubleState.GONE, due_on=None)


def _keep_pairs(found: Found, standing: QuerySet[LikelyDouble]) -> Searched:
    """Make the pairs what was found: add the new, bring back those whose key fields changed, let go what is gone."""
    today = clock.today()
    keys = _keys(found)
    rows = {
        (row.first_household_id, row.second_household_id): row
        for row in standing.select_for_update(of=("self",)).exclude(state=DoubleState.MERGED).order_by("pk")
    }
    before = {homes: row.state for homes, row in rows.items()}
    changed = [row for homes, row in rows.items() if _refresh(row, found.get(homes), keys.get(homes, ""))]
    LikelyDouble.unguarded.bulk_update(changed, REFRESHED, batch_size=BATCH)
    new = [homes for homes in found if homes not in rows]
    villages = dict(
        Household.unguarded.filter(pk__in={pk for homes in new for pk in homes}).values_list("pk", "village_id")
    )
    LikelyDouble.objects.bulk_create(
        [
            LikelyDouble(
                first_household_id=homes[0],
                second_household_id=homes[1],
                first_village_id=villages[homes[0]],
                second_village_id=villages[homes[1]],
                kinds=kinds_of(found[homes]),
                matches=found[homes],
                key=keys[homes],
                found_on=today,
            )
            for homes in new
        ],
        batch_size=BATCH,
        # Another search that ended in between found it too, or it is merged already.
        ignore_conflicts=True,
    )
    back = [homes for homes, row in rows.items() if row in changed and before[homes] != row.state == DoubleState.OPEN]
    return Searched([*new, *back], sum(row.state == DoubleState.GONE for row in changed))


def _refresh(row: LikelyDouble, matches: list[list[object]] | None, key: str) -> bool:
    """Bring the pair to what was found of it; False when nothing changed."""
    before = (row.state, row.matches, row.key)
    if matches is None:
        if row.state in LIKELY_DOUBLE.moves["vanish"].sources:
            row.state, row.due_on = DoubleState.GONE, None
        return row.state != before[0]
    comes_back = row.state in LIKELY_DOUBLE.moves["come_back"].sources
    if comes_back and (row.state == DoubleState.GONE or row.key != key):
        row.state = DoubleState.OPEN
    row.matches, row.kinds, row.key = matches, kinds_of(matches), key
    return (row.state, row.matches, row.key) != before


def kinds_of(matches: list[list[object]]) -> list[str]:
    """In what two households look alike."""
    return sorted({kind for _first, _second, kinds in matches for kind in kinds}, key=ORDER.index)


def _keys(found: Found) -> dict[Homes, str]:
    """For each pair a keyed digest over the fields by which it was judged."""
    people = {pk for matches in found.values() for match in matches for pk in match[:2] if pk is not None}
    members = Member.unguarded.filter(pk__in=people).values_list("pk", *PERSON_KEYS)
    fields = {pk: [str(value) for value in values] for pk, *values in members}
    homes = Household.unguarded.filter(pk__in={pk for pair in found for pk in pair})
    phones = dict(homes.values_list("pk", "phone_index"))
    return {
        pair: digest_of(repr([[fields.get(pk) for pk in match[:2]] for match in matches] + [phones[pk] for pk in pair]))
        for pair, matches in found.items()
    }


def clear_double(*, actor: User, double_id: int, reason: str) -> LikelyDouble:
    """They are not the same, with the reason: the pair stays away until a key field of either changes."""
    return _decide("clear", actor, double_id, reason)


def reopen_double(*, actor: User, double_id: int, reason: str) -> LikelyDouble:
    """Take up a pair again that was found not the same: it waits for a decision like a new one."""
    return _decide("reopen", actor, double_id, reason)


def defer_double(*, actor: User, double_id: int, due_on: datetime.date, reason: str) -> LikelyDouble:
    """Keep both for now and look again by a day. Raises BadInput for a day that is past or more than a year away."""
    if not datetime.timedelta(0) < due_on - clock.today() <= LONGEST_WAIT:
        raise BadInput("households.look_again_within_a_year", field="due_on")
    return _decide("defer", actor, double_id, reason, due_on=due_on)


def _decide(name: str, actor: User, double_id: int, reason: str, **values: object) -> LikelyDouble:
    move = LIKELY_DOUBLE.moves[name]
    with transaction.atomic():
        double = double_for(actor, move.name, double_id, reason)
        set_decision(double, actor, reason, state=move.target, due_on=values.get("due_on"))
        record_decision(double, actor, move.permission, reason)
        return double


def double_for(actor: User, name: str, double_id: int, reason: str, **takers: Sequence[int]) -> LikelyDouble:
    """The pair, locked for this move of a person who has both files in his area, if its state and he allow it."""
    move = LIKELY_DOUBLE.moves[name]
    double = LikelyDouble.objects.for_action(actor, move.permission).get(pk=double_id)
    LIKELY_DOUBLE.require(name, state=double.state, actor_id=actor.pk, takers=takers, reason=reason)
    return double


def set_decision(double: LikelyDouble, actor: User, reason: str, **values: object) -> None:
    """Write what was decided, by whom and why."""
    values |= {"decided_by": actor, "decided_on": clock.today(), "reason": clean_line(reason, max_length=500)}
    for name, value in values.items():
        setattr(double, name, value)
    double.save(update_fields=list(values))


def record_decision(
    double: LikelyDouble, actor: User, verb: str, reason: str, *, wrote: Sequence[Model] = (), **facts: object
) -> None:
    """The audit entry of a decision about two files; it vouches for what else was written."""
    homes = [double.first_household_id, double.second_household_id]
    record_act(
        actor=actor,
        verb=verb,
        obj=double,
        area_code=area_of([double.first_village_id, double.second_village_id]),
        reason=reason,
        facts={"households": homes, "state": double.state, **facts},
        wrote=wrote,
    )
