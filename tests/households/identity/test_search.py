"""The search for likely doubles: what is found, what is not, what comes back."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from households import likely, services
from households.facts import MemberFacts
from households.models import Household, LikelyDouble, Member
from households.policy.likeness import near_numbers
from households.querysets import PHONE_PURPOSE, id_index
from tests.households.conftest import OWN_TOWNSHIP
from tests.households.factories import id_of, make_household, make_user
from tests.households.identity.conftest import BORN, person
from tests.households.pages import signed_in
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow
from yuping.core.identity import check_char
from yuping.core.vault import index_of


def neighbour(village: Village) -> Village:
    """Another village of the same township."""
    rows = Village.objects.all_areas(reason="cast").filter(township=village.township_id).exclude(pk=village.pk)
    return rows.order_by("pk").first()


def found(*, kind: str = "") -> list[LikelyDouble]:
    rows = LikelyDouble.unguarded.order_by("pk")
    return [row for row in rows if not kind or kind in row.kinds]


def test_same_name_and_birth_date_in_one_village_is_found(officer: User, home: Household, other: Household):
    first, second = person(home, "吴秀兰", seq=12), person(other, "吴秀兰", seq=14)

    waiting = services.search_doubles(actor=officer)

    double = LikelyDouble.unguarded.get()
    assert waiting == 1
    assert (double.first_household, double.second_household, double.state) == (home, other, "open")
    assert double.kinds[0] == "village"
    assert [match[:2] for match in double.matches] == [[first.pk, second.pk]]
    assert AuditEntry.objects.filter(verb="households.search_doubles").count() == 1


def test_the_same_township_and_another_township_are_told_apart(
    officer: User, home: Household, village: Village, far_village: Village
):
    near = make_household(neighbour(village), number=3, head_name="田茂林")
    far = make_household(far_village, number=4, head_name="龙再兴")
    for place, household in enumerate((home, near, far)):
        person(household, "吴秀兰", seq=(12, 346, 578)[place])

    services.search_doubles(actor=officer)

    kinds = {(row.first_household, row.second_household): row.kinds[0] for row in found()}
    assert kinds == {(home, near): "township", (home, far): "county", (near, far): "county"}


@pytest.mark.parametrize("name", ["ALI·MU", "Ａli Ｍu", "ali mu"])
def test_a_name_written_with_other_width_case_or_spaces_is_found(
    officer: User, home: Household, other: Household, name: str
):
    person(home, "Ali Mu", seq=12)
    person(other, name, seq=14)

    services.search_doubles(actor=officer)

    assert len(found(kind="writing")) == 1


@pytest.mark.parametrize(("name", "expected"), [("吴秀南", 1), ("吴秀兰花", 0), ("王秀南", 0)])
def test_one_other_character_is_found_in_the_village(
    officer: User, home: Household, other: Household, name: str, expected: int
):
    person(home, "吴秀兰", seq=12)
    person(other, name, seq=14)

    services.search_doubles(actor=officer)

    assert len(found(kind="character")) == expected


def test_one_other_character_in_another_village_is_not_found(officer: User, home: Household, village: Village):
    person(home, "吴秀兰", seq=12)
    person(make_household(neighbour(village), number=3, head_name="田茂林"), "吴秀南", seq=14)

    services.search_doubles(actor=officer)

    assert found() == []


def test_a_slip_in_the_birth_date_of_the_number_is_found_in_the_whole_county(
    officer: User, home: Household, far_village: Village
):
    far = make_household(far_village, number=4, head_name="龙再兴")
    person(home, "吴秀兰", seq=12, born=datetime.date(1983, 2, 17))
    person(far, "吴秀兰", seq=12, born=datetime.date(1983, 2, 11))

    services.search_doubles(actor=officer)

    assert [row.kinds for row in found()] == [["number"]]


def test_a_near_birth_date_with_another_number_is_not_found(officer: User, home: Household, other: Household):
    person(home, "吴秀兰", seq=12, born=datetime.date(1983, 2, 17))
    person(other, "吴秀兰", seq=346, born=datetime.date(1983, 2, 11))

    services.search_doubles(actor=officer)

    assert found() == []


NUMBER = "52069919830217012"


@pytest.mark.parametrize(
    ("other", "near"),
    [
        ("52069919830217013", True),
        ("52069919830271012", True),
        ("25069919830217012", True),
        ("52069919830217012", False),
        ("52069919830218013", False),
        ("52069919830213072", False),
    ],
)
def test_numbers_are_near_by_one_digit_or_by_two_that_changed_places(other: str, near: bool):
    assert near_numbers(NUMBER + check_char(NUMBER), other + check_char(other)) is near


def test_numbers_of_another_length_are_never_near():
    assert not near_numbers("", NUMBER + "X")


def with_phone(household: Household, phone: str) -> None:
    household.phone, household.phone_index = phone, index_of(phone, PHONE_PURPOSE)
    household.save(update_fields=["phone", "phone_index"])


def test_a_phone_of_two_households_is_found_and_that_of_six_is_not(officer: User, village: Village):
    homes = [
        make_household(village, number=number, head_name=f"吴长{name}")
        for number, name in enumerate("一二三四五六七八", 1)
    ]
    for row in homes[:2]:
        with_phone(row, "13800000001")
    for row in homes[2:]:
        with_phone(row, "13800000002")

    services.search_doubles(actor=officer)

    pairs = [(row.first_household, row.second_household) for row in found(kind="phone")]
    assert pairs == [(homes[0], homes[1])]


@pytest.mark.parametrize("many", [1, 2, 1000])
def test_a_phone_is_found_alike_for_few_households_and_for_many(
    village: Village, monkeypatch: pytest.MonkeyPatch, many: int
):
    homes = [make_household(village, number=number, head_name=f"吴长{name}") for number, name in enumerate("一二三", 1)]
    for row in homes[:2]:
        with_phone(row, "13800000001")
    monkeypatch.setattr(likely, "MANY", many)

    shared = [match.other_home for match in likely.of_homes([homes[0].pk]) if match.kind == "phone"]
    assert shared == [homes[1].pk]


def test_who_has_left_is_no_double(officer: User, home: Household, other: Household):
    person(home, "吴秀兰", seq=12)
    person(other, "吴秀兰", seq=14, state="died", left_on=datetime.date(2016, 3, 1), leave_kind="1")

    services.search_doubles(actor=officer)

    assert found() == []


def test_a_second_search_finds_nothing_new(officer: User, home: Household, other: Household):
    person(home, "吴秀兰", seq=12)
    person(other, "吴秀兰", seq=14)
    services.search_doubles(actor=officer)

    services.search_doubles(actor=officer)

    assert LikelyDouble.unguarded.count() == 1
    assert AuditEntry.objects.order_by("seq").last().facts["new"] == 0


def test_what_is_not_the_same_does_not_come_back(officer: User, clerk: User, double: LikelyDouble):
    services.clear_double(actor=clerk, double_id=double.pk, reason="同名同日，查户籍为两人")

    services.search_doubles(actor=officer)

    double.refresh_from_db()
    assert (double.state, double.decided_by, double.reason) == ("not_same", clerk, "同名同日，查户籍为两人")


@pytest.mark.parametrize("field", ["phone", "number", "household_phone"])
def test_a_change_of_a_key_field_brings_it_back(officer: User, clerk: User, double: LikelyDouble, field: str):
    services.clear_double(actor=clerk, double_id=double.pk, reason="查户籍为两人")
    member = Member.unguarded.get(pk=double.matches[0][0])
    if field == "phone":
        member.phone, member.phone_index = "13800000009", index_of("13800000009", PHONE_PURPOSE)
        member.save(update_fields=["phone", "phone_index"])
    elif field == "number":
        member.id_number, member.id_index = id_of(22, BORN), id_index(id_of(22, BORN))
        member.save(update_fields=["id_number", "id_index"])
    else:
        with_phone(double.second_household, "13800000010")

    services.search_doubles(actor=officer)

    double.refresh_from_db()
    assert double.state == "open"


def test_a_change_of_another_field_does_not_bring_it_back(officer: User, clerk: User, double: LikelyDouble):
    services.clear_double(actor=clerk, double_id=double.pk, reason="查户籍为两人")
    Member.unguarded.filter(pk=double.matches[0][0]).update(ethnic_group="03")

    services.search_doubles(actor=officer)

    double.refresh_from_db()
    assert double.state == "not_same"


def test_a_pair_that_is_no_longer_alike_is_gone_and_comes_back_when_it_is(officer: User, double: LikelyDouble):
    Member.unguarded.filter(pk=double.matches[0][1]).update(name="龙桂花")
    services.search_doubles(actor=officer)
    double.refresh_from_db()
    assert double.state == "gone"

    Member.unguarded.filter(pk=double.matches[0][1]).update(name="吴秀兰")
    services.search_doubles(actor=officer)
    double.refresh_from_db()
    assert double.state == "open"


def test_a_pair_is_kept_until_a_day_and_is_due_on_it(clerk: User, double: LikelyDouble):
    day = datetime.date(2016, 12, 20)

    services.defer_double(actor=clerk, double_id=double.pk, due_on=day, reason="等派出所回函")

    rows = LikelyDouble.objects.actionable_by(clerk, "households.clear_double")
    assert list(rows.due(day - datetime.timedelta(days=1))) == []
    assert list(rows.due(day)) == [double]


@pytest.mark.parametrize("day", [datetime.date(2016, 12, 1), datetime.date(2018, 1, 1)])
def test_a_day_that_is_past_or_too_far_is_refused(clerk: User, double: LikelyDouble, day: datetime.date):
    with pytest.raises(BadInput):
        services.defer_double(actor=clerk, double_id=double.pk, due_on=day, reason="等回函")


def test_a_decision_needs_a_reason(clerk: User, double: LikelyDouble):
    with pytest.raises(BadInput):
        services.clear_double(actor=clerk, double_id=double.pk, reason=" ")


def test_what_is_decided_is_not_decided_again(clerk: User, double: LikelyDouble):
    services.clear_double(actor=clerk, double_id=double.pk, reason="两人")

    with pytest.raises(NotAllowedNow):
        services.defer_double(actor=clerk, double_id=double.pk, due_on=datetime.date(2016, 12, 20), reason="再看")


def test_another_township_and_a_person_without_the_verb_decide_nothing(
    far_clerk: User, leader: User, double: LikelyDouble
):
    with pytest.raises(LikelyDouble.DoesNotExist):
        services.clear_double(actor=far_clerk, double_id=double.pk, reason="两人")
    with pytest.raises(MissingVerb):
        services.clear_double(actor=leader, double_id=double.pk, reason="两人")
    with pytest.raises(MissingVerb):
        services.search_doubles(actor=leader)


def test_a_pair_over_two_townships_is_seen_by_both_and_decided_by_the_county(
    officer: User, clerk: User, far_clerk: User, home: Household, far_village: Village
):
    far = make_household(far_village, number=4, head_name="龙再兴")
    person(home, "吴秀兰", seq=12)
    person(far, "吴秀兰", seq=14)
    services.search_doubles(actor=clerk)
    double = LikelyDouble.unguarded.get()

    for person_ in (clerk, far_clerk):
        assert list(LikelyDouble.objects.visible_to(person_)) == [double]
        with pytest.raises(LikelyDouble.DoesNotExist):
            services.clear_double(actor=person_, double_id=double.pk, reason="两人")
    services.clear_double(actor=officer, double_id=double.pk, reason="两人")


def test_a_search_of_one_township_leaves_the_pairs_of_others_alone(
    officer: User, clerk: User, far_village: Village, home: Household
):
    homes = [
        make_household(far_village, number=number, head_name=f"龙{name}") for number, name in ((4, "甲"), (5, "乙"))
    ]
    for place, household in enumerate(homes):
        person(household, "吴秀兰", seq=(12, 346, 578)[place])
    services.search_doubles(actor=officer)

    services.search_doubles(actor=clerk)

    assert LikelyDouble.unguarded.get().state == "open"


def test_saving_a_member_finds_the_double_at_once(clerk: User, home: Household, other: Household):
    person(home, "吴秀兰", seq=12)
    facts = MemberFacts(name="吴秀兰", relation="02", id_number=id_of(14, BORN), ethnic_group="12")

    with pytest.raises(services.LooksLikeOthers) as told:
        services.save_member(actor=clerk, household_id=other.pk, member=facts)

    assert [one.household_id for one in told.value.params["doubles"]] == [home.pk]
    assert (found(), other.members.count()) == ([], 1)


def test_a_search_asks_a_fixed_number_of_questions(officer: User, village: Village, django_assert_max_num_queries):
    for number in range(1, 9):
        household = make_household(village, number=number, head_name=f"吴长{number}")
        person(household, "吴秀兰", seq=20 + 2 * number)

    with django_assert_max_num_queries(25):
        services.search_doubles(actor=officer)

    assert LikelyDouble.unguarded.count() == 28


def test_a_village_cadre_sees_the_pairs_of_the_village(village: Village, double: LikelyDouble):
    cadre = make_user("cadre9", Role.VILLAGE_CADRE, village.pk)
    elsewhere = make_user("cadre8", Role.VILLAGE_CADRE, neighbour(village).pk)

    assert list(LikelyDouble.objects.visible_to(cadre)) == [double]
    assert list(LikelyDouble.objects.visible_to(elsewhere)) == []
    assert village.pk.startswith(OWN_TOWNSHIP)


def test_the_export_of_more_pairs_asks_no_more_questions(officer: User, village: Village):
    client, asked = signed_in(officer), []
    for numbers in (range(1, 3), range(3, 7)):
        for number in numbers:
            person(make_household(village, number=number, head_name=f"田茂{number}"), "吴秀兰", seq=2 * number)
        services.search_doubles(actor=officer)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/households/doubles/?export=xlsx").status_code == 200
        asked.append(len(queries))

    assert LikelyDouble.unguarded.count() == 15
    assert asked[1] <= asked[0]


def test_what_was_found_not_the_same_too_soon_is_taken_up_again(
    demo_day: None, clerk: User, second_clerk: User, double: LikelyDouble
):
    services.clear_double(actor=clerk, double_id=double.pk, reason="先保存，再比对")
    client, address = browser(second_clerk), reverse("households:double_reopen", args=[double.pk])

    assert address in client.get(double.get_absolute_url()).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "户籍为同一人"}).status_code == 302

    double.refresh_from_db()
    assert (double.state, double.decided_by) == ("open", second_clerk)
    assert double in LikelyDouble.objects.actionable_by(clerk, "households.clear_double").waiting()
    with pytest.raises(NotAllowedNow):
        services.reopen_double(actor=clerk, double_id=double.pk, reason="再次")


def test_two_files_stand_side_by_side_each_with_all_who_live_there(clerk: User, double: LikelyDouble):
    shown = browser(clerk).get(double.get_absolute_url())

    assert [[row.name for row in half.living] for half in shown.context["halves"]] == [
        ["吴长贵", "吴秀兰"],
        ["田茂林", "吴秀兰"],
    ]
    words = shown.content.decode()
    assert "户内成员" in words
    assert "户内其他成员" not in words
