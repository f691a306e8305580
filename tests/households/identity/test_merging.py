"""Merging two files: what leaves, what moves over, who has to confirm, and what speaks against it."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from households import checks, services
from households.models import Household, LifeEvent, LikelyDouble, Member, PayeeAccount
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
    services.record_life_event(actor=clerk, household_id=other.pk, kind="07", date=datetime.date(2016, 11, 1))

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
