"""Life events and changes of status."""

import datetime
from decimal import Decimal

import pytest

from households import checks, services
from households.models import Household, LifeEvent, Member, StatusChange
from households.policy.events import consequence_of
from households.policy.status import Income, StatusFacts, reasons_against
from tests.factories import make_account
from tests.households.factories import make_household, make_member, make_year
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused, SamePerson

NOV = datetime.date(2016, 11, 1)


@pytest.fixture
def household(village: Village) -> Household:
    household = make_household(village)
    make_member(household)
    return household


def record(actor: User, household: Household, kind: str, **values: object) -> LifeEvent:
    return services.record_life_event(actor=actor, household_id=household.pk, kind=kind, date=NOV, **values)


def test_a_death_takes_the_member_out_at_once(clerk: User, household: Household) -> None:
    spouse = household.members.get(is_head=False)

    event = record(clerk, household, "02", member_id=spouse.pk)

    spouse.refresh_from_db()
    assert (spouse.state, spouse.left_on, event.state) == ("died", NOV, "open")
    assert AuditEntry.objects.filter(verb="households.record_life_event").count() == 1


def test_a_dead_head_is_settled_with_a_new_one(clerk: User, household: Household) -> None:
    head, spouse = household.members.get(is_head=True), household.members.get(is_head=False)
    event = record(clerk, household, "02", member_id=head.pk)

    with pytest.raises(BadInput, match="new_head_needed"):
        services.settle_life_event(actor=clerk, event_id=event.pk, settlement="变更户主")
    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="变更户主", new_head_id=spouse.pk)

    household.refresh_from_db()
    spouse.refresh_from_db()
    assert (household.head_name, spouse.is_head, spouse.relation) == ("李秀英", True, "01")
    assert Member.unguarded.filter(household=household, is_head=True).count() == 1


def test_the_last_death_ends_the_household(clerk: User, household: Household) -> None:
    for member in household.members.order_by("is_head"):
        event = record(clerk, household, "02", member_id=member.pk, note="一氧化碳中毒")

    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="整户消亡")

    household.refresh_from_db()
    assert (household.state, household.left_on) == ("extinct", NOV)
    assert StatusChange.unguarded.get(household=household).kind == "5"
    # The other event was open as well; with the file it is over.
    assert {row.state for row in household.lifeevents.all()} == {"settled"}


def test_a_merger_names_the_other_household(clerk: User, household: Household, village: Village) -> None:
    other = make_household(village, number=9)
    event = record(clerk, household, "06", other_household_id=other.pk)

    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="并入儿子家")

    household.refresh_from_db()
    assert (household.state, household.merged_into) == ("merged", other)
    # Everybody went over, with his own identity; nobody is left behind in a household that is no more.
    assert not household.members.filter(state="living_here").exists()
    assert other.members.filter(state="living_here", is_head=True).count() == 1
    assert {"李秀英", household.head_name} <= set(other.members.values_list("name", flat=True))
    assert set(household.members.values_list("id_index", flat=True)) < set(
        other.members.values_list("id_index", flat=True)
    )
    assert list(checks.who_left()) == []


def settle_split(clerk: User, household: Household, **values: object) -> LifeEvent:
    """The spouse splits off with whoever is named."""
    spouse = household.members.get(relation="02")
    event = record(clerk, household, "05", member_id=spouse.pk)
    split = services.Split(**{"number": "520600000077", **values})
    return services.settle_life_event(actor=clerk, event_id=event.pk, settlement="分户另过", split=split)


def test_a_split_opens_a_household_of_those_who_go(clerk: User, household: Household) -> None:
    child = make_member(household, number=6, name="王小", relation="03")

    event = settle_split(clerk, household, member_ids=(child.pk,))

    opened = event.other_household
    assert (opened.number, opened.head_name, opened.registered_on) == ("520600000077", "李秀英", NOV)
    assert sorted(opened.members.values_list("name", flat=True)) == ["李秀英", "王小"]
    assert [row.name for row in household.members.filter(state="living_here")] == [household.head_name]
    child.refresh_from_db()
    assert (child.state, child.leave_kind, child.left_on) == ("split_off", "5", NOV)
    over = opened.members.get(name="王小")
    assert (over.id_index, over.id_number.open(), over.join_kind) == (child.id_index, child.id_number.open(), "5")
    assert StatusChange.unguarded.get(household=opened).kind == "1"


@pytest.mark.parametrize(
    ("number", "code"),
    [("", "required"), ("520600000001", "number_taken"), ("第一户", "number_form"), ("20", "number_form")],
)
def test_a_split_needs_a_number_of_its_own(number: str, code: str, clerk: User, household: Household) -> None:
    with pytest.raises(BadInput, match=code):
        settle_split(clerk, household, number=number)


def test_only_who_lives_there_goes_along(clerk: User, household: Household, village: Village) -> None:
    stranger = make_member(make_household(village, number=30), number=90)

    with pytest.raises(BadInput, match="not_a_member"):
        settle_split(clerk, household, member_ids=(stranger.pk,))


def test_when_the_head_splits_off_another_becomes_the_head(clerk: User, household: Household) -> None:
    head, spouse = household.members.get(is_head=True), household.members.get(is_head=False)
    event = record(clerk, household, "05", member_id=head.pk)
    split = services.Split(number="520600000077")

    with pytest.raises(BadInput, match="new_head_needed"):
        services.settle_life_event(actor=clerk, event_id=event.pk, settlement="分户", split=split)
    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="分户", split=split, new_head_id=spouse.pk)

    household.refresh_from_db()
    assert household.head_name == spouse.name


@pytest.mark.parametrize(
    ("kind", "living", "row"),
    [
        ("02", 2, "died"),
        ("02", 0, "extinct"),
        ("10", 0, "extinct"),
        ("05", 2, "split"),
        ("06", 2, "merged"),
        ("04", 2, "left"),
        ("09", 1, "left"),
        ("01", 3, "stays"),
        ("07", 3, "stays"),
    ],
)
def test_each_event_has_its_row_of_consequences(kind: str, living: int, row: str) -> None:
    assert consequence_of(kind, living=living) == row


def test_a_merger_into_another_township_is_refused(clerk: User, household: Household, far_village: Village) -> None:
    other = make_household(far_village, number=9)

    with pytest.raises(BadInput, match="event_needs_other"):
        record(clerk, household, "06", other_household_id=other.pk)


@pytest.mark.parametrize(
    ("kind", "values", "code"),
    [
        ("02", {}, "event_needs_member"),
        ("06", {}, "event_needs_other"),
        ("77", {}, "unknown_code"),
        ("02", {"date": datetime.date(2016, 12, 2)}, "future_date"),
        ("02", {"date": datetime.date(2014, 5, 31)}, "event_before_registration"),
    ],
    ids=["nobody", "no other", "unknown", "future", "too early"],
)
def test_an_event_that_does_not_fit_is_refused(
    clerk: User, household: Household, kind: str, values: dict[str, object], code: str
) -> None:
    with pytest.raises(BadInput, match=code):
        services.record_life_event(actor=clerk, household_id=household.pk, kind=kind, **{"date": NOV, **values})


def test_an_event_is_settled_once(clerk: User, household: Household) -> None:
    event = record(clerk, household, "12", member_id=household.members.get(is_head=False).pk)
    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="已入伍")

    with pytest.raises(NotAllowedNow, match="event_settled"):
        services.settle_life_event(actor=clerk, event_id=event.pk, settlement="已入伍")


def test_another_townships_event_does_not_exist(clerk: User, far_clerk: User, household: Household) -> None:
    event = record(clerk, household, "12", member_id=household.members.get(is_head=False).pk)

    with pytest.raises(LifeEvent.DoesNotExist):
        services.settle_life_event(actor=far_clerk, event_id=event.pk, settlement="x")


def change(actor: User, household: Household, kind: str, **values: object) -> StatusChange:
    return services.change_status(
        actor=actor, household_id=household.pk, kind=kind, date=NOV, reason="整户迁往外县", **values
    )


def test_a_household_that_has_moved_away_leaves_the_file(clerk: User, household: Household) -> None:
    done = change(clerk, household, "6")

    household.refresh_from_db()
    assert (household.state, household.left_on) == ("moved_out", NOV)
    assert (done.state_before, done.state_after) == ("active", "moved_out")


@pytest.mark.parametrize("kind", ["1", "2", "3", "4", "7", "8"])
def test_what_the_county_decides_is_never_recorded_at_once(clerk: User, household: Household, kind: str) -> None:
    make_year(household, population_end=2, wage_income=Decimal("8000.00"), unsafe_house=False, safe_water=True)

    with pytest.raises(BadInput, match="status_needs_procedure"):
        change(clerk, household, kind)
    assert not StatusChange.unguarded.exists()


def test_a_household_in_which_somebody_lives_is_not_extinct(clerk: User, household: Household) -> None:
    with pytest.raises(PolicyRefused, match="status_refused"):
        change(clerk, household, "5")


def test_a_change_needs_a_reason(clerk: User, household: Household) -> None:
    with pytest.raises(BadInput, match="reason_needed"):
        services.change_status(actor=clerk, household_id=household.pk, kind="6", date=NOV, reason=" ")


@pytest.mark.parametrize(
    ("kind", "facts", "codes"),
    [
        ("2", StatusFacts(flag="2", has_record=True), 4),
        ("2", StatusFacts(flag="1", has_record=False), 1),
        ("3", StatusFacts(flag="1", has_record=True), 1),
        ("5", StatusFacts(flag="1", has_record=True, living=2), 1),
        ("1", StatusFacts(flag="1", has_record=True), 1),
        ("6", StatusFacts(flag="1", has_record=True), 0),
    ],
    ids=["exited already", "no record", "never exited", "somebody lives", "entry by hand", "moved out"],
)
def test_the_reasons_against_a_change(kind: str, facts: StatusFacts, codes: int) -> None:
    assert len(reasons_against(kind, facts)) == codes


def test_the_event_of_another_member_never_makes_a_new_head(
    clerk: User, second_clerk: User, household: Household
) -> None:
    head, spouse = household.members.get(is_head=True), household.members.get(is_head=False)
    make_member(household, number=77, name="王小明", relation="03")
    other = record(second_clerk, household, "02", member_id=household.members.get(name="王小明").pk)
    make_account(head)
    death = record(clerk, household, "02", member_id=head.pk)

    services.settle_life_event(actor=clerk, event_id=other.pk, settlement="已办理", new_head_id=spouse.pk)

    spouse.refresh_from_db()
    assert not spouse.is_head
    with pytest.raises(SamePerson, match="head_takes_two"):
        services.settle_life_event(actor=clerk, event_id=death.pk, settlement="变更户主", new_head_id=spouse.pk)
    services.settle_life_event(actor=second_clerk, event_id=death.pk, settlement="变更户主", new_head_id=spouse.pk)


@pytest.mark.parametrize(
    ("unsafe", "water", "codes"),
    [
        (True, False, {"exit_unsafe_house", "exit_unsafe_water"}),
        (None, None, {"exit_house_unanswered", "exit_water_unanswered"}),
        (False, True, set()),
    ],
)
def test_what_the_file_says_against_an_exit_is_told_apart_from_what_it_does_not_say(
    unsafe: bool | None, water: bool | None, codes: set[str]
) -> None:
    enough = Income(2016, Decimal("4000.00"), Decimal("3146.00"))
    facts = StatusFacts(flag="1", has_record=True, income=enough, unsafe_house=unsafe, safe_water=water)

    assert {one.code.removeprefix("households.") for one in reasons_against("2", facts)} == codes
