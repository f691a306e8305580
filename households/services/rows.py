"""From facts to rows: model objects of a household's file, not yet written."""

import datetime
from dataclasses import fields

from households.facts import HouseholdFacts, HouseholdYearFacts, MemberFacts, MemberYearFacts
from households.models import Household, HouseholdState, HouseholdYear, IdentityKind, Member, MemberState, MemberYear
from households.querysets import PHONE_PURPOSE, id_index
from yuping.core.phone import parse_phone
from yuping.core.pinyin import initials, pinyin_key
from yuping.core.vault import index_of

# The state that a member has after leaving, by the code of the decrease.
STATE_AFTER = {
    "1": MemberState.DIED,
    "2": MemberState.MARRIED_OUT,
    "3": MemberState.MOVED_OUT,
    "4": MemberState.MOVED_OUT,
    "5": MemberState.SPLIT_OFF,
    "6": MemberState.IN_ARMY,
    "7": MemberState.IN_PRISON,
    "8": MemberState.LOST,
    "9": MemberState.MOVED_OUT,
    "99": MemberState.MOVED_OUT,
}
YEAR_FIELDS = tuple(field.name for field in fields(HouseholdYearFacts) if field.name != "year")
MEMBER_YEAR_FIELDS = tuple(field.name for field in fields(MemberYearFacts) if field.name != "year")
MEMBER_FIELDS = (
    "name",
    "name_pinyin",
    "name_initials",
    "is_head",
    "relation",
    "id_kind",
    "id_number",
    "id_index",
    "id_flagged",
    "disability_class",
    "disability_grade",
    "sex",
    "birth_date",
    "ethnic_group",
    "political_status",
    "phone",
    "phone_index",
    "state",
    "joined_on",
    "join_kind",
    "left_on",
    "leave_kind",
)


def household_row(
    facts: HouseholdFacts,
    *,
    today: datetime.date,
    group_id: int | None,
    unidentified_reason: str = "",
    only_watched: bool = False,
) -> Household:
    """The household itself."""
    head = facts.head
    phone = parse_phone(facts.phone) if facts.phone else None
    return Household(
        number=facts.number,
        village_id=facts.village,
        group_id=group_id,
        address=facts.address,
        head_name=head.name,
        name_pinyin=pinyin_key(head.name),
        name_initials=initials(head.name),
        phone=phone,
        phone_index=index_of(phone, PHONE_PURPOSE) if phone else "",
        identification_standard=facts.identification_standard,
        soldier_or_martyr_family=facts.soldier_or_martyr_family,
        one_child_household=facts.one_child_household,
        two_daughters_household=facts.two_daughters_household,
        registered_on=facts.registered_on or today,
        unidentified_reason=unidentified_reason,
        state=HouseholdState.AT_RISK if only_watched else HouseholdState.ACTIVE,
        never_registered=only_watched,
    )


def member_values(facts: MemberFacts, *, joined_on: datetime.date) -> dict[str, object]:
    """The columns of a member, from facts completed by the validator."""
    phone = parse_phone(facts.phone) if facts.phone else None
    return {
        "name": facts.name,
        "name_pinyin": pinyin_key(facts.name),
        "name_initials": initials(facts.name),
        "is_head": facts.is_head,
        "relation": facts.relation,
        "id_kind": facts.id_kind,
        "id_number": facts.id_number or None,
        "id_index": id_index(facts.canonical18) if facts.canonical18 else "",
        "id_flagged": facts.id_kind == IdentityKind.RESIDENT_15,
        "disability_class": facts.disability_class,
        "disability_grade": facts.disability_grade,
        "sex": facts.sex,
        "birth_date": facts.birth_date,
        "ethnic_group": facts.ethnic_group,
        "political_status": facts.political_status,
        "phone": phone,
        "phone_index": index_of(phone, PHONE_PURPOSE) if phone else "",
        "state": STATE_AFTER[facts.leave_kind] if facts.left_on else MemberState.LIVING_HERE,
        "joined_on": facts.joined_on or joined_on,
        "join_kind": facts.join_kind,
        "left_on": facts.left_on,
        "leave_kind": facts.leave_kind,
    }


def member_row(facts: MemberFacts, household: Household) -> Member:
    """A member of a household that stands already."""
    values = member_values(facts, joined_on=household.registered_on)
    return Member(household=household, village_id=household.village_id, **values)


def member_year_row(facts: MemberYearFacts, member: Member) -> MemberYear:
    """A member's answers of a year."""
    values = {name: getattr(facts, name) for name in MEMBER_YEAR_FIELDS}
    values["health"] = list(facts.health)
    return MemberYear(
        member=member,
        household_id=member.household_id,
        village_id=member.village_id,
        year=facts.year,
        **values,
    )


def year_values(facts: HouseholdYearFacts) -> dict[str, object]:
    """The columns of a household's answers."""
    values = {name: getattr(facts, name) for name in YEAR_FIELDS}
    return values | {"not_counted_for_exit": list(facts.not_counted_for_exit)}


def household_year_row(facts: HouseholdYearFacts, household: Household) -> HouseholdYear:
    """The household's answers of a year."""
    values = year_values(facts)
    return HouseholdYear(household=household, village_id=household.village_id, year=facts.year, **values)
