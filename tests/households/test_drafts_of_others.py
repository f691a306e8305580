"""Whose drafts are: nobody else meets them, and nothing is kept where one may not write."""

import datetime

import pytest

from households.models import Draft
from tests.households.conftest import OTHER_TOWNSHIP, TODAY
from tests.households.factories import id_of, make_household
from tests.households.pages import body, signed_in, url
from tests.households.test_drafts import REGISTER, half, keep, told
from tests.people import post
from villages.models import Village
from yuping.accounts.models import Posting, User
from yuping.accounts.roles import Role

pytestmark = pytest.mark.usefixtures("demo_day")


@pytest.mark.parametrize("who", ["second_clerk", "officer", "far_clerk", "leader"])
def test_nobody_else_meets_a_draft(request: pytest.FixtureRequest, who: str, clerk: User, village: Village) -> None:
    other: User = request.getfixturevalue(who)
    kept = told(keep(signed_in(clerk), url(REGISTER), clerk, half(village)))
    client = signed_in(other)

    pages = [client.get(kept["address"]), client.get(url("draft_list"))]
    assert all(id_of(101) not in body(page) and "王伟" not in body(page) for page in pages)
    assert client.get(url("draft_discard", pk=kept["draft"])).status_code in {403, 404}
    assert client.post(url("draft_discard", pk=kept["draft"])).status_code in {403, 404}
    answer = keep(client, url(REGISTER), other, half(village), draft=kept["draft"], draft_revision=1)
    assert answer.status_code in {403, 409, 422}
    assert Draft.objects.get().revision == 1


def test_what_one_person_typed_is_not_kept_for_who_signed_in_after_him(
    clerk: User, second_clerk: User, village: Village
) -> None:
    answer = keep(signed_in(second_clerk), url(REGISTER), clerk, half(village))

    assert answer.status_code == 409
    assert not Draft.objects.exists()


def test_a_household_of_another_township_keeps_nothing(far_clerk: User, village: Village) -> None:
    household = make_household(village)
    head = household.members.get()

    for address in (
        url("year_current", pk=household.pk),
        url("members_edit", pk=household.pk),
        url("member_add", pk=household.pk),
        url("member_edit", pk=household.pk, member=head.pk),
    ):
        assert keep(signed_in(far_clerk), address, far_clerk, {"farmland": "1"}).status_code == 404
    assert not Draft.objects.exists()


def test_a_member_of_another_household_keeps_nothing_under_this_one(clerk: User, village: Village) -> None:
    household, other = make_household(village), make_household(village, number=2, head_name="张三")
    address = url("member_edit", pk=household.pk, member=other.members.get().pk)

    assert keep(signed_in(clerk), address, clerk, {"row": "0"}).status_code == 404


def test_a_village_of_another_township_is_refused(clerk: User, far_village: Village) -> None:
    answer = keep(signed_in(clerk), url(REGISTER), clerk, half(far_village))

    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_without_the_verb_nothing_is_kept(leader: User, village: Village) -> None:
    assert keep(signed_in(leader), url(REGISTER), leader, half(village)).status_code == 403


def test_who_has_moved_to_another_township_meets_his_old_drafts_no_more(clerk: User, village: Village) -> None:
    household = make_household(village)
    client = signed_in(clerk)
    kept = told(keep(client, url(REGISTER), clerk, half(village)))
    keep(client, url("year_current", pk=household.pk), clerk, {"farmland": "3"})
    Posting.objects.filter(user=clerk).update(valid_to=TODAY - datetime.timedelta(days=1))
    post(clerk, Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP, valid_from=TODAY)

    client = signed_in(clerk)
    assert id_of(101) not in body(client.get(kept["address"]))
    assert client.get(url("draft_discard", pk=kept["draft"])).status_code == 404
    assert list(Draft.objects.own(User.objects.get(pk=clerk.pk))) == []
