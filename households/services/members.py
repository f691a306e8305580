"""The verbs that save members and their answers of a year: the whole grid of a household, or one person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from households.facts import MemberFacts
from households.models import Household, Member, MemberYear
from households.policy import Level, Problem, check_members
from households.policy.completing import spelled
from households.policy.events import BIRTH
from households.querysets import id_index
from households.services.apart import Apart, keep_apart
from households.services.arriving import record_arrivals
from households.services.checking import lists, persons_dead, persons_taken, where_is
from households.services.doubles import update_doubles
from households.services.findings import update_findings
from households.services.loading import households_for
from households.services.payees import protected_members
from households.services.reading import member_facts
from households.services.rows import MEMBER_YEAR_FIELDS, member_row, member_values, member_year_row
from villages.services.loading import area_of
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.copying import copy_rows
from yuping.core.errors import BadInput, PolicyRefused
from yuping.core.fields import Sealed
from yuping.core.text import compact_number
from yuping.core.vault import digest_of

SAVE = "households.save_member"
# Leaving is a life event, so these stay as they are stored.
KEPT = ("state", "left_on", "leave_kind", "is_head")
# A member's answers of a year, by member and year.
Answers = Mapping[tuple[int, int], MemberYear]
# The members of a household as given and checked, and their rows.
Saved = tuple[list[MemberFacts], list[Member]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Members of a household, to be saved together."""

    household_id: int
    members: Sequence[MemberFacts]


def save_member(
    *, actor: User, household_id: int, member: MemberFacts, reason: str = "", apart: Apart | None = None
) -> Member:
    """Save one member; see ``save_members``."""
    return save_members(actor=actor, household_id=household_id, members=[member], reason=reason, apart=apart)[0]


def save_members(
    *,
    actor: User,
    household_id: int,
    members: Sequence[MemberFacts],
    reason: str = "",
    note: str = "",
    apart: Apart | None = None,
) -> list[Member]:
    """Save the members given (those with ``pk`` are stored ones) and their answers; the others stay as they are.

    A newcomer comes with the life event that his kind of increase stands for, ``note`` its remark. An empty identity
    number or phone of a stored member means: unchanged. Raises PolicyRefused with every reason, whose ``member`` is the
    place in the list given; BadInput for a member of another household or a second head.
    Raises LooksLikeOthers until ``apart`` says of each new likely double that it is somebody else.
    """
    with transaction.atomic():
        households = households_for(actor, SAVE, [household_id])
        saved = _save_all(actor, households, [Grid(household_id, members)])
        keep_apart(actor, households[household_id], apart)
        _record_saved(actor, households, saved, reason, note)
        return saved[0][1]


def save_members_of(*, actor: User, grids: Sequence[Grid], reason: str = "") -> list[list[Member]]:
    """Save members of many households, as an import does: likely doubles come on the list instead of being asked about.

    Raises what ``save_members`` raises for the first household that is refused.
    """
    with transaction.atomic():
        households = households_for(actor, SAVE, [grid.household_id for grid in grids])
        saved = _save_all(actor, households, grids)
        update_doubles(households.values())
        _record_saved(actor, households, saved, reason)
        return [rows for _given, rows in saved]


def _save_all(actor: User, households: Mapping[int, Household], grids: Sequence[Grid]) -> list[Saved]:
    living, answers = _living(households), _answers(households, grids)
    new: list[MemberYear] = []
    saved = [_save(actor, households[grid.household_id], grid, living, answers, new) for grid in grids]
    copy_rows(new)
    update_findings(list(households.values()))
    return saved


def _record_saved(
    actor: User, households: Mapping[int, Household], saved: Sequence[Saved], reason: str, note: str = ""
) -> None:
    given = [(facts.name, facts.canonical18) for done, _rows in saved for facts in done]
    pairs = [pair for done, rows in saved for pair in zip(done, rows, strict=True)]
    newcomers = [(households[row.household_id], row) for facts, row in pairs if facts.pk is None]
    events = record_arrivals(actor, newcomers, note=note)
    record_act(
        actor=actor,
        verb=SAVE,
        obj=next(iter(households.values())),
        area_code=area_of(household.village_id for household in households.values()),
        reason=reason,
        facts={
            "members": [row.pk for _facts, row in pairs],
            "digest": digest_of(str(given)),
            **({"events": sorted(event.pk for event in events.values())} if events else {}),
        },
    )


def _living(households: Iterable[int]) -> dict[int, dict[int, Member]]:
    """Who lives in each household, by key, locked."""
    found: dict[int, dict[int, Member]] = {pk: {} for pk in households}
    rows = Member.unguarded.select_for_update().filter(household__in=list(found), state="living_here")
    for row in rows.order_by("pk"):
        found[row.household_id][row.pk] = row
    return found


def _answers(households: Iterable[int], grids: Iterable[Grid]) -> Answers:
    years = {answers.year for grid in grids for facts in grid.members for answers in facts.years}
    rows = MemberYear.unguarded.filter(household__in=list(households), year__in=years)
    return {(row.member_id, row.year): row for row in rows}


def _save(
    actor: User,
    household: Household,
    grid: Grid,
    living: dict[int, dict[int, Member]],
    answers: Answers,
    new: list[MemberYear],
) -> Saved:
    stored = living[household.pk]
    given = _merged(grid.members, stored)
    _refuse_identity(household, given, stored)
    as_stored = [place for place, facts in enumerate(given) if facts.pk and facts.name == stored[facts.pk].name]
    _refuse(actor, given, stored)
    # A name that nobody touched keeps its spelling: two people may have to change it, and the account bears it too.
    for place in as_stored:
        given[place] = replace(given[place], name=stored[given[place].pk].name)
    rows = [_write_member(household, facts, stored.get(facts.pk)) for facts in given]
    for facts, row in zip(given, rows, strict=True):
        new += _write_years(facts, row, answers)
    _name_household(household, rows)
    return given, rows


def _merged(members: Sequence[MemberFacts], stored: dict[int, Member]) -> list[MemberFacts]:
    """What is not typed again stays: number, phone, head."""
    merged = []
    for facts in members:
        if facts.pk is None:
            merged.append(facts)
            continue
        if facts.pk not in stored:
            raise BadInput("households.not_a_member", field="members")
        before = member_facts(stored[facts.pk], opened=True)
        if facts.is_head != before.is_head:
            raise BadInput("households.head_stays", field="relation")
        kept = {name: getattr(before, name) for name in ("id_number", "phone") if not getattr(facts, name)}
        for name in ("joined_on", "join_kind"):
            kept[name] = getattr(facts, name) or getattr(before, name)
        merged.append(replace(facts, left_on=None, leave_kind="", **kept))
    return merged


def _refuse_identity(household: Household, given: list[MemberFacts], stored: dict[int, Member]) -> None:
    """Name and number of who is paid or borrows are not corrected by one person: that is proposed and confirmed."""
    changed = [
        (place, name)
        for place, facts in enumerate(given)
        if facts.pk is not None
        for name in _changed_identity(facts, stored[facts.pk])
    ]
    protected = protected_members(household) if changed else set()
    found = [
        Problem("households.identity_takes_two", Level.REFUSED, name, place)
        for place, name in changed
        if given[place].pk in protected
    ]
    if found:
        raise PolicyRefused("households.refused", reasons=found)


def _changed_identity(facts: MemberFacts, row: Member) -> Iterator[str]:
    before = member_facts(row, opened=True)
    if before.name not in (facts.name, spelled(facts.name)):
        yield "name"
    if compact_number(facts.id_number).upper() != before.id_number:
        yield "id_number"


def _refuse(actor: User, given: list[MemberFacts], stored: dict[int, Member]) -> None:
    """Check the household as it would stand, and that no newcomer lives elsewhere."""
    edited = {facts.pk for facts in given}
    others = [member_facts(row, opened=True) for pk, row in stored.items() if pk not in edited]
    whole = sorted([*given, *others], key=lambda facts: not facts.is_head)
    done, problems = check_members(tuple(whole), today=clock.today(), lists=lists)
    places = {id(facts): place for place, facts in enumerate(given)}
    found = [
        replace(problem, member=None if problem.member is None else places.get(id(whole[problem.member])))
        for problem in problems
    ]
    for facts, finished in zip(whole, done, strict=True):
        if id(facts) in places:
            given[places[id(facts)]] = finished
    indexes = [id_index(facts.canonical18) if facts.canonical18 else "" for facts in given]
    # Who lives here lives nowhere else, or the database would have refused it: only new numbers are asked for.
    fresh = {*indexes} - {"", *(row.id_index for row in stored.values())}
    where = where_is(actor, persons_taken(fresh, except_members=stored)) if fresh else {}
    found += [
        Problem("households.person_on_file", Level.REFUSED, "id_number", place, params={"where": where[index]})
        for place, index in enumerate(indexes)
        if index in where
    ]
    dead = persons_dead(fresh) if fresh else {}
    found += [
        Problem("households.person_has_died", Level.REFUSED, "id_number", place, params={"day": dead[index]})
        for place, index in enumerate(indexes)
        if index in dead
    ]
    if found:
        raise PolicyRefused("households.refused", reasons=found)


def _write_member(household: Household, facts: MemberFacts, row: Member | None) -> Member:
    if row is None:
        born = facts.birth_date if facts.join_kind == BIRTH else None
        row = member_row(replace(facts, joined_on=facts.joined_on or born or clock.today()), household)
        row.save(force_insert=True)
        return row
    values = member_values(facts, joined_on=row.joined_on)
    changed = [name for name, value in values.items() if name not in KEPT and _differs(getattr(row, name), value)]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return row


def _differs(stored: object, value: object) -> bool:
    """Whether a column changes; a sealed one is another text each time it is sealed, so what it says is compared."""
    before = stored.open() if isinstance(stored, Sealed) else stored
    return str(before) != str(value)


def _write_years(facts: MemberFacts, row: Member, on_file: Answers) -> list[MemberYear]:
    """Change the answers that stand; those of a new year are returned, to be written together."""
    new = []
    for answers in facts.years:
        stored = on_file.get((row.pk, answers.year))
        if stored is None:
            new.append(member_year_row(answers, row))
        else:
            _update_year(stored, {name: getattr(answers, name) for name in MEMBER_YEAR_FIELDS})
    return new


def _update_year(row: MemberYear, values: dict[str, object]) -> None:
    values["health"] = list(values["health"])
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)


def _name_household(household: Household, rows: list[Member]) -> None:
    head = next((row for row in rows if row.is_head), None)
    if head is not None and head.name != household.head_name:
        name_after(household, head)


def name_after(household: Household, head: Member) -> None:
    """The household is named after its head."""
    household.head_name, household.name_pinyin = head.name, head.name_pinyin
    household.name_initials = head.name_initials
    household.save(update_fields=["head_name", "name_pinyin", "name_initials"])
