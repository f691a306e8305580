"""The official form on its page: what is entered stands, what is wrong is marked at its field, nothing is lost."""

import re
from decimal import Decimal

import pytest
from django.utils import translation

from households.models import Draft, Household, HouseholdYear, Member, MemberYear, PayeeAccount
from tests.households.factories import id_of, make_household
from tests.households.forms_of import CARD
from tests.households.pages import body, mistakes, official_form, page_of, signed_in, url
from villages.models import Village, VillageGroup
from yuping.accounts.models import User

pytestmark = pytest.mark.usefixtures("demo_day")

REGISTER = "household_register"


def test_a_household_is_entered_on_one_page(clerk: User, village: Village) -> None:
    response = signed_in(clerk).post(url(REGISTER), official_form(village))

    household = Household.unguarded.get(number="5206000000001")
    assert response.status_code == 302
    assert response.url == household.get_absolute_url()
    assert household.head_name == "王伟"
    record = HouseholdYear.unguarded.get(household=household)
    assert (record.year, record.per_head_net_income, record.unsafe_house) == (2016, Decimal("6122.84"), False)
    assert MemberYear.unguarded.get(member__name="李秀英").health == ["2", "4"]


def test_sex_and_birth_date_follow_from_the_identity_number(clerk: User, village: Village) -> None:
    signed_in(clerk).post(url(REGISTER), official_form(village))

    spouse = Member.unguarded.get(name="李秀英")
    assert (spouse.sex, str(spouse.birth_date)) == ("2", "1970-05-04")


def test_rows_left_empty_are_dropped_and_added_ones_taken(clerk: User, village: Village) -> None:
    typed = official_form(village, row=["0", "1", "2", "7"])
    typed |= {"m7-id_number": id_of(201), "m7-name": "王小明", "m7-relation": "03"}

    signed_in(clerk).post(url(REGISTER), typed)

    assert list(Member.unguarded.order_by("pk").values_list("name", flat=True)) == ["王伟", "李秀英", "王小明"]


def test_a_rare_character_comes_back_as_typed(clerk: User, village: Village) -> None:
    signed_in(clerk).post(url(REGISTER), official_form(village, **{"m0-name": "𠮷㛃"}))

    assert Household.unguarded.get().head_name == "𠮷㛃"


def test_a_number_typed_with_full_width_digits_is_the_same_number(clerk: User, village: Village) -> None:
    signed_in(clerk).post(url(REGISTER), official_form(village, **{"number": "５２０６９９ ００ａ１"}))

    assert Household.unguarded.get().number == "52069900A1"


def test_the_account_given_with_the_form_waits_for_a_second_person(clerk: User, village: Village) -> None:
    given = {"a-number": CARD, "a-bank_name": "玉屏信用联社", "a-kind": "card", "a-holder": "2"}

    signed_in(clerk).post(url(REGISTER), official_form(village, **given))

    account = PayeeAccount.unguarded.get()
    assert (account.state, account.holder_name) == ("proposed", "李秀英")


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"number": "户一"}, "id_number", "户编号为 10 至 20 位"),
        ({"number": ""}, "id_number", "请填写此项"),
        ({"village": ""}, "id_village", "请填写此项"),
        ({"phone": "123"}, "id_phone", "手机"),
        ({"registered_on": "2017-01-01"}, "id_registered_on", "日期不能晚于"),
        ({"m1-id_number": "520699197005040"}, "id_m1-id_number", "出生日期不存在"),
        ({"m1-id_number": id_of(101)}, "id_m1-id_number", "此人在本户重复出现"),
        ({"m1-relation": ""}, "id_m1-relation", "请填写此项"),
        ({"m1-sex": "1"}, "id_m1-sex", "性别与证件号码不一致"),
        ({"m1-relation": "01"}, "id_m1-relation", "一户有且只有一名户主"),
        ({"m1-health": ["1", "4"]}, "id_m1-health", "填了健康"),
        ({"m1-public_post": "yes"}, "id_m1-public_post_months", "公益性岗位与聘用月数"),
        ({"y-wage_income": "abc"}, "id_y-wage_income", "元"),
        ({"y-second_cause": "7"}, "id_y-second_cause", "各致贫原因不能相同"),
        ({"y-irrigated": "9"}, "id_y-irrigated", "有效灌溉面积不能大于耕地面积"),
        ({"y-danger_level": "D"}, "id_y-danger_level", "只有危房户才填危房级别"),
        ({"y-population_end": ""}, "id_y-population_end", "请填写此项"),
        ({"a-number": CARD[:-1] + "0", "a-kind": "card", "a-bank_name": "行"}, "id_a-number", "校验"),
        ({"a-number": CARD, "a-kind": "card"}, "id_a-bank_name", "请填写开户银行"),
    ],
)
def test_each_mistake_is_marked_at_its_field_in_chinese(
    clerk: User, village: Village, changes: dict[str, object], field: str, sentence: str
) -> None:
    with translation.override("zh-hans"):
        response = signed_in(clerk).post(url(REGISTER), official_form(village, **changes))

        assert response.status_code == 422
        found = mistakes(response)
        assert sentence in found[field]
    text = body(response)
    assert f'href="#{field}"' in text
    assert re.search(rf'id="{field}"', text)
    assert not Household.unguarded.exists()


def test_all_mistakes_are_told_at_once_even_when_a_number_cannot_be_read(clerk: User, village: Village) -> None:
    wrong = {"village": "", "m1-sex": "1", "y-farmland": "abc", "y-second_cause": "7"}

    found = mistakes(signed_in(clerk).post(url(REGISTER), official_form(village, **wrong)))

    assert set(found) == {"id_village", "id_m1-sex", "id_y-farmland", "id_y-second_cause"}


def test_nothing_typed_is_lost_when_the_form_is_refused(clerk: User, village: Village) -> None:
    wrong = {"village": "", "y-wage_income": "abc", "m1-work_months": "7", "address": "街上12号"}

    text = body(signed_in(clerk).post(url(REGISTER), official_form(village, **wrong)))

    for typed in ("5206000000001", id_of(101), "李秀英", "abc", 'value="7"', "街上12号"):
        assert typed in text


def test_a_form_sent_twice_makes_one_household(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    client.post(url(REGISTER), official_form(village))

    again = client.post(url(REGISTER), official_form(village))

    assert Household.unguarded.count() == 1
    assert again.status_code == 302
    assert again.url == Household.unguarded.get().get_absolute_url()


def test_another_family_under_a_taken_number_is_refused(clerk: User, village: Village) -> None:
    client = signed_in(clerk)
    client.post(url(REGISTER), official_form(village))
    others = {"m0-id_number": id_of(301), "m0-name": "张三", "m1-id_number": id_of(302)}

    response = client.post(url(REGISTER), official_form(village, **others))

    assert response.status_code == 422
    assert list(mistakes(response)) == ["id_number"]


def test_a_village_of_another_township_cannot_be_chosen(clerk: User, far_village: Village) -> None:
    response = signed_in(clerk).post(url(REGISTER), official_form(far_village))

    assert "id_village" in mistakes(response)
    assert far_village.pk not in body(page_of(clerk, REGISTER))
    assert not Household.unguarded.exists()


def test_a_group_of_another_village_is_refused(clerk: User, village: Village) -> None:
    neighbour = Village.unguarded.filter(township=village.township_id).exclude(pk=village.pk).first()
    group = VillageGroup.unguarded.create(village=neighbour, name="一组", position=1)

    response = signed_in(clerk).post(url(REGISTER), official_form(village, group=group.pk))

    assert list(mistakes(response)) == ["id_group"]


def test_without_the_verb_the_form_is_closed(leader: User, village: Village) -> None:
    assert page_of(leader, REGISTER).status_code == 403
    assert signed_in(leader).post(url(REGISTER), official_form(village)).status_code == 403


def test_the_next_household_follows_at_once_in_the_same_village(clerk: User, village: Village) -> None:
    client = signed_in(clerk)

    response = client.post(url(REGISTER), official_form(village, next="1"))

    assert response.url == url(REGISTER)
    assert client.get(response.url).context["form"].header["village"].value() == village.pk
    assert f'value="{village.pk}" selected' in body(client.get(response.url))


def test_a_remembered_village_that_is_no_longer_ones_own_is_not_offered(
    clerk: User, village: Village, far_village: Village
) -> None:
    client = signed_in(clerk)
    session = client.session
    session["last_village"] = far_village.pk
    session.save()

    assert far_village.pk not in body(client.get(url(REGISTER)))


def test_an_entry_of_a_list_tells_the_letters_by_which_it_is_typed(clerk: User) -> None:
    text = body(page_of(clerk, REGISTER))

    assert '<option value="12" data-letters="dz">侗族</option>' in text
    assert '<option value="02" data-letters="po">配偶</option>' in text


def test_the_grid_changes_members_and_adds_one(clerk: User, village: Village) -> None:
    household = make_household(village)
    head = household.members.get()
    typed = {
        f"s{head.pk}-name": "王伟",
        f"s{head.pk}-relation": "01",
        f"s{head.pk}-sex": head.sex,
        f"s{head.pk}-birth_date": "1970-05-04",
        f"s{head.pk}-ethnic_group": "12",
        "row": ["0", "1"],
        "m0-id_number": id_of(52),
        "m0-name": "李秀英",
        "m0-relation": "02",
        "m0-join_kind": "2",
    }

    response = signed_in(clerk).post(url("members_edit", pk=household.pk), typed)

    assert response.status_code == 302
    head.refresh_from_db()
    assert (head.ethnic_group, head.id_number.open()) == ("12", id_of(1))
    assert household.members.count() == 2


def test_a_mistake_in_the_grid_is_marked_in_its_row(clerk: User, village: Village) -> None:
    household = make_household(village)
    typed = {"row": ["0"], "m0-id_number": id_of(1), "m0-name": "李秀英", "m0-relation": "02", "m0-join_kind": "2"}

    response = signed_in(clerk).post(url("member_add", pk=household.pk), typed)

    assert response.status_code == 422
    assert "id_m0-id_number" in mistakes(response)


def test_a_member_of_another_household_is_not_found_under_this_one(clerk: User, village: Village) -> None:
    household, other = make_household(village), make_household(village, number=2, head_name="张三")

    response = page_of(clerk, "member_edit", pk=household.pk, member=other.members.get().pk)

    assert response.status_code == 404


def test_the_answers_of_another_year_begin_with_those_before_and_are_saved_for_it(
    clerk: User, village: Village
) -> None:
    household = make_household(village)
    head = household.members.get()
    MemberYear.unguarded.create(
        household=household, village_id=village.pk, member=head, year=2016, education="3", work_months=9
    )
    address = url("members_edit_year", pk=household.pk, year=2017)
    client = signed_in(clerk)

    shown = client.get(address)
    row = next(iter(shown.context["form"].grid))
    assert (row["education"].value(), row["work_months"].value()) == ("3", 9)
    assert "2016" in body(shown)
    assert "data-add-row" not in body(shown)
    typed = {f"s{head.pk}-{name}": row[name].value() or "" for name in row.fields if name != "health"}
    answer = client.post(address, {**typed, "row": [], f"s{head.pk}-work_months": "5"})

    assert answer.url == url("household_members", pk=household.pk) + "?year=2017"
    stored = MemberYear.unguarded.filter(member=head).order_by("year").values_list("year", "education", "work_months")
    assert list(stored) == [(2016, "3", 9), (2017, "3", 5)]
    assert "5 个月" in body(client.get(answer.url))
    assert "9 个月" in body(page_of(clerk, "household_members", pk=household.pk))


@pytest.mark.parametrize("year", [2012, 2018])
def test_a_year_without_files_has_no_answers(clerk: User, village: Village, year: int) -> None:
    household = make_household(village)

    assert page_of(clerk, "members_edit_year", pk=household.pk, year=year).status_code == 404
    address = url("household_members", pk=household.pk)
    assert signed_in(clerk).get(address, {"year": str(year)}).status_code == 404
    assert signed_in(clerk).get(address, {"year": "abc"}).status_code == 404


def test_a_half_entered_year_goes_on_at_its_own_address(clerk: User, village: Village) -> None:
    household = make_household(village)
    head = household.members.get()
    address = url("members_edit_year", pk=household.pk, year=2017)
    client = signed_in(clerk)
    client.post(address, {"keep_draft": "1", "draft_owner": clerk.pk, "row": ["0"], f"s{head.pk}-name": "王伟伟"})

    assert Draft.objects.get().get_absolute_url() == address
    assert "王伟伟" in body(client.get(address))
    assert "王伟伟" not in body(client.get(url("members_edit", pk=household.pk)))


def test_the_grid_is_saved_as_the_browser_posts_it_with_its_empty_rows(clerk: User, village: Village) -> None:
    household = make_household(village)
    client, address = signed_in(clerk), url("members_edit", pk=household.pk)
    posted: dict[str, object] = {"row": ["0", "1"]}
    for form in client.get(address).context["form"].grid:
        for bound in form:
            value = bound.value()
            # A box that is not ticked is not posted.
            if bound.name != "health" and value is not False:
                posted[bound.html_name] = "" if value is None else bound.field.prepare_value(value)

    response = client.post(address, posted)

    assert response.status_code == 302, mistakes(response)
    assert household.members.count() == 1
