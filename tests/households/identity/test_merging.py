"""Merging two files: what leaves, what moves over, who has to confirm, and what speaks against it."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from households import checks, services, standing
from households.models import Household, LifeEvent, LikelyDouble, Member, PayeeAccount
from households.standing import Standing
from tests.households.adjustments import propose, ready_to_exit
from tests.households.factories import make_household, make_member
from tests.households.identity.conftest import paid
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused, SamePerson

REASON = "两户为同一户，重复录入"


def merge(actor: User, double: LikelyDouble, leaving: Household, **values: object) -> LikelyDouble:
    given = {"leaving_id": leaving.pk, "whole_household": True, "reason": REASON, **values}
    return services.merge_double(actor=actor, double_id=double.pk, **given)


def faults() -> list[object]:
    """What ``verify`` would say of the members and their places."""
    return [*checks.heads(), *checks.who_left(), *checks.villages_agree(), *checks.members()]


def codes(refused: pytest.ExceptionInfo[PolicyRefused]) -> list[str]:
    return [reason.code for reason in refused.value.params["reasons"]]


def test_without_money_a_whole_household_is_merged_at_once(
    clerk: User, double: LikelyDouble, home: Household, other: Household
):
    merge(clerk, double, other)

    double.refresh_from_db()
    other.refresh_from_db()
    assert (double.state, double.confirmed_by) == ("merged", None)
    assert (other.state, other.merged_into) == ("merged", home)
    event = LifeEvent.unguarded.get(household=other)
    assert (event.kind, event.other_household, event.state) == ("06", home, "settled")
    assert AuditEntry.objects.filter(verb="households.merge_double").count() == 1


def test_who_stands_twice_leaves_and_the_others_move_over(
    clerk: User, double: LikelyDouble, home: Household, other: Household
):
    head = other.members.get(is_head=True)
    twice = other.members.get(name="吴秀兰")
    number = head.id_number.open()

    merge(clerk, double, other)

    twice.refresh_from_db()
    head.refresh_from_db()
    moved = home.members.get(name="田茂林")
    assert (twice.state, head.state) == ("entered_in_error", "moved_out")
    assert (moved.state, moved.is_head, moved.relation, moved.join_kind) == ("living_here", False, "99", "5")
    assert moved.id_number.open() == number
    assert home.members.filter(name="吴秀兰").count() == 1


def test_nothing_is_deleted_and_verify_finds_no_fault(clerk: User, double: LikelyDouble, other: Household):
    members = Member.unguarded.count()

    merge(clerk, double, other)

    assert other.members.count() == 2
    assert Member.unguarded.count() == members + 1
    assert faults() == []


def test_only_the_person_who_stands_twice_leaves(clerk: User, double: LikelyDouble, home: Household, other: Household):
    merge(clerk, double, home, whole_household=False)

    home.refresh_from_db()
    assert home.state == "active"
    assert home.members.get(name="吴秀兰").state == "entered_in_error"
    assert other.members.get(name="吴秀兰").state == "living_here"


def test_with_an_account_it_waits_for_a_second_person(
    clerk: User, second_clerk: User, double: LikelyDouble, home: Household, other: Household
):
    paid(home)
    merge(clerk, double, other)
    double.refresh_from_db()
    other.refresh_from_db()
    assert (double.state, double.leaving, other.state) == ("proposed", other, "active")
    with pytest.raises(SamePerson):
        services.confirm_merger(actor=clerk, double_id=double.pk)

    services.confirm_merger(actor=second_clerk, double_id=double.pk)

    double.refresh_from_db()
    other.refresh_from_db()
    assert (double.state, double.confirmed_by, other.state) == ("merged", second_clerk, "merged")


def test_the_account_of_the_file_that_gives_way_is_closed(
    clerk: User, second_clerk: User, double: LikelyDouble, other: Household
):
    account = paid(other)
    merge(clerk, double, other)

    services.confirm_merger(actor=second_clerk, double_id=double.pk)

    account.refresh_from_db()
    assert account.state == "closed"
    assert faults() == []


def test_a_proposed_account_of_it_is_refused(clerk: User, second_clerk: User, double: LikelyDouble, other: Household):
    services.propose_payee_account(
        actor=clerk,
        household_id=other.pk,
        member_id=other.members.get(is_head=True).pk,
        bank_name="信用社",
        kind="card",
        number="6229990000000000019",
    )
    merge(clerk, double, other)

    services.confirm_merger(actor=second_clerk, double_id=double.pk)

    assert PayeeAccount.unguarded.get(household=other).state == "refused"


def test_a_proposed_merger_can_be_taken_back(clerk: User, double: LikelyDouble, home: Household, other: Household):
    paid(home)
    merge(clerk, double, other)

    services.refuse_merger(actor=clerk, double_id=double.pk, reason="选错")

    double.refresh_from_db()
    assert (double.state, double.leaving, double.whole_household) == ("open", None, False)


@pytest.fixture
def live_things(other: Household):
    """The rooms to the right tell of a live loan and of a payout that is over."""

    def source(ids: list[int]):
        if other.pk in ids:
            yield Standing(other.pk, "loans.standing", {"number": "ZB-1", "state": "已放款"})
            yield Standing(other.pk, "dividends.standing_payout", {"batch": "2016-001", "state": "已付"}, live=False)

    standing.register(source)
    yield
    standing._sources.remove(source)


def test_a_live_loan_of_the_file_that_gives_way_refuses_the_confirmation(
    clerk: User, second_clerk: User, double: LikelyDouble, other: Household, live_things: None
):
    merge(clerk, double, other)

    with pytest.raises(PolicyRefused) as refused:
        services.confirm_merger(actor=second_clerk, double_id=double.pk)

    assert codes(refused) == ["loans.standing"]
    other.refresh_from_db()
    assert other.state == "active"


def test_a_live_loan_of_the_file_that_stays_does_not_matter(
    clerk: User, second_clerk: User, double: LikelyDouble, home: Household, live_things: None
):
    merge(clerk, double, home)

    services.confirm_merger(actor=second_clerk, double_id=double.pk)

    home.refresh_from_db()
    assert home.state == "merged"


def test_an_open_event_of_the_file_that_gives_way_refuses(clerk: User, double: LikelyDouble, other: Household):
    services.record_life_event(actor=clerk, household_id=other.pk, kind="01", date=datetime.date(2016, 11, 1))

    with pytest.raises(PolicyRefused) as refused:
        merge(clerk, double, other)

    assert codes(refused) == ["households.open_events"]


def test_a_head_does_not_leave_alone(clerk: User, officer: User, home: Household, other: Household):
    for household in (home, other):
        make_member(household, number=300 + household.pk % 90, name="杨再发", relation="99")
    other.members.filter(name="田茂林").update(name="杨再发")
    services.search_doubles(actor=officer)
    double = LikelyDouble.unguarded.get()

    with pytest.raises(PolicyRefused) as refused:
        merge(clerk, double, other, whole_household=False)

    assert "households.head_stands_twice" in codes(refused)


def test_a_holder_of_an_account_does_not_leave_alone(
    clerk: User, second_clerk: User, double: LikelyDouble, home: Household
):
    services.propose_payee_account(
        actor=clerk,
        household_id=home.pk,
        member_id=home.members.get(name="吴秀兰").pk,
        bank_name="信用社",
        kind="card",
        number="6229990000000000019",
    )
    merge(clerk, double, home, whole_household=False)

    with pytest.raises(PolicyRefused) as refused:
        services.confirm_merger(actor=second_clerk, double_id=double.pk)

    assert codes(refused) == ["households.holder_stands_twice"]


def test_where_only_a_phone_agrees_nobody_leaves_alone(clerk: User, double: LikelyDouble, other: Household):
    LikelyDouble.unguarded.filter(pk=double.pk).update(matches=[[None, None, ["phone"]]], kinds=["phone"])

    with pytest.raises(PolicyRefused) as refused:
        merge(clerk, double, other, whole_household=False)

    assert codes(refused) == ["households.nobody_stands_twice"]


def test_a_third_household_and_an_empty_reason_are_refused(
    clerk: User, double: LikelyDouble, other: Household, far_village
):
    with pytest.raises(BadInput):
        merge(clerk, double, make_household(far_village, number=9))
    with pytest.raises(BadInput):
        merge(clerk, double, other, reason=" ")


def test_who_may_not_merge_does_not(
    leader: User, far_clerk: User, cadre_user: User, double: LikelyDouble, other: Household
):
    for actor, error in ((leader, MissingVerb), (cadre_user, MissingVerb), (far_clerk, LikelyDouble.DoesNotExist)):
        with pytest.raises(error):
            merge(actor, double, other)
        with pytest.raises(error):
            services.confirm_merger(actor=actor, double_id=double.pk)


def test_a_file_that_left_meanwhile_is_not_merged(clerk: User, double: LikelyDouble, other: Household):
    Household.unguarded.filter(pk=other.pk).update(state="moved_out", left_on=datetime.date(2016, 11, 1))

    with pytest.raises(NotAllowedNow):
        merge(clerk, double, other)


@pytest.mark.parametrize(
    "values",
    [{"state": "merged"}, {"state": "proposed"}, {"state": "not_same"}, {"first_household_id": 1}, {"leaving_id": 0}],
)
def test_raw_sql_decides_nothing(double: LikelyDouble, values: dict[str, object]):
    with pytest.raises(IntegrityError), transaction.atomic():
        LikelyDouble.unguarded.filter(pk=double.pk).update(**values)


def test_raw_sql_confirms_no_merger_of_ones_own(clerk: User, double: LikelyDouble, home: Household, other: Household):
    paid(home)
    merge(clerk, double, other)

    with pytest.raises(IntegrityError), transaction.atomic():
        LikelyDouble.unguarded.filter(pk=double.pk).update(
            state="merged", confirmed_by=clerk, confirmed_on=datetime.date(2016, 12, 1)
        )


def merging_event(actor: User, leaving: Household, staying: Household, *, day: int = 1) -> LifeEvent:
    return services.record_life_event(
        actor=actor,
        household_id=leaving.pk,
        kind="06",
        date=datetime.date(2016, 11, day),
        other_household_id=staying.pk,
    )


def settle(actor: User, event: LifeEvent) -> LifeEvent:
    return services.settle_life_event(actor=actor, event_id=event.pk, settlement="并入亲属家")


def refused_codes(actor: User, event: LifeEvent) -> list[str]:
    """Settling is refused; the reasons given. The household stays on file."""
    with pytest.raises(PolicyRefused) as refused:
        settle(actor, event)
    assert Household.unguarded.get(pk=event.household_id).state == "active"
    return codes(refused)


def test_with_an_account_another_person_settles_the_event_of_merging(
    clerk: User, second_clerk: User, home: Household, other: Household
):
    account = paid(home)
    event = merging_event(clerk, other, home)
    with pytest.raises(SamePerson):
        settle(clerk, event)

    settle(second_clerk, event)

    other.refresh_from_db()
    account.refresh_from_db()
    assert (other.merged_into, account.state) == (home, "verified")


def test_an_event_of_merging_waits_for_what_is_live(
    clerk: User, second_clerk: User, home: Household, other: Household, live_things: None
):
    assert refused_codes(second_clerk, merging_event(clerk, other, home)) == ["loans.standing"]


@pytest.mark.parametrize("paid_one", ["home", "other"])
def test_an_event_of_merging_waits_for_a_payment(
    clerk: User, second_clerk: User, home: Household, other: Household, paid_one: str
):
    pk = {"home": home, "other": other}[paid_one].pk

    def source(ids: list[int]):
        if pk in ids:
            yield Standing(pk, "dividends.standing_payout", {"batch": "2016-001", "state": "待付"}, on_its_way=True)

    standing.register(source)
    try:
        event = merging_event(clerk, other, home)
        with pytest.raises(NotAllowedNow, match="payment_on_its_way"):
            settle(second_clerk, event)
    finally:
        standing._sources.remove(source)


@pytest.mark.parametrize("gone", ["home", "other"])
def test_an_event_of_merging_needs_both_on_file(clerk: User, home: Household, other: Household, gone: str):
    event = merging_event(clerk, other, home)
    pk = {"home": home, "other": other}[gone].pk
    Household.unguarded.filter(pk=pk).update(state="moved_out", left_on=datetime.date(2016, 11, 2))

    with pytest.raises(NotAllowedNow, match="not_on_file"):
        settle(clerk, event)


def test_two_households_never_merge_into_each_other(clerk: User, home: Household, other: Household):
    event, back = merging_event(clerk, other, home), merging_event(clerk, home, other)
    settle(clerk, event)

    with pytest.raises(NotAllowedNow, match="not_on_file"):
        settle(clerk, back)


def test_an_adjustment_under_way_keeps_both_ways_of_merging(
    clerk: User, double: LikelyDouble, home: Household, other: Household
):
    ready_to_exit(other)
    propose(clerk, other)
    with pytest.raises(PolicyRefused) as refused:
        merge(clerk, double, other)

    assert codes(refused) == ["households.open_adjustments"]
    assert refused_codes(clerk, merging_event(clerk, other, home)) == ["households.open_adjustments"]


def test_another_open_event_keeps_the_event_of_merging(clerk: User, home: Household, other: Household):
    services.record_life_event(actor=clerk, household_id=other.pk, kind="01", date=datetime.date(2016, 10, 1))

    assert refused_codes(clerk, merging_event(clerk, other, home)) == ["households.open_events"]


def test_an_event_of_merging_lies_not_before_what_is_on_record(clerk: User, home: Household, other: Household):
    make_member(other, number=40, joined_on=datetime.date(2016, 11, 9))

    with pytest.raises(BadInput, match="merger_too_early"):
        merging_event(clerk, other, home, day=8)

    assert merging_event(clerk, other, home, day=9).state == "open"


def test_who_came_after_the_event_was_recorded_moves_the_day_of_leaving(clerk: User, home: Household, other: Household):
    event = merging_event(clerk, other, home)
    make_member(other, number=40, name="田小", joined_on=datetime.date(2016, 11, 9))

    settle(clerk, event)

    other.refresh_from_db()
    assert other.left_on == datetime.date(2016, 11, 9)
    assert home.members.get(name="田小").joined_on == datetime.date(2016, 11, 9)


def test_an_event_of_merging_moves_the_people_over_too(clerk: User, home: Household, other: Household):
    event = services.record_life_event(
        actor=clerk, household_id=other.pk, kind="06", date=datetime.date(2016, 11, 1), other_household_id=home.pk
    )

    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="并入亲属家")

    assert home.members.filter(state="living_here", name="田茂林").exists()
    assert faults() == []
