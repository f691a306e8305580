"""Life events and changes of status."""

import datetime
from decimal import Decimal

import pytest

from households import services
from households.models import Household, LifeEvent, Member, StatusChange
from households.policy.status import StatusFacts, reasons_against
from tests.households.factories import make_household, make_member, make_year
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused

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
        event = record(clerk, household, "02", member_id=member.pk)

    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="整户消亡")

    household.refresh_from_db()
    assert (household.state, household.left_on) == ("extinct", NOV)
    assert StatusChange.unguarded.get(household=household).kind == "5"


def test_a_merger_names_the_other_household(clerk: User, household: Household, village: Village) -> None:
    other = make_household(village, number=9)
    event = record(clerk, household, "06", other_household_id=other.pk)

    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="并入儿子家")

    household.refresh_from_db()
    assert (household.state, household.merged_into) == ("merged", other)


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
