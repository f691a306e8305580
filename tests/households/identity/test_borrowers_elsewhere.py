"""Who borrowed or is paid in a household stays protected where he lives after it was merged or split."""

from collections.abc import Callable, Iterator

import pytest

from households import services, standing
from households.models import Household, Member
from households.services.payees import protected_members
from households.standing import Standing
from tests.households.factories import make_member
from tests.households.identity.test_identity import propose, save
from tests.households.identity.test_merging_events import merging_event, settle
from yuping.accounts.models import User
from yuping.core.errors import NotAllowedNow, PolicyRefused

Borrows = Callable[..., None]


@pytest.fixture
def borrows() -> Iterator[Borrows]:
    """Lets a loan, come to its end, hang on a household and name one of its members."""
    added = []

    def hang(member: Member, **how: bool) -> None:
        def source(ids: list[int]) -> Iterator[Standing]:
            if member.household_id in ids:
                params = {"batch": "2016-001", "state": "待付"}
                yield Standing(
                    member.household_id,
                    "dividends.standing_payout",
                    params,
                    **{"live": False, "member_id": member.pk, **how},
                )

        added.append(standing.register(source))

    yield hang
    for source in added:
        standing._sources.remove(source)


@pytest.fixture
def moved(clerk: User, second_clerk: User, home: Household, other: Household, borrows: Borrows) -> Member:
    """A borrower of a household that was merged, as he stands in the one that took it in."""
    borrower = make_member(other, number=60, name="田小满", relation="03")
    borrows(borrower)
    settle(second_clerk, merging_event(clerk, other, home))
    return home.members.get(name="田小满")


def test_a_borrower_of_a_merged_household_is_not_renamed_by_one_person(clerk: User, moved: Member) -> None:
    with pytest.raises(PolicyRefused) as refused:
        save(clerk, moved, name="田晓满")

    assert {reason.code for reason in refused.value.params["reasons"]} == {"households.identity_takes_two"}
    moved.refresh_from_db()
    assert moved.name == "田小满"


def test_only_he_and_the_head_are_protected(home: Household, moved: Member) -> None:
    free = make_member(home, number=62, name="吴小", relation="03")

    found = protected_members(home)

    assert found == {moved.pk, home.members.get(is_head=True).pk}
    assert free.pk not in found


def test_his_change_waits_while_a_payment_of_the_other_household_is_on_its_way(
    clerk: User, second_clerk: User, other: Household, moved: Member, borrows: Borrows
) -> None:
    change = propose(clerk, moved, name="田晓满")
    borrows(other.members.get(name="田小满"), on_its_way=True)

    with pytest.raises(NotAllowedNow, match="payment_on_its_way"):
        services.confirm_identity_change(actor=second_clerk, change_id=change.pk)
