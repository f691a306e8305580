"""The list of households: found by every key, exported as shown, and silent about other townships."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.models import Finding
from tests.households.factories import id_of, make_household, make_member, make_year
from tests.households.pages import body, page_of, signed_in, url
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("demo_day")

LIST = "household_list"


def names(user: User, **query: str) -> list[str]:
    response = signed_in(user).get(url(LIST), query)
    assert response.status_code == 200
    return [row.record.head_name for row in response.context["table"].lean_rows()]


FULL_WIDTH = "５２０６０００００００１"


@pytest.fixture
def _families(village: Village, far_village: Village) -> None:
    first = make_household(village, number=1, head_name="王伟")
    make_member(first, number=52, name="李秀英")
    make_household(village, number=2, head_name="张国强")
    make_household(far_village, number=3, head_name="王远")


@pytest.mark.usefixtures("_families")
@pytest.mark.parametrize(
    "typed",
    [
        "王伟",
        "王",
        "王　伟",
        "王 伟",
        "李 秀英",
        "wang wei",
        "wangwei",
        "ww",
        "WW",
        "李秀英",
        "lxy",
        "lixiuying",
        "520600000001",
        "伟",
        "秀英",
        "５２０６０００００００１",
    ],
)
def test_a_household_is_found_by_name_pinyin_initials_member_and_number(clerk: User, typed: str) -> None:
    assert names(clerk, q=typed) == ["王伟"]


@pytest.mark.usefixtures("_families")
@pytest.mark.parametrize(
    "typed",
    [id_of(52), id_of(52)[:6] + id_of(52)[8:17], id_of(52) + "42", id_of(52) + "42B1", f" {id_of(52).lower()} "],
    ids=["18", "15", "20", "22", "spaces"],
)
def test_an_identity_number_in_any_form_leads_to_the_household(clerk: User, typed: str) -> None:
    response = signed_in(clerk).post(url("person_find"), {"q": typed})

    assert response.status_code == 302
    assert "王伟" in body(signed_in(clerk).get(response.url))


@pytest.mark.usefixtures("_families")
def test_an_identity_number_in_an_address_is_led_away_from_it(clerk: User) -> None:
    response = signed_in(clerk).get(url(LIST), {"q": id_of(52)})

    assert response.status_code == 302
    assert id_of(52) not in response.url


@pytest.mark.usefixtures("_families")
def test_a_part_of_an_identity_number_finds_nothing(clerk: User) -> None:
    assert names(clerk, q=id_of(52)[:14]) == []


@pytest.mark.usefixtures("_families")
def test_a_person_of_another_township_is_not_found_by_any_key(clerk: User) -> None:
    client = signed_in(clerk)

    led_to = client.post(url("person_find"), {"q": id_of(5)})

    assert led_to.url == url(LIST)
    assert names(clerk, q="王远") == []
    assert "王远" not in body(client.get(url(LIST)))


def test_filters_narrow_by_what_the_record_says(clerk: User, village: Village) -> None:
    make_year(make_household(village, number=1, head_name="王伟"), main_cause="1", wage_income=9000)
    make_year(make_household(village, number=2, head_name="张国强"), main_cause="7", wage_income="100000")
    make_household(village, number=3, head_name="李四")

    assert names(clerk, main_cause="1") == ["王伟"]
    assert names(clerk, income="above") == ["王伟", "张国强"]
    assert names(clerk, income="no_record") == ["李四"]
    assert names(clerk, account="none") == ["王伟", "张国强", "李四"]
    assert names(clerk, village=village.pk, state="removed") == []


def test_households_with_open_problems_are_listed(clerk: User, village: Village) -> None:
    household = make_household(village)
    make_household(village, number=2, head_name="张国强")
    Finding.unguarded.create(
        household=household, village=village, year=2016, rule="no_phone", level="warning", found_on="2016-11-01"
    )

    assert names(clerk, problems="any") == ["王伟"]
    assert names(clerk, problems="error") == []
    assert names(clerk, problems="none") == ["张国强"]


def test_the_export_holds_what_is_shown_and_no_full_number(clerk: User, village: Village) -> None:
    make_year(make_household(village, head_name="王伟"), wage_income=9000)
    make_household(village, number=2, head_name="张国强")

    response = signed_in(clerk).get(url(LIST), {"q": "王伟", "export": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))

    cells = [str(cell) for row in rows for cell in row if cell is not None]
    assert any("王伟" in cell for cell in cells)
    assert not any("张国强" in cell for cell in cells)
    assert AuditEntry.objects.filter(verb="households.export_household").exists()


def test_the_export_of_persons_is_masked(clerk: User, village: Village) -> None:
    make_household(village)

    response = signed_in(clerk).get(url("member_list"), {"export": "xlsx"})
    rows = openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)

    cells = [str(cell) for row in rows for cell in row if cell is not None]
    assert id_of(1) not in cells
    assert f"520699********{id_of(1)[-4:]}" in cells


OF_HOUSEHOLDS = ["visit_list", "measure_list", "event_list", "status_list", "pairing_list", "sale_list"]
OF_HOUSEHOLDS += ["adjustment_list", "training_list", "relocation_list", "finding_list", "account_list", "member_list"]


@pytest.mark.parametrize("name", OF_HOUSEHOLDS)
def test_a_workbook_tells_households_of_one_name_apart_unless_the_person_chose_otherwise(
    clerk: User, village: Village, name: str
) -> None:
    make_household(village)
    client = signed_in(clerk)

    content = client.get(url(name), {"export": "xlsx"}).content
    rows = [*openpyxl.load_workbook(io.BytesIO(content)).active.values]
    assert "户编号" in rows[2]

    client.post(url(name), {"columns": ["village"]})
    content = client.get(url(name), {"export": "xlsx"}).content
    assert "户编号" not in [*openpyxl.load_workbook(io.BytesIO(content)).active.values][2]


@pytest.mark.parametrize("name", [LIST, "member_list", "account_list", "finding_list"])
def test_a_list_asks_the_same_number_of_questions_for_any_number_of_rows(
    clerk: User, village: Village, name: str
) -> None:
    make_household(village)
    client = signed_in(clerk)
    client.get(url(name))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url(name))
    for number in range(2, 22):
        make_year(make_household(village, number=number))
    with CaptureQueriesContext(connection) as many:
        client.get(url(name))

    assert len(many) == len(few)


def test_an_empty_list_says_what_to_do(clerk: User) -> None:
    assert "请点“新建农户档案”开始" in body(page_of(clerk, LIST))
    assert "没有符合条件的农户" in body(signed_in(clerk).get(url(LIST), {"q": "杨"}))


def test_a_person_without_posting_sees_no_list(stranger: User) -> None:
    assert page_of(stranger, LIST).status_code == 403


@pytest.mark.parametrize("name", ["member_list", "finding_list", "lead_list", "score_list"])
def test_lists_of_persons_leave_as_a_workbook_with_the_grant_for_files_alone(
    clerk: User, cadre_user: User, name: str
) -> None:
    assert signed_in(clerk).get(url(name), {"export": "xlsx"}).status_code == 200
    assert signed_in(cadre_user).get(url(name), {"export": "xlsx"}).status_code == 403


@pytest.mark.usefixtures("demo_day")
def test_a_year_without_records_says_so_and_leads_to_the_last_one(clerk: User, village: Village) -> None:
    make_year(make_household(village, number=61), year=2015, main_cause="7")
    client = signed_in(clerk)

    now, earlier = (client.get(url("household_list") + query) for query in ("", "?year=2015"))

    assert "尚未录入 2016 年度记录" in now.content.decode()
    assert "?year=2015" in now.content.decode()
    assert "尚未录入" not in earlier.content.decode()
    assert "缺技术" in earlier.content.decode()
    filtered = client.get(url("household_list") + "?year=2015&main_cause=7")
    assert filtered.context["table"].paginator.count == 1


@pytest.mark.usefixtures("demo_day")
def test_a_year_with_records_says_nothing(clerk: User, village: Village) -> None:
    make_year(make_household(village, number=62))

    assert "尚未录入" not in signed_in(clerk).get(url("household_list")).content.decode()
