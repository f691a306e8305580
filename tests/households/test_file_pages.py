"""The page of a household, tab by tab: what it shows, who may open it, and that each form ends in its service."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households import services
from households.models import Finding, Household, HouseholdYear, PayeeAccount
from households.worklist import files_waiting
from tests.households.conftest import TODAY
from tests.households.factories import id_of, make_household, make_member, make_year
from tests.households.forms_of import CARD, household_facts, year_facts
from tests.households.pages import body, page_of, signed_in, url
from tests.pictures import png
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("demo_day")

TABS = [
    "household_detail",
    "household_members",
    "household_years",
    "household_accounts",
    "household_documents",
    "household_findings",
    "household_history",
]
FORMS = {
    "household_edit": "edit_household",
    "members_edit": "save_member",
    "member_add": "save_member",
    "year_current": "save_household_year",
    "account_propose": "propose_payee_account",
    "document_attach": "attach_document",
    "findings_refresh": "refresh_findings",
}
PNG = png(40, 30)


@pytest.fixture
def household(clerk: User, village: Village) -> Household:
    """A household entered by the clerk."""
    return services.register_household(actor=clerk, household=household_facts(village))


def proposed(clerk: User, household: Household) -> PayeeAccount:
    head = household.members.get(is_head=True)
    return services.propose_payee_account(
        actor=clerk, household_id=household.pk, member_id=head.pk, bank_name="信用联社", kind="card", number=CARD
    )


@pytest.mark.parametrize("name", [*TABS, *FORMS])
def test_the_clerk_opens_every_page_of_his_household(clerk: User, household: Household, name: str) -> None:
    response = page_of(clerk, name, pk=household.pk)

    assert response.status_code == 200
    assert "王伟" in body(response)
    assert id_of(101) not in body(response)


@pytest.mark.parametrize("name", [*TABS, *FORMS])
def test_a_household_of_another_township_does_not_exist(far_clerk: User, household: Household, name: str) -> None:
    response = page_of(far_clerk, name, pk=household.pk)

    assert response.status_code == 404
    assert "王伟" not in body(response)
    assert AuditEntry.objects.filter(outcome="refused", object_id=str(household.pk)).exists()


@pytest.mark.parametrize("name", sorted(FORMS))
def test_without_the_verb_a_form_is_closed(leader: User, household: Household, name: str) -> None:
    assert page_of(leader, name, pk=household.pk).status_code == 403


def test_leadership_reads_no_number_phone_or_health(leader: User, household: Household) -> None:
    pages = [page_of(leader, name, pk=household.pk) for name in ("household_detail", "household_members")]
    pages.append(page_of(leader, "member_list"))

    for response in pages:
        assert response.status_code in {200, 403}
        text = body(response)
        assert "520699" not in text
        assert "138****" not in text
        assert "健康状况" not in text


def test_the_same_number_of_questions_for_a_large_household(clerk: User, household: Household) -> None:
    client = signed_in(clerk)
    addresses = [url(name, pk=household.pk) for name in TABS]
    counts = []
    for extra in range(2):
        if extra:
            for number in range(301, 311):
                make_member(household, number=number, name=f"王{number}", relation="03")
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            found.append(len(asked))
        counts.append(found)

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 60


def test_particulars_are_corrected_and_an_empty_phone_stays(clerk: User, household: Household) -> None:
    response = signed_in(clerk).post(url("household_edit", pk=household.pk), {"address": "街上12号", "phone": ""})

    household.refresh_from_db()
    assert response.status_code == 302
    assert (household.address, household.phone.open()) == ("街上12号", "13800000001")


def test_a_wrong_phone_is_marked_at_its_field(clerk: User, household: Household) -> None:
    response = signed_in(clerk).post(url("household_edit", pk=household.pk), {"phone": "12345"})

    assert response.status_code == 422
    assert "id_phone_error" in body(response)


def test_a_new_year_begins_with_the_conditions_of_the_last(clerk: User, village: Village) -> None:
    household = make_household(village)
    make_year(household, year=2015, main_cause="1", farmland="4.20", wage_income="5000")

    form = page_of(clerk, "year_current", pk=household.pk).context["form"]

    assert str(form["main_cause"].value()) == "1"
    assert str(form["farmland"].value()) == "4.20"
    assert form["wage_income"].value() is None
    assert form["population_end"].value() == 1


def test_a_yearly_record_is_saved_and_computed(clerk: User, village: Village) -> None:
    household = make_household(village)
    typed = {"population_end": "2", "wage_income": "6,000", "business_expense": "1000"}

    response = signed_in(clerk).post(url("year_current", pk=household.pk), typed)

    assert response.status_code == 302
    assert str(HouseholdYear.unguarded.get(household=household).per_head_net_income) == "2500.00"


def test_a_dividend_that_differs_from_the_paid_one_needs_a_reason(clerk: User, household: Household) -> None:
    HouseholdYear.unguarded.filter(household=household).update(dividends_recorded=4000, dividend_income=4000)
    typed = {"population_end": "2", "dividend_income": "3000"}

    response = signed_in(clerk).post(url("year_edit", pk=household.pk, year=2016), typed)

    assert response.status_code == 422
    assert "id_dividend_income_error" in body(response)


@pytest.mark.parametrize("year", [2012, 2018])
def test_a_year_that_has_no_file_has_no_page(clerk: User, household: Household, year: int) -> None:
    assert page_of(clerk, "year_edit", pk=household.pk, year=year).status_code == 404


def test_an_account_is_confirmed_by_a_second_person_only(clerk: User, second_clerk: User, household: Household) -> None:
    account = proposed(clerk, household)
    confirm = url("account_confirm", pk=account.pk)
    assert confirm not in body(page_of(clerk, "household_accounts", pk=household.pk))
    assert confirm in body(page_of(second_clerk, "household_accounts", pk=household.pk))

    assert signed_in(clerk).post(confirm).status_code == 422
    assert signed_in(second_clerk).post(confirm).status_code == 302

    account.refresh_from_db()
    assert (account.state, account.confirmed_by) == ("verified", second_clerk)


def test_an_account_is_proposed_refused_and_closed_on_its_pages(
    clerk: User, second_clerk: User, household: Household
) -> None:
    head = household.members.get(is_head=True)
    typed = {"member": head.pk, "kind": "card", "number": CARD, "bank_name": "信用联社"}
    assert signed_in(clerk).post(url("account_propose", pk=household.pk), typed).status_code == 302
    account = PayeeAccount.unguarded.get()

    assert signed_in(second_clerk).post(url("account_refuse", pk=account.pk), {"reason": ""}).status_code == 422
    assert signed_in(second_clerk).post(url("account_refuse", pk=account.pk), {"reason": "号码不清"}).status_code == 302

    account.refresh_from_db()
    assert (account.state, account.reason) == ("refused", "号码不清")


def test_a_wrong_account_number_is_marked_at_its_field(clerk: User, household: Household) -> None:
    head = household.members.get(is_head=True)
    typed = {"member": head.pk, "kind": "card", "number": "6229990000000000018", "bank_name": "信用联社"}

    response = signed_in(clerk).post(url("account_propose", pk=household.pk), typed)

    assert response.status_code == 422
    assert "id_number_error" in body(response)


def test_chosen_accounts_are_confirmed_together(clerk: User, second_clerk: User, household: Household) -> None:
    account = proposed(clerk, household)
    client = signed_in(second_clerk)

    asked = client.post(url("accounts_confirm"), {"ids": [account.pk]})
    done = client.post(url("accounts_confirm"), {"ids": [account.pk], "confirmed": "1"})

    assert (asked.status_code, done.status_code) == (200, 302)
    account.refresh_from_db()
    assert account.state == "verified"


def test_a_full_number_is_shown_for_a_reason_and_on_record(clerk: User, household: Household) -> None:
    head = household.members.get(is_head=True)
    address = url("reveal", kind="identity", pk=head.pk)
    client = signed_in(clerk)

    assert id_of(101) not in body(client.get(address))
    assert client.post(address, {"reason": ""}).status_code == 422
    shown = client.post(address, {"reason": "核对身份证"})

    assert id_of(101) in body(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(verb="households.reveal", reason="核对身份证").count() == 1


def test_no_full_number_is_shown_of_another_township_or_without_the_verb(
    far_clerk: User, leader: User, household: Household
) -> None:
    address = url("reveal", kind="phone", pk=household.pk)

    assert signed_in(far_clerk).post(address, {"reason": "看看"}).status_code == 404
    assert signed_in(leader).post(address, {"reason": "看看"}).status_code == 403
    assert signed_in(far_clerk).get(url("reveal", kind="nothing", pk=1)).status_code == 404


def test_a_finding_stands_beside_every_tab_and_can_be_exempted(
    clerk: User, officer: User, household: Household
) -> None:
    finding = Finding.unguarded.create(
        household=household,
        village=household.village,
        year=2016,
        rule="no_phone",
        level="warning",
        found_on="2016-11-01",
    )
    assert "未填联系电话" in body(page_of(clerk, "household_detail", pk=household.pk))
    assert "待整改" in body(page_of(clerk, "household_findings", pk=household.pk))
    assert page_of(clerk, "finding_exempt", pk=finding.pk).status_code == 403

    typed = {"until": "2017-03-01", "reason": "已核实"}
    assert signed_in(officer).post(url("finding_exempt", pk=finding.pk), typed).status_code == 302

    finding.refresh_from_db()
    assert (finding.state, finding.exempted_by) == ("exempted", officer)


def test_the_history_says_who_changed_what(clerk: User, household: Household) -> None:
    signed_in(clerk).post(
        url("household_edit", pk=household.pk),
        {"address": "街上12号", "identification_standard": "1", "reason": "搬家"},
    )

    acts = page_of(clerk, "household_history", pk=household.pk).context["acts"]

    act = next(act for act in acts if act.changes)
    assert act.person == clerk.full_name
    assert act.reason == "搬家"
    assert [(str(change.label), change.after) for change in act.changes] == [("地址", "街上12号")]


def test_a_household_that_left_is_shown_without_buttons(clerk: User, officer: User, household: Household) -> None:
    Household.unguarded.filter(pk=household.pk).update(state="removed", left_on="2016-11-30")

    response = page_of(clerk, "household_members", pk=household.pk)

    assert response.status_code == 200
    assert url("members_edit", pk=household.pk) not in body(response)


def test_the_work_list_counts_the_rows_its_links_open(clerk: User, second_clerk: User, household: Household) -> None:
    proposed(clerk, household)
    make_household(household.village, number=9, head_name="张三")

    items = {item.url: item.count for item in files_waiting(second_clerk, TODAY) if item.count}

    assert items
    for address, count in items.items():
        response = signed_in(second_clerk).get(address)
        assert response.context["table"].paginator.count == count, address


def test_year_facts_and_page_agree(clerk: User, household: Household) -> None:
    text = body(page_of(clerk, "household_years", pk=household.pk))

    assert f"{year_facts().wage_income / 2:,.2f}" in text


def test_a_finding_that_is_never_exempted_offers_no_exemption(officer: User, household: Household) -> None:
    facts = {"household": household, "village": household.village, "year": 2016, "level": "error"}
    fixed, other = (
        Finding.unguarded.create(**facts, rule=rule, found_on="2016-11-01", facts={"date": "2016-11-01"})
        for rule in ("found_not_eligible", "no_phone")
    )

    page = body(page_of(officer, "household_findings", pk=household.pk))

    assert url("finding_exempt", pk=other.pk) in page
    assert url("finding_exempt", pk=fixed.pk) not in page
    answer = signed_in(officer).post(url("finding_exempt", pk=fixed.pk), {"until": "2017-03-01", "reason": "已核实"})
    assert answer.status_code == 422
    assert "不能豁免" in body(answer)


def test_the_next_years_file_is_begun_by_a_button_once_this_years_stands(clerk: User, village: Village) -> None:
    household = make_household(village, number=8)
    page = body(page_of(clerk, "household_years", pk=household.pk))
    assert url("year_edit", pk=household.pk, year=2017) not in page
    make_year(household, year=2014)
    make_year(household, year=2016)

    page = body(page_of(clerk, "household_years", pk=household.pk))

    assert "新建 2017 年度（沿用 2016 年度）" in page
    assert "新建 2015 年度（沿用 2014 年度）" in page
    assert url("year_edit", pk=household.pk, year=2017) in page


def test_who_may_not_save_years_is_offered_none(leader: User, village: Village) -> None:
    household = make_household(village, number=8)
    make_year(household, year=2016)

    assert "2017" not in body(page_of(leader, "household_years", pk=household.pk))


def test_the_years_say_whose_answers_are_missing_and_an_income_not_entered_is_no_figure(
    clerk: User, village: Village
) -> None:
    household = make_household(village, number=8)
    make_year(household, year=2016)
    years = body(page_of(clerk, "household_years", pk=household.pk))
    assert url("members_edit_year", pk=household.pk, year=2016) in years
    assert "未填报" in years

    overview = body(page_of(clerk, "household_detail", pk=household.pk))
    assert "低于脱贫标准" not in overview
    HouseholdYear.unguarded.filter(household=household).update(wage_income=300)
    assert "低于脱贫标准" in body(page_of(clerk, "household_detail", pk=household.pk))
