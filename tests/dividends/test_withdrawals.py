"""What an enterprise can take, and agreements that are withdrawn before their funds arrive."""

import datetime

import pytest
from django.db import IntegrityError, connection

from dividends import services
from dividends.models import Agreement, Enterprise, Participation
from dividends.policy import Reason
from dividends.services.agreements import Terms
from loans.models import Loan
from tests.dividends.conftest import Year, approved_loans
from tests.dividends.test_pages import client_of, page
from yuping.core.checks import run
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused

SIGNED, DUE = datetime.date(2016, 3, 1), datetime.date(2016, 11, 10)


def small(year: Year, capacity: int) -> Enterprise:
    enterprise = year.enterprise()
    Enterprise.objects.filter(pk=enterprise.pk).update(capacity_households=capacity)
    enterprise.refresh_from_db()
    return enterprise


def sign(year: Year, enterprise: Enterprise, loans: list[int], number: str = "W-1") -> Agreement:
    terms = Terms(number=number, signed_on=SIGNED, first_due_on=DUE)
    return services.sign_agreement(
        actor=year.cast.company, scheme_code="5411", enterprise_id=enterprise.pk, loan_ids=loans, terms=terms
    )


def withdraw(year: Year, agreement: Agreement, reason: str = "名单有误") -> Agreement:
    return services.withdraw_agreement(actor=year.cast.company, agreement_id=agreement.pk, reason=reason)


def test_an_enterprise_takes_no_more_households_than_it_was_registered_for(year: Year):
    enterprise = small(year, 2)
    loans = approved_loans(year.households, year.cast)
    sign(year, enterprise, loans[:2])

    with pytest.raises(PolicyRefused) as refused:
        sign(year, enterprise, loans[2:], "W-2")

    (reason,) = refused.value.params["reasons"]
    assert (reason.reason, reason.field) == (Reason.ENTERPRISE_FULL, "loans")
    assert reason.params == {"capacity": 2, "placed": 2, "asked": 1, "over": 1}


def test_the_form_names_the_numbers_at_the_list_of_households(year: Year):
    enterprise = small(year, 2)
    loans = approved_loans(year.households, year.cast)
    values = {
        "scheme": "5411",
        "enterprise": enterprise.pk,
        "number": "W-1",
        "signed_on": "2016-03-01",
        "first_due_on": "2016-11-10",
        "grace_days": "0",
        "monthly_wage_floor": "0",
        "loans": loans,
    }

    for more in ({"check": "1"}, {}):
        answer = client_of(year.cast.company).post(page("agreement_add"), values | more)

        assert answer.status_code == 422
        (message,) = answer.context["form"].errors["loans"]
        assert "2" in message
        assert "3" in message
    assert not Agreement.unguarded.exists()


def test_no_statement_signs_more_households_than_the_enterprise_takes(year: Year):
    agreement = sign(year, small(year, 3), approved_loans(year.households, year.cast))

    with pytest.raises(IntegrityError, match="takes no more households"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dividends_agreement SELECT (jsonb_populate_record(a, "
            "jsonb_build_object('id', a.id + 1000, 'number', 'X'))).* FROM dividends_agreement a WHERE a.id = %s",
            [agreement.pk],
        )


def test_a_withdrawn_agreement_frees_its_loans_and_room_and_stays_on_record(year: Year):
    enterprise = small(year, 3)
    loans = approved_loans(year.households, year.cast)
    agreement = sign(year, enterprise, loans)

    withdrawn = withdraw(year, agreement)
    again = sign(year, enterprise, loans, "W-2")

    assert (withdrawn.state, withdrawn.withdrawal_reason) == ("withdrawn", "名单有误")
    assert set(Participation.unguarded.filter(agreement=agreement).values_list("end_reason", flat=True)) == {"名单有误"}
    assert Loan.unguarded.get(pk=loans[0]).participations.count() == 2
    assert again.households == 3
    assert list(run()) == []


def test_the_households_of_a_withdrawn_agreement_are_offered_again(year: Year):
    enterprise = small(year, 3)
    agreement = sign(year, enterprise, approved_loans(year.households, year.cast))
    client = client_of(year.cast.company)
    before = client.get(page("agreement_add")).context["form"].fields["loans"].queryset.count()

    answer = client.post(page("agreement_withdraw", agreement.pk), {"reason": "名单有误"}, follow=True)

    after = client.get(page("agreement_add")).context["form"].fields["loans"].queryset.count()
    assert (before, after) == (0, 3)
    assert "名单有误" in answer.content.decode()


def test_an_agreement_in_force_is_not_withdrawn(year: Year):
    agreement = year.agreement()

    with pytest.raises(NotAllowedNow):
        withdraw(year, agreement)


def test_withdrawing_needs_the_company_and_a_reason(year: Year):
    agreement = sign(year, small(year, 3), approved_loans(year.households, year.cast))

    with pytest.raises(BadInput, match="reason_needed"):
        withdraw(year, agreement, " ")
    with pytest.raises(MissingVerb):
        services.withdraw_agreement(actor=year.cast.office, agreement_id=agreement.pk, reason="名单有误")
    assert Agreement.unguarded.get().state == "signed"


def test_a_loan_stands_in_one_agreement_that_was_not_withdrawn(year: Year):
    loans = approved_loans(year.households, year.cast)
    first = sign(year, small(year, 3), loans[:1])
    Participation.unguarded.filter(agreement=first).update(ended_on=DUE, end_reason="x")

    with pytest.raises(PolicyRefused):
        sign(year, small(year, 3), loans[:1], "W-2")
