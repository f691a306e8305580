"""From rows back to facts: for editing, and for reading the rules of data quality over what is stored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from households.facts import HouseholdFacts, HouseholdYearFacts, MemberFacts, MemberYearFacts
from households.models import Household, HouseholdYear, Member, MemberYear
from households.services.rows import MEMBER_YEAR_FIELDS, YEAR_FIELDS
from yuping.core.fields import Sealed

# What a rule asks of a sealed value is only whether there is one.
PRESENT = "•"


def year_facts(row: HouseholdYear) -> HouseholdYearFacts:
    """A household's stored answers of a year."""
    values = {name: getattr(row, name) for name in YEAR_FIELDS}
    values["not_counted_for_exit"] = tuple(row.not_counted_for_exit)
    return HouseholdYearFacts(year=row.year, **values)


def member_year_facts(row: MemberYear) -> MemberYearFacts:
    """A member's stored answers of a year."""
    values = {name: getattr(row, name) for name in MEMBER_YEAR_FIELDS}
    values["health"] = tuple(row.health)
    return MemberYearFacts(year=row.year, **values)


def member_facts(row: Member, answers: Iterable[MemberYear] = (), *, opened: bool = False) -> MemberFacts:
    """A stored member; ``opened`` shows the number and phone to the validator, else only whether there is one."""
    return MemberFacts(
        pk=row.pk,
        name=row.name,
        relation=row.relation,
        id_number=_plain(row.id_number, opened=opened),
        id_kind=row.id_kind,
        disability_class=row.disability_class,
        disability_grade=row.disability_grade,
        sex=row.sex,
        birth_date=row.birth_date,
        ethnic_group=row.ethnic_group,
        political_status=row.political_status,
        phone=_plain(row.phone, opened=opened),
        joined_on=row.joined_on,
        join_kind=row.join_kind,
        left_on=row.left_on,
        leave_kind=row.leave_kind,
        years=tuple(map(member_year_facts, answers)),
    )


def _plain(value: Sealed | None, *, opened: bool) -> str:
    if not value:
        return ""
    return value.open() if opened else PRESENT


def stored_households(households: Iterable[Household], *, year: int) -> list[HouseholdFacts]:
    """The files of a year as stored, three queries for any number; sealed values stay closed."""
    rows = {row.pk: row for row in households}
    return _with(rows, HouseholdYear.unguarded.filter(household__in=rows, year=year))


def latest_files(households: Iterable[Household], *, year: int) -> list[HouseholdFacts]:
    """Of each household the file of this year, or the last before it while that of the year is not made yet."""
    rows = {row.pk: row for row in households}
    records = HouseholdYear.unguarded.filter(household__in=rows, year__lte=year)
    return _with(rows, records.order_by("household_id", "-year").distinct("household_id"))


def _with(rows: Mapping[int, Household], found: Iterable[HouseholdYear]) -> list[HouseholdFacts]:
    """The files with these records, and of their members the answers of the same years."""
    records = {row.household_id: row for row in found}
    answers: dict[int, list[MemberYear]] = defaultdict(list)
    years = {row.year for row in records.values()}
    for row in MemberYear.unguarded.filter(household__in=rows, year__in=years):
        if row.household_id in records and row.year == records[row.household_id].year:
            answers[row.member_id].append(row)
    members: dict[int, list[MemberFacts]] = defaultdict(list)
    for member in Member.unguarded.filter(household__in=rows).order_by("household", "-is_head", "pk"):
        members[member.household_id].append(member_facts(member, answers[member.pk]))
    return [_stored(row, records.get(pk), members[pk]) for pk, row in rows.items()]


def _stored(row: Household, record: HouseholdYear | None, members: list[MemberFacts]) -> HouseholdFacts:
    return HouseholdFacts(
        number=row.number,
        village=row.village_id,
        members=tuple(members),
        address=row.address,
        phone=PRESENT if row.phone else "",
        identification_standard=row.identification_standard,
        soldier_or_martyr_family=row.soldier_or_martyr_family,
        one_child_household=row.one_child_household,
        two_daughters_household=row.two_daughters_household,
        registered_on=row.registered_on,
        years=(year_facts(record),) if record else (),
    )
