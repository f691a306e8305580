"""Repayments on their pages: recorded, taken back, many at once, and what is wrong said at its field."""

import pytest

from loans.models import Loan, Repayment
from tests.households.factories import make_household
from tests.loans.conftest import Lend
from tests.loans.test_pages import body, state_of, typed, url
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User

pytestmark = pytest.mark.usefixtures("demo_day")


def test_a_repayment_is_recorded_and_taken_back(drawn: Loan, banker: User) -> None:
    client = browser(banker)
    data = typed(payer="household", principal="20000", interest="12.50")
    assert client.post(url("loan_repay", drawn.pk), data).status_code == 302
    wrong = Repayment.unguarded.get()
    address = url("repayment_reverse", wrong.pk)
    assert address in body(client, drawn.get_absolute_url())
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "重复录入"}).status_code == 302

    assert sum(row.principal for row in Repayment.unguarded.all()) == 0
    assert client.post(address, {"reason": "再来一次"}).status_code == 422


@pytest.mark.parametrize(("principal", "field"), [("50000.01", "__all__"), ("x", "principal"), ("", "principal")])
def test_a_wrong_repayment_is_said(principal: str, field: str, drawn: Loan, banker: User) -> None:
    data = typed(payer="household", principal=principal, interest="0")
    response = browser(banker).post(url("loan_repay", drawn.pk), data)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_many_loans_are_repaid_and_settled(chain: Lend, village: Village, banker: User) -> None:
    loans = chain([make_household(village, number=number) for number in (1, 2)])
    client = browser(banker)
    assert "100,000.00" in client.post(url("repay_rows"), {"ids": loans}).content.decode()
    assert client.post(url("repay_rows"), typed(ids=loans, confirmed="1", payer="enterprise")).status_code == 302
    assert client.get(f"{url('loan_list')}?stage=repaid").context["table"].paginator.count == 2
    assert client.post(url("settle_rows"), typed(ids=loans, confirmed="1")).status_code == 302

    assert {state_of(pk) for pk in loans} == {"settled"}


def test_an_undrawn_loan_among_those_repaid_says_why(chain: Lend, village: Village, banker: User) -> None:
    [drawn] = chain([make_household(village, number=1)])
    [undrawn] = chain([make_household(village, number=2)], last="approve")
    data = typed(ids=[drawn, undrawn], confirmed="1", payer="enterprise")
    response = browser(banker).post(url("repay_rows"), data)

    assert response.status_code == 422
    assert [row.pk for row, _url, _reasons in response.context["refused"]] == [undrawn]
    assert not Repayment.unguarded.exists()
