"""Rules over persons and events: who is gone, who stands twice, which event nobody settled."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef

from households.models import Household, LifeEvent, Member
from households.policy.events import LEAVING
from households.policy.quality.limits import EVENT_DAYS
from households.quality.sharing import in_two_households
from yuping.accounts.quality import Asked, Family, Level, Remedy, audited, declared, of_form, verified
from yuping.accounts.roles import Role

ERROR, WARNING = Level.ERROR, Level.WARNING
LIVING = "living_here"
CLERK, CADRE = Role.TOWNSHIP_CLERK, Role.VILLAGE_CADRE


def _active() -> object:
    return Household.unguarded.filter(state="active")


def _living() -> object:
    return Member.unguarded.filter(state=LIVING, household__state="active")


@declared(
    level=ERROR,
    family=Family.SHAPE,
    reads="member.is_head member.state",
    sources=[*verified("3_02_012", "3_11_001"), *audited("1")],
    owner=CLERK,
    remedy=Remedy.EVENT,
    blocks_payment=True,
    on_save=True,
)
def head_deceased(asked: Asked) -> Iterator[tuple]:
    gone = Member.unguarded.filter(is_head=True, household__state="active").exclude(state=LIVING)
    for row in asked.within(gone).values_list("village_id", "household_id", "pk"):
        yield (*row, "", {})


@declared(
    level=WARNING,
    family=Family.IDENTITY,
    reads="member.name member.birth_date member.village",
    sources=[*verified("1_01_001"), *audited("3")],
    owner=CLERK,
    remedy=Remedy.MEMBER,
    on_save=True,
)
def same_person(asked: Asked) -> Iterator[tuple]:
    """Same name and birth date in two households of one village, under different numbers."""
    wanted = ("village_id", "household_id", "pk")
    for row in in_two_households(_living(), asked, ["name", "birth_date", "village_id"], wanted):
        yield (*row, "", {})


@declared(
    level=WARNING,
    family=Family.CONTACT,
    reads="household.phone_index household.number",
    sources=verified("5_15_022", "5_15_021"),
    owner=CADRE,
    remedy=Remedy.PARTICULARS,
    on_save=True,
)
def shared_phone(asked: Asked) -> Iterator[tuple]:
    for row in in_two_households(_active(), asked, ["phone_index"], ["village_id", "pk"], owner="pk"):
        yield (*row, None, "", {})


@declared(
    level=WARNING,
    family=Family.CONTACT,
    reads="member.phone_index member.household",
    sources=verified("5_15_022"),
    owner=CADRE,
    remedy=Remedy.MEMBER,
)
def phone_of_another_household(asked: Asked) -> Iterator[tuple]:
    for row in in_two_households(_living(), asked, ["phone_index"], ["village_id", "household_id", "pk"]):
        yield (*row, "", {})


@declared(
    level=ERROR,
    family=Family.SHAPE,
    reads="household.state member.state",
    sources=audited("1", "15"),
    owner=CLERK,
    remedy=Remedy.STATUS,
    blocks_payment=True,
)
def nobody_lives_there(asked: Asked) -> Iterator[tuple]:
    living = Member.unguarded.filter(household=OuterRef("pk"), state=LIVING)
    empty = asked.within(_active().filter(~Exists(living)), household="pk")
    for row in empty.values_list("village_id", "pk"):
        yield (*row, None, "", {})


@declared(
    level=WARNING,
    family=Family.CASEWORK,
    reads="member.state lifeevent.member lifeevent.kind",
    sources=of_form("成员变更"),
    owner=CLERK,
    remedy=Remedy.EVENT,
)
def left_without_event(asked: Asked) -> Iterator[tuple]:
    """A member who is gone, though no event of the household says how."""
    events = LifeEvent.unguarded.filter(member=OuterRef("pk"), kind__in=LEAVING).exclude(state="withdrawn")
    gone = Member.unguarded.filter(household__state="active").exclude(state__in=[LIVING, "entered_in_error"])
    for row in asked.within(gone.filter(~Exists(events))).values_list("village_id", "household_id", "pk"):
        yield (*row, "", {})


@declared(
    level=ERROR,
    family=Family.CASEWORK,
    reads="lifeevent.kind lifeevent.state member.state",
    sources=[*of_form("成员变更"), *audited("1")],
    owner=CLERK,
    remedy=Remedy.EVENT,
    blocks_payment=True,
)
def event_not_carried_out(asked: Asked) -> Iterator[tuple]:
    """A death or a move that is settled, while the member still stands as living here."""
    events = LifeEvent.unguarded.filter(kind__in=LEAVING, state="settled", member__state=LIVING)
    later = Member.unguarded.filter(pk=OuterRef("member"), joined_on__gt=OuterRef("date"))
    for row in asked.within(events.filter(~Exists(later))).values_list("village_id", "household_id", "member_id"):
        yield (*row, "", {})


@declared(
    level=WARNING,
    family=Family.CASEWORK,
    reads="lifeevent.date lifeevent.state",
    sources=of_form("成员变更"),
    owner=CLERK,
    remedy=Remedy.EVENT,
    limits=[EVENT_DAYS],
)
def event_open_too_long(asked: Asked) -> Iterator[tuple]:
    before = asked.today - datetime.timedelta(days=EVENT_DAYS.of(asked.year))
    events = asked.within(LifeEvent.unguarded.filter(state="open", date__lt=before, household__state="active"))
    for village, household, event, day in events.values_list("village_id", "household_id", "pk", "date"):
        yield village, household, None, f"event:{event}", {"date": day.isoformat()}


@declared(
    level=WARNING,
    family=Family.IDENTITY,
    reads="member.id_flagged member.id_kind",
    sources=verified("1_01_003", "1_12_002"),
    owner=CLERK,
    remedy=Remedy.MEMBER,
)
def number_to_be_checked(asked: Asked) -> Iterator[tuple]:
    flagged = asked.within(_living().filter(id_flagged=True))
    for row in flagged.values_list("village_id", "household_id", "pk"):
        yield (*row, "", {})


@declared(
    level=ERROR,
    family=Family.SHAPE,
    reads="household.head_name member.name member.is_head",
    sources=of_form("aac029"),
    owner=CLERK,
    remedy=Remedy.PARTICULARS,
)
def named_after_another_head(asked: Asked) -> Iterator[tuple]:
    heads = Member.unguarded.filter(is_head=True, household__state="active")
    for row in asked.within(heads.exclude(name=F("household__head_name"))).values_list("village_id", "household_id"):
        yield (*row, None, "", {})


@declared(
    level=WARNING,
    family=Family.CONTACT,
    reads="household.group household.village",
    sources=of_form("aar007"),
    owner=CADRE,
    remedy=Remedy.PARTICULARS,
)
def no_group(asked: Asked) -> Iterator[tuple]:
    for row in asked.within(_active().filter(group=None), household="pk").values_list("village_id", "pk"):
        yield (*row, None, "", {})
