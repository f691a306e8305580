"""Applying for loans and rating households on their pages: works, refused in words, not for others' households."""

from decimal import Decimal

import pytest

from households.models import Household
from loans.models import CreditRating, Lender, Loan
from tests.households.factories import make_household
from tests.loans.conftest import APPLIED, FIFTY, TODAY, Lend
from tests.loans.test_pages import body, typed, url
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User

pytestmark = pytest.mark.usefixtures("demo_day")


def asked_for(**values: object) -> dict[str, object]:
    return {
        "on": TODAY.isoformat(),
        "kind": "pooled",
        "amount": "50000",
        "years": "3",
        "purpose": "入股龙头企业",
        **values,
    }


def test_a_household_applies_on_its_page(household: Household, lender: Lender, clerk: User) -> None:
    head = household.members.get()
    data = asked_for(borrower=head.pk, lender=lender.pk)
    client, address = browser(clerk), url("apply", household.pk)
    assert head.name in body(client, address)
    response = client.post(address, data)

    assert response.status_code == 302, response.context["form"].errors
    assert Loan.unguarded.get().borrower == head


@pytest.mark.parametrize("kind", ["pooled", "self_chosen"])
def test_a_second_loan_of_a_kind_is_refused_in_words(
    kind: str, chain: Lend, household: Household, lender: Lender, clerk: User
) -> None:
    chain([household], last="apply", kind=kind, amount=Decimal(10000))
    data = asked_for(borrower=household.members.get().pk, lender=lender.pk, kind=kind, amount="10000")
    response = browser(clerk).post(url("apply", household.pk), data)

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert Loan.unguarded.count() == 1


@pytest.mark.parametrize(("field", "value"), [("amount", "-1"), ("years", "0"), ("kind", "x"), ("purpose", "")])
def test_a_wrong_application_is_said_at_its_field(
    field: str, value: str, household: Household, lender: Lender, clerk: User
) -> None:
    data = asked_for(borrower=household.members.get().pk, lender=lender.pk) | {field: value}
    response = browser(clerk).post(url("apply", household.pk), data)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_a_member_of_another_household_is_no_borrower(
    household: Household, village: Village, lender: Lender, clerk: User
) -> None:
    other = make_household(village, number=9).members.get()
    data = asked_for(borrower=other.pk, lender=lender.pk)
    response = browser(clerk).post(url("apply", household.pk), data)

    assert list(response.context["form"].errors) == ["borrower"]


@pytest.mark.parametrize("name", ["apply", "rate"])
def test_a_household_elsewhere_does_not_exist(name: str, household: Household, far_clerk: User) -> None:
    assert browser(far_clerk).get(url(name, household.pk)).status_code == 404


def test_chosen_households_are_rated_and_apply(village: Village, lender: Lender, clerk: User) -> None:
    homes = [make_household(village, number=number).pk for number in (1, 2)]
    client = browser(clerk)
    rating = typed(ids=homes, confirmed="1", lender=lender.pk, grade="AAA", limit="50000", valid_years="3")
    assert client.post(url("rate_rows"), {"ids": homes}).status_code == 200
    assert client.post(url("rate_rows"), rating).status_code == 302
    response = client.post(url("apply_rows"), asked_for(ids=homes, confirmed="1", lender=lender.pk))

    assert response.status_code == 302
    assert CreditRating.unguarded.filter(limit=FIFTY).count() == Loan.unguarded.count() == 2


def test_a_household_that_can_not_apply_says_why_among_others(village: Village, lender: Lender, clerk: User) -> None:
    good, gone = (make_household(village, number=number) for number in (1, 2))
    Household.unguarded.filter(pk=gone.pk).update(state="moved", left_on=APPLIED)
    data = asked_for(ids=[good.pk, gone.pk], confirmed="1", lender=lender.pk)
    client = browser(clerk)
    response = client.get(client.post(url("apply_rows"), data)["Location"])

    assert [row.pk for row, _url, _reasons in response.context["refused"]] == [gone.pk]
    assert Loan.unguarded.get().household_id == good.pk


def test_the_grade_without_credit_has_no_limit(household: Household, lender: Lender, clerk: User) -> None:
    data = typed(lender=lender.pk, grade="B", limit="50000", valid_years="3")
    response = browser(clerk).post(url("rate", household.pk), data)

    assert list(response.context["form"].errors) == ["limit"]
