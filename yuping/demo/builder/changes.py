"""What happens in the households within the year: who is born into them, and who dies."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils.translation import gettext as _

from households import services
from households.models import LifeEvent
from yuping.demo.builder.households import entered_on, household_ids, member_facts, member_ids
from yuping.demo.builder.people import clerks
from yuping.demo.builder.timeline import Step, months
from yuping.demo.plan import CountyPlan
from yuping.demo.plan.households import HouseholdPlan
from yuping.demo.plan.people import MemberPlan

WHY = "the builder asks whether a step's result stands"
BORN, DIED = "01", "02"
Change = tuple[HouseholdPlan, MemberPlan]


def steps(plan: CountyPlan) -> Iterable[Step]:
    """At each month's end the clerk of a township enters births and deaths, and settles them."""
    year = plan.scenario.as_of.year
    births = [(row, member) for row in plan.households for member in row.members if member.joined_on > entered_on(row)]
    deaths = [(row, member) for row in plan.households for member in row.former_members]
    for township in sorted({target.township for target in plan.scenario.villages}):
        for first, last in months(year):
            born = [change for change in births if _there(change, township) and first <= change[1].joined_on <= last]
            if born:
                yield Step(last, _("members born"), _entered(born, BORN), _enter_births(born, township), len(born))
            died = [change for change in deaths if _there(change, township) and first <= change[1].left_on <= last]
            if died:
                yield Step(last, _("members deceased"), _entered(died, DIED), _enter_deaths(died, township), len(died))


def _there(change: Change, township: str) -> bool:
    return change[0].village.startswith(township)


def _entered(changes: list[Change], kind: str) -> Callable[[], bool]:
    household, member = changes[0]
    events = LifeEvent.objects.all_areas(reason=WHY).filter(kind=kind, household__number=household.number)
    return events.filter(member__name=member.name, member__birth_date=member.birth_date).exists


def _enter_births(changes: list[Change], township: str) -> Callable[[], None]:
    """The child is entered with its answers; with it comes the event, settled at once."""

    def enter() -> None:
        actor = clerks(township)[0]
        ids = household_ids(household.number for household, _member in changes)
        for household, member in changes:
            services.save_member(actor=actor, household_id=ids[household.number], member=member_facts(member))

    return enter


def _enter_deaths(changes: list[Change], township: str) -> Callable[[], None]:
    def enter() -> None:
        actor = clerks(township)[0]
        numbers = [household.number for household, _member in changes]
        households, members = household_ids(numbers), member_ids(numbers)
        for household, member in changes:
            event = services.record_life_event(
                actor=actor,
                household_id=households[household.number],
                kind=DIED,
                date=_day_of(member),
                member_id=members[household.number, member.name, member.birth_date],
            )
            services.settle_life_event(actor=actor, event_id=event.pk, settlement="已核减家庭人口")

    return enter


def _day_of(member: MemberPlan) -> date:
    if member.left_on is None:
        raise ValueError(f"{member.key} lives in the household")
    return member.left_on
