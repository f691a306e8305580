"""Changes that turn an ordinary household into a hard case, keeping its file consistent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from yuping.demo.plan.households import HouseholdPlan
from yuping.demo.plan.numbers import IdentityBook, old_number
from yuping.demo.plan.people import MemberPlan

Change = Callable[[HouseholdPlan, IdentityBook], HouseholdPlan]
Fits = Callable[[MemberPlan], bool]


def change_member(fits: Fits, change: Callable[[MemberPlan, IdentityBook], MemberPlan]) -> Change:
    """A change of the first member that fits."""

    def apply(household: HouseholdPlan, book: IdentityBook) -> HouseholdPlan:
        place = next(n for n, member in enumerate(household.members) if fits(member))
        members = list(household.members)
        members[place] = change(members[place], book)
        return replace(household, members=tuple(members))

    return apply


def named(*, given: str = "", whole: str = "", people: str = "") -> Callable[[MemberPlan, IdentityBook], MemberPlan]:
    """Another name: a given name behind the surname, or a whole name; and another people, where it goes with it."""

    def change(member: MemberPlan, book: IdentityBook) -> MemberPlan:
        name = whole or member.name[0] + given
        return replace(member, name=name, ethnic_group=people or member.ethnic_group)

    return change


def born(day: date) -> Callable[[MemberPlan, IdentityBook], MemberPlan]:
    """Another birthday, with the identity number that belongs to it."""

    def change(member: MemberPlan, book: IdentityBook) -> MemberPlan:
        sex = {"1": "male", "2": "female"}[member.sex]
        number = book.issue(birth_date=day, sex=sex)
        joined_on = day + timedelta(days=30) if member.join_kind else member.joined_on
        return replace(member, birth_date=day, id_number=number, joined_on=joined_on)

    return change


def with_old_number(member: MemberPlan, book: IdentityBook) -> MemberPlan:
    """The 15-digit number that the person's paper still shows."""
    return replace(member, id_kind="resident_15", id_number=old_number(member.id_number))


def certificate_reissued(member: MemberPlan, book: IdentityBook) -> MemberPlan:
    """The certificate was lost and issued again."""
    return replace(member, id_kind="disability_22", id_number=member.id_number + "B1")


def on_active_service(member: MemberPlan, book: IdentityBook) -> MemberPlan:
    """The person serves in the army, and has no work elsewhere."""
    years = [replace(year, on_active_service=True, work_region="", work_months=0) for year in member.years]
    return replace(member, years=tuple(years))


def twins(household: HouseholdPlan, book: IdentityBook) -> HouseholdPlan:
    """The second child is born on the first one's day and goes to the same class."""
    first, second = [m for m in household.members if m.relation in {"03", "04"}][:2]
    twin = replace(born(first.birth_date)(second, book), years=first.years)
    twin = replace(twin, joined_on=first.joined_on, join_kind=first.join_kind)
    return replace(household, members=tuple(twin if m is second else m for m in household.members))


def per_head(amount: str) -> Change:
    """Income of the first file exactly so much a head: the household's own business makes up the difference."""

    def apply(household: HouseholdPlan, book: IdentityBook) -> HouseholdPlan:
        file, *later = household.years
        missing = Decimal(amount) * file.population_end - file.income.net
        income = replace(file.income, business_income=file.income.business_income + missing)
        return replace(household, years=(replace(file, income=income), *later))

    return apply


def business_at_a_loss(household: HouseholdPlan, book: IdentityBook) -> HouseholdPlan:
    """The livestock died: the year's business cost more than it brought."""
    file, *later = household.years
    income = replace(file.income, business_expense=file.income.business_income + Decimal("1860.40"))
    return replace(household, years=(replace(file, income=income), *later))


def farmland(mu: str) -> Change:
    """So much farmland in every file."""

    def apply(household: HouseholdPlan, book: IdentityBook) -> HouseholdPlan:
        files = [replace(file, living=replace(file.living, farmland=Decimal(mu))) for file in household.years]
        return replace(household, years=tuple(files))

    return apply


def account_number(number: str) -> Change:
    """Another passbook number."""

    def apply(household: HouseholdPlan, book: IdentityBook) -> HouseholdPlan:
        return replace(household, account=replace(household.account, number=number))

    return apply


def unchanged(household: HouseholdPlan, book: IdentityBook) -> HouseholdPlan:
    """The household as chance has made it."""
    return household
