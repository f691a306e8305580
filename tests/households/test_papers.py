"""The papers of a household: what stands on them, for whom, and of which year."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households import services
from households.models import Document, Household, MemberYear, Visit
from tests.households.factories import id_of, make_household, make_member, make_year
from tests.households.forms_of import CARD, household_facts
from tests.households.pages import body, page_of, signed_in, url
from tests.pictures import pdf, png
from villages.models import Village
from villages.services import register_cadre
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("demo_day")

PAPERS = ["file_print", "form_print", "income_print"]


@pytest.fixture
def household(village: Village) -> Household:
    """A household with its record of 2016."""
    found = make_household(village, address="街上12号")
    make_year(found, main_cause="7", wage_income="12345.60", business_expense="345.60", population_end=2)
    return found


PARTS = [
    "档案目录",
    "登记表",
    "收入核算表",
    "收款账户",
    "识别和动态调整",
    "走访",
    "帮扶",
    "贷款和分红",
    "影像和附件",
]


def attach(clerk: User, household: Household, kind: str, data: bytes) -> Document:
    day = datetime.date(2016, 3, 6)
    return services.attach_document(
        actor=clerk, household_id=household.pk, kind=kind, title=kind, data=data, dated_on=day
    )


def printed(user: User, household: Household, name: str, **query: object) -> str:
    response = signed_in(user).get(url(name, pk=household.pk), query)
    assert response.status_code == 200
    return body(response)


def tick(label: str, *, on: bool) -> str:
    return f'<span class="tick"><span class="tick-box">{"√" if on else ""}</span>{label}</span>'


@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_names_the_household_its_year_and_who_signs(clerk: User, household: Household, name: str) -> None:
    text = printed(clerk, household, name)

    assert household.number in text
    assert "2016 年度" in text
    assert "户主（签字、按手印）" in text


@pytest.mark.parametrize("name", PAPERS)
def test_a_household_of_another_township_has_no_papers(far_clerk: User, household: Household, name: str) -> None:
    response = page_of(far_clerk, name, pk=household.pk)

    assert response.status_code == 404
    assert AuditEntry.objects.filter(outcome="refused", object_id=str(household.pk)).exists()


def test_the_form_ticks_what_was_answered_and_leaves_the_rest_open(clerk: User, household: Household) -> None:
    text = printed(clerk, household, "form_print")

    assert tick("缺技术", on=True) in text
    # The list stands once for the main cause and once for the others.
    assert text.count(tick("缺技术", on=False)) == 1
    assert text.count(tick("因病", on=False)) == 2
    assert "√" not in text.split("土地情况")[1].split("四、上年度收入情况")[0]


def test_numbers_stay_masked_on_paper(clerk: User, village: Village) -> None:
    household = services.register_household(actor=clerk, household=household_facts(village))

    services.propose_payee_account(
        actor=clerk,
        household_id=household.pk,
        member_id=household.members.get(is_head=True).pk,
        bank_name="信用联社",
        kind="card",
        number=CARD,
    )

    for name in ("form_print", "file_print"):
        text = printed(clerk, household, name)

        assert id_of(101) not in text
        assert "13800000001" not in text
        assert "138****0001" in text
        assert CARD not in text
        assert (f"*{CARD[-4:]}" in text) == (name == "file_print")


def test_the_form_names_the_helper_with_what_the_official_form_asks(clerk: User, household: Household) -> None:
    helper = register_cadre(
        actor=clerk,
        name="杨帆",
        unit="县教育局",
        area_code=household.village_id[:9],
        position="副局长",
        phone="13900001234",
        sex="1",
        political_status="01",
        rank="10",
        unit_kind="1",
        unit_level="05",
        team_post="1",
    )
    services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=helper.pk, from_on=household.registered_on)

    text = printed(clerk, household, "form_print").split("五、")[1].split("六、")[0]

    for words in ("杨帆", "县教育局", "副局长", "****1234"):
        assert words in text
    for name in ("sex", "political_status", "rank", "unit_kind", "unit_level", "team_post"):
        assert getattr(helper, f"get_{name}_display")() in text


def test_the_income_sheet_adds_up_and_names_the_standard(clerk: User, household: Household) -> None:
    text = printed(clerk, household, "income_print")

    for amount in ("12,345.60", "345.60", "12,000.00", "6,000.00", "2,968.00"):
        assert f'<td class="num">{amount}</td>' in text
    assert "2015 年金额（元）" in text


def test_a_year_without_a_record_is_an_empty_form(clerk: User, household: Household) -> None:
    form, income = (printed(clerk, household, name, year=2017) for name in ("form_print", "income_print"))

    assert tick("缺技术", on=False) in form
    assert tick("缺技术", on=True) not in form
    assert '<td class="num">0.00</td>' not in income
    assert "2017 年度" in income


def test_the_latest_record_is_printed_unless_a_year_is_asked_for(clerk: User, village: Village) -> None:
    household = make_household(village)
    for year in (2014, 2015):
        make_year(household, year=year, wage_income=Decimal(year))

    assert "2,015.00" in printed(clerk, household, "income_print")
    assert "2,014.00" in printed(clerk, household, "income_print", year=2014)


@pytest.mark.parametrize("year", ["2012", "2018", "abc", "２０１６", "-1", "99999999999999999999"])
def test_a_year_that_has_no_file_does_not_exist(clerk: User, household: Household, year: str) -> None:
    assert signed_in(clerk).get(url("form_print", pk=household.pk), {"year": year}).status_code == 404


def test_members_are_those_of_the_year(clerk: User, household: Household) -> None:
    left = {"state": "married_out", "leave_kind": "2", "left_on": datetime.date(2015, 3, 1)}
    make_member(household, number=301, name="王早嫁", relation="04", **left)
    make_member(household, number=302, name="王新生", relation="03", joined_on=datetime.date(2016, 2, 1))
    make_member(household, number=303, name="王误录", relation="03", **left | {"state": "entered_in_error"})

    now, then = (printed(clerk, household, "form_print", year=year) for year in (2016, 2014))

    assert "王新生" in now
    assert "王早嫁" not in now
    assert "王早嫁" in then
    assert "王新生" not in then
    assert "王误录" not in now + then


def test_leadership_prints_the_income_but_nothing_about_persons(leader: User, household: Household) -> None:
    assert page_of(leader, "income_print", pk=household.pk).status_code == 200
    assert page_of(leader, "form_print", pk=household.pk).status_code == 403

    assert page_of(leader, "file_print", pk=household.pk).status_code == 403

    shown = body(page_of(leader, "household_detail", pk=household.pk))
    assert url("income_print", pk=household.pk) in shown
    assert url("form_print", pk=household.pk) not in shown


def test_the_household_page_leads_to_its_papers(clerk: User, household: Household) -> None:
    shown = body(page_of(clerk, "household_detail", pk=household.pk))

    for name in PAPERS:
        assert url(name, pk=household.pk) in shown


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_number_of_questions_for_a_large_household(clerk: User, household: Household, name: str) -> None:
    client, counts = signed_in(clerk), []
    for extra in range(2):
        for number in range(301, 301 + 8 * extra):
            member = make_member(household, number=number, name=f"王{number}", relation="03")
            MemberYear.unguarded.create(
                member=member, household=household, village_id=household.village_id, year=2016, education="2"
            )
        client.get(url(name, pk=household.pk))
        with CaptureQueriesContext(connection) as asked:
            client.get(url(name, pk=household.pk))
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 50


def test_the_whole_file_holds_its_index_ledgers_and_pictures(clerk: User, household: Household) -> None:
    place = {"household": household, "village_id": household.village_id, "recorded_by": clerk}
    for day in (datetime.date(2016, 3, 5), datetime.date(2015, 3, 5)):
        Visit.unguarded.create(date=day, visitor="张干部", theme="走访", content=f"{day.year}年看望", **place)
    photo = attach(clerk, household, "photo", png(4, 3))
    application = attach(clerk, household, "application", pdf())

    text = printed(clerk, household, "file_print")

    for title in (
        "档案目录",
        "登记表",
        "收入核算表",
        "收款账户",
        "识别和动态调整",
        "走访",
        "帮扶",
        "贷款和分红",
        "影像和附件",
    ):
        assert f"<h1>{title}</h1>" in text
    assert "2016年看望" in text
    assert "2015年看望" not in text
    assert f'<img src="{url("document_download", pk=photo.pk)}" alt="photo">' in text
    assert url("document_download", pk=application.pk) not in text
    assert "PDF 文件，单独打印" in text


def test_each_look_at_a_printed_picture_is_on_record(clerk: User, household: Household) -> None:
    photo = attach(clerk, household, "photo", png(4, 3))

    response = signed_in(clerk).get(url("document_download", pk=photo.pk))

    assert response.getvalue() == png(4, 3)
    assert AuditEntry.objects.filter(verb="households.view_document", object_id=str(photo.pk)).exists()


def test_the_form_is_printed_with_its_numbers_once_a_reason_is_given(clerk: User, village: Village) -> None:
    household = services.register_household(actor=clerk, household=household_facts(village))
    client, address = signed_in(clerk), f"{url('form_print_full', pk=household.pk)}?year=2016"
    assert address in printed(clerk, household, "form_print", year=2016)
    assert client.post(address, {"reason": ""}).status_code == 422

    text = body(client.post(address, {"reason": "入户签字"}))

    assert id_of(101) in text
    assert "13800000001" in text
    assert clerk.full_name in text
    entry = AuditEntry.objects.filter(verb="households.reveal").get()
    assert (entry.reason, entry.facts) == ("入户签字", {"kind": "form", "year": 2016})


def test_who_may_not_see_numbers_prints_none_in_full(cadre_user: User, far_clerk: User, household: Household) -> None:
    for person, status in ((cadre_user, 403), (far_clerk, 404)):
        client = signed_in(person)
        assert client.post(url("form_print_full", pk=household.pk), {"reason": "入户签字"}).status_code == status
    assert url("form_print_full", pk=household.pk) not in printed(cadre_user, household, "form_print")
    with pytest.raises(Household.DoesNotExist):
        services.reveal_on_form(actor=far_clerk, household_id=household.pk, year=2016, reason="入户签字")


def test_the_menu_offers_the_years_that_are_on_file(clerk: User, household: Household) -> None:
    make_year(household, year=2017)

    shown = body(page_of(clerk, "household_detail", pk=household.pk))

    for name in ("form_print", "income_print", "file_print"):
        for year in (2016, 2017):
            assert f'{url(name, pk=household.pk)}?year={year}"' in shown
        assert f"{url(name, pk=household.pk)}?year=2015" not in shown


def test_the_head_stands_on_the_cover_and_not_again_at_the_end(clerk: User, household: Household) -> None:
    photo = attach(clerk, household, "head_photo", png(4, 3))

    cover, rest = printed(clerk, household, "file_print").split("档案目录", 1)

    source = url("document_download", pk=photo.pk)
    assert source in cover
    assert source not in rest


def test_the_index_counts_every_part(clerk: User, household: Household) -> None:
    text = printed(clerk, household, "file_print").split("档案目录", 1)[1].split("</table>")[0]

    assert "页码" not in text
    counts = [cell.split("</td>")[0].strip() for cell in text.split('<td class="num">')[1:]]
    assert counts == ["1", "1", "0", "0", "0", "0", "0", "0", "0"]
