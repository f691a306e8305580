"""What no member may break: papers, dates, codes, and how the members of a household fit together."""

import datetime
from collections import Counter
from collections.abc import Iterator

from households.facts import MemberFacts, MemberYearFacts
from households.policy.completing import SEX_CODES, completed
from households.policy.refusals import FIRST_YEAR, MAX_PERSONS, refused, unknown_codes, unparsed, years_once
from households.policy.rules import Lists, Problem
from yuping.core.errors import BadInput
from yuping.core.identity import parse_identity
from yuping.core.phone import parse_phone
from yuping.core.text import BadText

MEMBER_CODES = {
    "relation": "relation",
    "sex": "sex",
    "ethnic_group": "ethnic_group",
    "political_status": "political_status",
    "join_kind": "member_increase",
    "leave_kind": "member_decrease",
    "disability_class": "disability_class",
    "disability_grade": "disability_grade",
}
MEMBER_YEAR_CODES = {
    "education": "education",
    "school_status": "school_status",
    "dropout_reason": "dropout_reason",
    "labour_skill": "labour_skill",
    "work_region": "work_region",
}


def check_members(
    members: tuple[MemberFacts, ...],
    *,
    today: datetime.date,
    lists: Lists,
    registered_on: datetime.date | None = None,
) -> tuple[tuple[MemberFacts, ...], list[Problem]]:
    """The members completed from their numbers, and what is wrong with each and with all together."""
    done: list[MemberFacts] = []
    problems: list[Problem] = []
    for place, member in enumerate(members):
        try:
            done.append(completed(member, today=today))
        except BadInput as error:
            done.append(member)
            field = "name" if isinstance(error, BadText) else "id_number"
            problems.append(refused(error.code, field, member=place, **error.params))
        problems += _member(done[-1], place, today=today, lists=lists, registered_on=registered_on)
    problems += _together(done)
    return tuple(done), problems


def _together(members: list[MemberFacts]) -> Iterator[Problem]:
    heads = [place for place, member in enumerate(members) if member.is_head]
    if len(heads) != 1:
        yield refused("households.one_head", "relation", member=heads[1] if len(heads) > 1 else None, count=len(heads))
    elif heads != [0]:
        yield refused("households.head_first", "relation", member=heads[0])
    if len(members) > MAX_PERSONS:
        yield refused("households.too_many_persons", "members", limit=MAX_PERSONS)
    living = Counter(member.canonical18 for member in members if member.canonical18 and member.left_on is None)
    for place, member in enumerate(members):
        if member.left_on is None and living[member.canonical18] > 1:
            yield refused("households.person_twice", "id_number", member=place)


def _member(
    member: MemberFacts, place: int, *, today: datetime.date, lists: Lists, registered_on: datetime.date | None
) -> Iterator[Problem]:
    # A number that is none is the one mistake: what it would have told is not asked for beside it.
    told = ("sex", "birth_date") if member.id_number and not member.canonical18 else ()
    for name in ("name", "relation", "sex", "birth_date"):
        if not getattr(member, name) and name not in told:
            yield refused("households.required", name, member=place)
    yield from unknown_codes(member, MEMBER_CODES, lists, year=None, member=place)
    yield from _against_number(member, place, today=today)
    if member.phone:
        yield from unparsed("phone", parse_phone, member.phone, member=place)
    for name in ("birth_date", "joined_on", "left_on"):
        value = getattr(member, name)
        if value is not None and value > today:
            yield refused("households.future_date", name, member=place)
    yield from _stay(member, place, registered_on)
    yield from years_once([answers.year for answers in member.years], member=place)
    for answers in member.years:
        yield from _member_year(answers, place, lists)


def _stay(member: MemberFacts, place: int, registered_on: datetime.date | None) -> Iterator[Problem]:
    """From when to when the person belongs to the household."""
    if member.joined_on and member.birth_date and member.joined_on < member.birth_date:
        yield refused("households.joined_before_birth", "joined_on", member=place)
    if member.left_on is not None:
        if not member.leave_kind:
            yield refused("households.left_without_kind", "leave_kind", member=place)
        if member.left_on < (member.joined_on or registered_on or member.left_on):
            yield refused("households.period_reversed", "left_on", member=place)


def _against_number(member: MemberFacts, place: int, *, today: datetime.date) -> Iterator[Problem]:
    if not member.canonical18:
        return
    identity = parse_identity(member.canonical18, on=today)
    if member.birth_date != identity.birth_date:
        yield refused("households.number_against_birth_date", "birth_date", member=place)
    if member.sex != SEX_CODES[identity.sex]:
        yield refused("households.number_against_sex", "sex", member=place)


def _member_year(answers: MemberYearFacts, place: int, lists: Lists) -> Iterator[Problem]:
    year = answers.year
    if not FIRST_YEAR <= year <= 2100:
        yield refused("households.year_range", "year", member=place, year=year, least=FIRST_YEAR, most=2100)
        return
    yield from unknown_codes(answers, MEMBER_YEAR_CODES, lists, year=year, member=place)
    health = lists("health", year)
    if any(code not in health for code in answers.health):
        yield refused("households.unknown_code", "health", member=place, year=year)
    if "1" in answers.health and len(answers.health) > 1:
        yield refused("households.healthy_with_illness", "health", member=place, year=year)
    if answers.work_months is not None and not 0 <= answers.work_months <= 12:
        yield refused("households.month_range", "work_months", member=place, year=year)
    months = answers.public_post_months
    if bool(answers.public_post) != (months is not None) or (months is not None and not 1 <= months <= 12):
        yield refused("households.public_post_months", "public_post_months", member=place, year=year)
