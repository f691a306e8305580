"""Putting the households on file, township by township, and verifying the accounts they are paid on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, fields, replace
from datetime import date

from django.utils.translation import gettext as _

from households import facts, services
from households.models import Household, Member, PayeeAccount
from yuping.demo.builder.people import clerks
from yuping.demo.builder.timeline import Step, months
from yuping.demo.builder.villages import cadre_ids
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.cadres import SINCE
from yuping.demo.plan.households import HouseholdPlan, HouseholdYearPlan, PayeeAccountPlan
from yuping.demo.plan.people import MemberPlan, MemberYearPlan

WHY = "the builder asks whether a step's result stands"
ACCOUNTS_CONFIRMED_ON = date(2016, 1, 18)
PERSON_FIELDS = {field.name for field in fields(facts.MemberFacts)} - {"years", "pk", "canonical18"}


def steps(plan: CountyPlan) -> Iterable[Step]:
    """The households on file before the year in January, the newly registered ones in the month of their entry."""
    for township in sorted({target.township for target in plan.scenario.villages}):
        there = [household for household in plan.households if household.village.startswith(township)]
        by_day: dict[date, list[HouseholdPlan]] = {}
        for household in there:
            by_day.setdefault(entered_on(household), []).append(household)
        for day, households in sorted(by_day.items()):
            yield from _entry_steps(plan, township, day, households)


def entered_on(household: HouseholdPlan) -> date:
    """The first working day of the year, or for one registered later the last day of that month."""
    if household.registered_on <= SINCE:
        return SINCE
    return next(last for first, last in months(SINCE.year) if first <= household.registered_on <= last)


def household_ids(numbers: Iterable[str]) -> dict[str, int]:
    """The row of each household by its number."""
    rows = Household.objects.all_areas(reason=WHY).filter(number__in=list(numbers))
    return dict(rows.values_list("number", "pk"))


def member_ids(household_numbers: Iterable[str]) -> dict[tuple[str, str, date], int]:
    """The row of each member by household number, name and birth date."""
    rows = Member.objects.all_areas(reason=WHY).filter(household__number__in=list(household_numbers))
    return {tuple(row[:3]): row[3] for row in rows.values_list("household__number", "name", "birth_date", "pk")}


def _entry_steps(plan: CountyPlan, township: str, day: date, households: list[HouseholdPlan]) -> Iterable[Step]:
    """One clerk enters the households with their accounts, the other confirms the accounts."""
    numbers = [household.number for household in households]
    entered = Household.objects.all_areas(reason=WHY).filter(number=numbers[0]).exists
    mine = PayeeAccount.objects.all_areas(reason=WHY).filter(household__number__in=numbers)

    def confirm() -> None:
        waiting = mine.filter(state="proposed").values_list("pk", flat=True)
        services.confirm_payee_accounts(actor=clerks(township)[1], account_ids=list(waiting))

    number = len(households)
    yield Step(day, _("households put on file"), entered, _enter(plan, township, day, households), number)
    confirmed_on = max(day, ACCOUNTS_CONFIRMED_ON)
    confirmed = mine.exclude(state="proposed").exists
    yield Step(confirmed_on, _("payee accounts confirmed"), confirmed, confirm, number)


def _enter(plan: CountyPlan, township: str, day: date, households: list[HouseholdPlan]) -> Callable[[], None]:
    def enter() -> None:
        ids = cadre_ids(plan)
        paired = {
            row.household: facts.PairingFacts(cadre_id=ids[row.cadre], from_on=min(row.from_on, day))
            for row in plan.casework.pairings
        }
        rows = [replace(household_facts(row, on=day), pairing=paired[row.number]) for row in households]
        batch = facts.ImportBatch(rows)
        services.import_households(actor=clerks(township)[0], batch=batch)

    return enter


def household_facts(household: HouseholdPlan, *, on: date) -> facts.HouseholdFacts:
    """The household as the import reads it on a day: who joins it later is entered later, who dies later lives."""
    members = [member for member in household.members if member.joined_on <= on]
    members += [replace(member, left_on=None, leave_kind="") for member in household.former_members]
    return facts.HouseholdFacts(
        number=household.number,
        village=household.village,
        group=household.group,
        address=household.address,
        phone=household.phone,
        identification_standard=household.identification_standard,
        soldier_or_martyr_family=household.soldier_or_martyr_family,
        one_child_household=household.one_child_household,
        two_daughters_household=household.two_daughters_household,
        registered_on=household.registered_on,
        members=tuple(member_facts(member) for member in members),
        years=tuple(year_facts(year) for year in household.years),
        account=account_facts(members, household.account),
    )


def member_facts(member: MemberPlan) -> facts.MemberFacts:
    """A member as the import reads it."""
    known = {name: value for name, value in _shallow(member).items() if name in PERSON_FIELDS}
    years = tuple(_member_year(year) for year in member.years)
    return facts.MemberFacts(**known, years=years)


def _member_year(year: MemberYearPlan) -> facts.MemberYearFacts:
    """Months in a public post are asked only of who holds one."""
    answers = facts.MemberYearFacts(**_shallow(year))
    return answers if year.public_post else replace(answers, public_post_months=None)


def year_facts(year: HouseholdYearPlan) -> facts.HouseholdYearFacts:
    """A yearly file; conditions and income stand in it side by side."""
    answers = {name: value for name, value in _shallow(year).items() if name not in {"living", "income"}}
    return facts.HouseholdYearFacts(**answers, **asdict(year.living), **asdict(year.income))


def account_facts(members: Sequence[MemberPlan], account: PayeeAccountPlan) -> facts.AccountFacts:
    """The account with its holder's place among the members."""
    places = [member.key for member in members]
    return facts.AccountFacts(
        number=account.number, kind=account.kind, bank_name=account.bank, holder=places.index(account.holder)
    )


def _shallow(plan: object) -> dict[str, object]:
    return {field.name: getattr(plan, field.name) for field in fields(plan)}
