"""Which life events of a household stop its line: those after which not everything continues."""

import pytest

from dividends import stop_list
from dividends.policy import Reason
from households import services
from households.models import Household
from households.services.status import apply_change
from tests.dividends.conftest import Year
from tests.households.factories import make_member
from yuping.core import clock


def record(year: Year, household: Household, kind: str) -> None:
    """The event, of another member than the head."""
    member = make_member(household, number=700, name="吴小满", relation="03", joined_on=household.registered_on)
    services.record_life_event(
        actor=year.cast.office,
        household_id=household.pk,
        kind=kind,
        date=clock.today(),
        member_id=None if kind == "07" else member.pk,
    )


@pytest.mark.parametrize(("kind", "stops"), [("02", True), ("04", True), ("12", True), ("03", False), ("07", False)])
def test_an_open_event_stops_the_line_unless_everything_continues(kind: str, stops: bool, year: Year) -> None:
    batch = year.locked()
    household = batch.payouts.first().household

    record(year, household, kind)

    reasons = {reason for line in stop_list.of_batch(batch) for reason in line.reasons}
    assert (Reason.OPEN_LIFE_EVENT in reasons) is stops


def test_a_removed_household_is_stopped_as_such_and_not_for_its_members_who_left_with_it(year: Year) -> None:
    batch = year.locked()
    household = batch.payouts.first().household
    apply_change(year.cast.office, household, None, kind="4", date=clock.today(), reason="错评")

    stopped = {row.household_id: row.reasons for row in stop_list.of_batch(batch)}

    assert [str(reason) for reason in stopped[household.pk]] == ["household_removed"]
    assert not household.members.filter(state="living_here").exists()
