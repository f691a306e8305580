"""The pages of loans: who opens what, the steps for one loan and for a list, refusals at their field or row."""

import datetime

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from households.models import Household
from loans.models import Lender, Loan
from tests.households.factories import make_household, make_user
from tests.loans.conftest import COUNTY, OTHER_TOWNSHIP, OWN_TOWNSHIP, TODAY, Lend
from tests.people import browser
from villages.models import Village
from yuping.accounts import worklist
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core import clock
from yuping.core.models import Installation

pytestmark = pytest.mark.usefixtures("demo_day")
LISTS = [
    "loan_list",
    "without_loan_list",
    "rating_list",
    "repayment_list",
    "quarter_list",
    "line_list",
    "movement_list",
    "lender_list",
    "product_list",
    "rate_list",
]
FORMS = {"quarter_prepare": "finance", "movement_record": "finance", "lender_register": "officer"}
ROWS = {
    "recommend_rows": "clerk",
    "confirm_rows": "officer",
    "approve_rows": "banker",
    "draw_rows": "banker",
    "settle_rows": "banker",
    "repay_rows": "banker",
}
# A step, who takes it, the last step before it, what is typed, the state after it.
STEPS = [
    ("recommend", "clerk", "apply", {"note": "情况属实"}, "recommended"),
    ("confirm", "officer", "recommend", {}, "confirmed"),
    ("approve", "banker", "confirm", {"amount": "40000", "number": "HT-1"}, "approved"),
    ("draw", "banker", "approve", {}, "drawn"),
    ("refuse", "officer", "confirm", {"reason": "农户自愿放弃"}, "refused"),
]
RATE = {"rate_basis": "benchmark_5y", "rate_percent": "4.75", "rate_type": "fixed"}


@pytest.fixture
def leader(db: None) -> User:
    return make_user("leader", Role.LEADERSHIP, COUNTY)


@pytest.fixture
def cast(clerk: User, officer: User, teller: User, banker: User, finance: User) -> dict[str, User]:
    return {"clerk": clerk, "officer": officer, "teller": teller, "banker": banker, "finance": finance}


def url(name: str, *args: object) -> str:
    return reverse(f"loans:{name}", args=args)


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def typed(**values: object) -> dict[str, object]:
    return {"on": TODAY.isoformat(), "note": "", **values}


def state_of(loan: int) -> str:
    return Loan.unguarded.get(pk=loan).state


@pytest.mark.parametrize("name", [*LISTS, *FORMS])
def test_a_stranger_to_the_system_is_sent_to_sign_in(name: str) -> None:
    response = browser().get(url(name))

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("accounts:sign_in"))


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_empty_and_says_so(name: str, auditor: User) -> None:
    assert "<h1>" in body(browser(auditor), url(name))


@pytest.mark.parametrize("name", [*FORMS, *ROWS])
def test_leadership_acts_on_nothing(name: str, leader: User) -> None:
    client = browser(leader)

    assert (client.post if name in ROWS else client.get)(url(name), {"ids": "1"}).status_code == 403


@pytest.mark.parametrize(("name", "who"), FORMS.items())
def test_who_holds_the_verb_opens_its_form(name: str, who: str, cast: dict[str, User]) -> None:
    assert browser(cast[who]).get(url(name)).status_code == 200


@pytest.mark.parametrize("name", ["rating_list", "repayment_list", "quarter_list", "movement_list", "lender_list"])
def test_a_village_cadre_sees_no_papers_of_money(name: str, village: Village) -> None:
    cadre = make_user("cadre", Role.VILLAGE_CADRE, village.pk)

    assert browser(cadre).get(url(name)).status_code == 403


def test_a_loan_opens_for_its_area_and_no_other(drawn: Loan, clerk: User, far_clerk: User, leader: User) -> None:
    address = drawn.get_absolute_url()

    assert "JFD2016" in body(browser(clerk), address)
    assert "JFD2016" in body(browser(leader), address)
    assert browser(far_clerk).get(address).status_code == 404


def test_the_list_shows_another_township_nothing(drawn: Loan, clerk: User, far_clerk: User) -> None:
    assert "王伟" in body(browser(clerk), url("loan_list"))
    far = body(browser(far_clerk), url("loan_list"))

    assert "王伟" not in far
    assert "50,000" not in far


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=王", True),
        ("q=wangw", True),
        ("q=ww", True),
        ("q=JFD2016", False),
        ("q=520600000001", True),
        ("q=陈", False),
        ("state=drawn&kind=pooled", True),
        ("kind=self_chosen", False),
        ("stage=lent", True),
        ("stage=undrawn", False),
        ("stage=overdue", False),
        ("stage=due_soon", False),
        ("stage=overdue&on=2019-05-11", True),
        ("stage=due_soon&on=2019-05-01", True),
        ("stage=lent&on=2016-01-01", False),
        ("stage=repaid", False),
        ("counted=yes", True),
        ("counted=no", False),
        (f"area={OWN_TOWNSHIP}", True),
        (f"area={OTHER_TOWNSHIP}", False),
    ],
)
def test_the_list_is_narrowed(query: str, found: bool, drawn: Loan, auditor: User) -> None:
    response = browser(auditor).get(f"{url('loan_list')}?{query}")

    assert response.context["table"].paginator.count == int(found)


def test_a_loan_is_found_by_its_contract_number(drawn: Loan, auditor: User) -> None:
    address = f"{url('loan_list')}?q={drawn.contract_number.lower()}"

    assert browser(auditor).get(address).context["table"].paginator.count == 1


def test_a_bad_filter_is_said_at_its_field(auditor: User) -> None:
    assert browser(auditor).get(f"{url('loan_list')}?on=2016-13-01").status_code == 400


def test_the_list_asks_as_often_for_many_rows_as_for_one(chain: Lend, village: Village, auditor: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            body(browser(auditor), url("loan_list"))
        return len(asked)

    chain([make_household(village, number=1)])
    one = queries()
    chain([make_household(village, number=number) for number in range(2, 9)])

    assert queries() == one


def test_the_export_holds_the_rows_of_the_list(drawn: Loan, auditor: User) -> None:
    response = browser(auditor).get(f"{url('loan_list')}?export=xlsx")

    assert response.status_code == 200
    assert "spreadsheetml" in response.headers["Content-Type"]


@pytest.mark.parametrize(("step", "who", "before", "data", "after"), STEPS)
def test_a_step_is_taken_on_its_page(
    step: str, who: str, before: str, data: dict[str, str], after: str, chain: Lend, cast: dict[str, User], household
) -> None:
    [loan] = chain([household], last=before)
    client, address = browser(cast[who]), url(f"loan_{step}", loan)
    assert address in body(client, url("loan_detail", loan))
    assert client.get(address).status_code == 200
    response = client.post(address, typed(**RATE, **data))

    assert response.status_code == 302, response.context["form"].errors
    assert state_of(loan) == after


@pytest.mark.parametrize(("step", "who", "before", "data", "after"), STEPS)
def test_a_step_from_another_state_is_refused_in_words(
    step: str, who: str, before: str, data: dict[str, str], after: str, drawn: Loan, cast: dict[str, User]
) -> None:
    response = browser(cast[who]).post(url(f"loan_{step}", drawn.pk), typed(**RATE, **data))

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert "(wrong_state)" not in response.content.decode()


@pytest.mark.parametrize("step", ["recommend", "refuse"])
def test_a_step_on_a_loan_elsewhere_does_not_exist(step: str, drawn: Loan, far_clerk: User) -> None:
    assert browser(far_clerk).get(url(f"loan_{step}", drawn.pk)).status_code == 404


@pytest.mark.parametrize("step", ["confirm", "approve", "draw", "settle", "repay"])
def test_a_step_without_its_verb_is_forbidden(step: str, drawn: Loan, clerk: User) -> None:
    assert browser(clerk).get(url(f"loan_{step}", drawn.pk)).status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [("rate_percent", "4.5"), ("amount", "4万"), ("on", "2016-02-30"), ("on", "2017-01-01"), ("rate_basis", "x")],
)
def test_a_wrong_contract_is_said_at_its_field(
    field: str, value: str, chain: Lend, household: Household, banker: User
) -> None:
    [loan] = chain([household], last="confirm")
    data = typed(**RATE, amount="50000", number="") | {field: value}
    response = browser(banker).post(url("loan_approve", loan), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert state_of(loan) == "confirmed"


def test_a_contract_number_of_another_loan_is_said_at_its_field(chain: Lend, village: Village, banker: User) -> None:
    [first], [second] = (
        chain([make_household(village, number=1)]),
        chain([make_household(village, number=2)], last="confirm"),
    )
    taken = Loan.unguarded.get(pk=first).contract_number
    data = typed(**RATE, amount="50000", number=taken)
    response = browser(banker).post(url("loan_approve", second), data)

    assert list(response.context["form"].errors) == ["number"]


def test_who_entered_the_loan_reads_why_he_may_not_approve(chain: Lend, household: Household, teller: User) -> None:
    [loan] = chain([household], last="confirm")
    page = browser(teller).get(url("loan_detail", loan))
    approve = next(button for button in page.context["buttons"] if button.url == url("loan_approve", loan))

    assert approve.why
    assert approve.why in page.content.decode()


def test_a_list_is_recommended_at_once(chain: Lend, village: Village, clerk: User) -> None:
    loans = chain([make_household(village, number=number) for number in (1, 2)], last="apply")
    client = browser(clerk)
    page = client.post(url("recommend_rows"), {"ids": loans})
    assert "100,000.00" in page.content.decode()
    response = client.post(url("recommend_rows"), typed(ids=loans, confirmed="1"))

    assert response.status_code == 302
    assert {state_of(pk) for pk in loans} == {"recommended"}


def test_rows_that_can_not_take_the_step_say_why(chain: Lend, village: Village, clerk: User) -> None:
    [ready] = chain([make_household(village, number=1)], last="apply")
    [drawn] = chain([make_household(village, number=2, head_name="杨秀")])
    client = browser(clerk)
    answer = client.post(url("recommend_rows"), typed(ids=[ready, drawn], confirmed="1"))
    # The outcome is read at an address of its own, so that a reload posts nothing again.
    assert (answer.status_code, answer["Location"]) == (302, url("recommend_rows"))
    response = client.get(answer["Location"])

    assert [(row.pk, len(reasons)) for row, _url, reasons in response.context["refused"]] == [(drawn, 1)]
    assert (state_of(ready), state_of(drawn)) == ("recommended", "drawn")


def test_a_list_of_which_no_row_can_be_done_keeps_them_all(drawn: Loan, clerk: User) -> None:
    response = browser(clerk).post(url("recommend_rows"), typed(ids=[drawn.pk], confirmed="1"))

    assert response.status_code == 422
    assert [row.pk for row, _url, _reasons in response.context["refused"]] == [drawn.pk]


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
def test_a_list_with_a_row_elsewhere_does_not_exist(confirmed: dict[str, str], drawn: Loan, far_clerk: User) -> None:
    assert browser(far_clerk).post(url("recommend_rows"), typed(ids=[drawn.pk], **confirmed)).status_code == 404


@pytest.mark.parametrize(("name", "who"), ROWS.items())
def test_rows_are_chosen_in_the_list(name: str, who: str, cast: dict[str, User]) -> None:
    client = browser(cast[who])

    assert client.get(url(name)).status_code == 400
    assert client.post(url(name), {"ids": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("name", "who", "before", "data", "after"),
    [
        ("confirm_rows", "officer", "recommend", {}, "confirmed"),
        ("approve_rows", "banker", "confirm", RATE, "approved"),
        ("draw_rows", "banker", "approve", {}, "drawn"),
    ],
)
def test_a_list_takes_its_step(
    name: str, who: str, before: str, data: dict[str, str], after: str, chain: Lend, village: Village, cast
) -> None:
    loans = chain([make_household(village, number=number) for number in (1, 2)], last=before)
    response = browser(cast[who]).post(url(name), typed(ids=loans, confirmed="1", **data))

    assert response.status_code == 302
    assert {state_of(pk) for pk in loans} == {after}


def test_a_lender_is_registered_once(officer: User, lender: Lender) -> None:
    client = browser(officer)
    again = client.post(url("lender_register"), {"code": lender.code.lower(), "name": "另一家"})
    assert list(again.context["form"].errors) == ["code"]

    assert client.post(url("lender_register"), {"code": "ncsy", "name": "农村商业银行"}).status_code == 302
    assert Lender.objects.filter(code="NCSY").exists()


def test_the_work_list_counts_the_rows_it_opens(chain: Lend, village: Village, cast: dict[str, User]) -> None:
    for number, last in enumerate(("apply", "recommend", "confirm", "approve", "draw"), start=1):
        chain([make_household(village, number=number)], last=last)
    day = datetime.date(2019, 5, 11)
    Installation.objects.update(business_date=day)
    opened = 0
    with clock.fixed(day):
        for person in cast.values():
            client = browser(person)
            for item in worklist.items_for(person, day):
                page = client.get(item.url)
                if "table" in page.context:
                    assert page.context["table"].paginator.count == item.count, item.url
                    opened += 1
    assert opened >= 5


def test_a_households_page_shows_its_loans(drawn: Loan, clerk: User, far_clerk: User) -> None:
    def shown(user: User) -> str:
        request = RequestFactory().get("/")
        request.user = user
        template = Template("{% load loans_of_household %}{% loans_of_household household %}")
        return template.render(Context({"request": request, "household": drawn.household}))

    assert drawn.contract_number in shown(clerk)
    assert url("apply", drawn.household_id) in shown(clerk)
    assert drawn.contract_number not in shown(far_clerk)
    assert url("apply", drawn.household_id) not in shown(far_clerk)
    assert shown(make_user("nobody")).strip() == ""


@pytest.mark.parametrize("name", ["loan_list", "without_loan_list", "quarter_list", "movement_list"])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_page_speaks_each_language(name: str, language: str, drawn: Loan, auditor: User) -> None:
    client = browser(auditor)
    client.cookies["django_language"] = language

    assert client.get(url(name)).status_code == 200
