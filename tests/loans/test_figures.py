"""The figures of the loans room: equal to their lists, by area, by day, and moved by exactly the row a verb touches."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from households.models import Household
from loans import indicators
from loans.figures import FIGURES
from loans.models import Lender, Loan
from loans.services import (
    Back,
    approve_subsidy_quarter,
    compare_bill,
    pay_subsidy_quarter,
    record_repayment,
    record_risk_fund,
    refuse_loan,
    settle_loan,
)
from loans.services.bills import BillRow
from loans.services.subsidy import counting_lines, digest_of_lines
from tests.households.factories import make_household
from tests.loans.conftest import APPLIED, COUNTY, DRAWN, FIFTY, OWN_TOWNSHIP, TODAY, Lend
from tests.people import browser
from villages.models import Township, Village
from yuping.accounts.access import Scope
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.figures import Total, compute
from yuping.core.models import Installation

OTHER_TOWNSHIP = "520622001"
ALL = Scope(frozenset({COUNTY}))
Values = dict[str, Decimal | int]


def values(area: Scope = ALL, on: datetime.date = TODAY) -> Values:
    return {figure.key: compute(figure.key, area, on) for figure in FIGURES}


def changed(before: Values, **at: object) -> Values:
    """What has changed since, and by how much."""
    return {key: value - before[key] for key, value in values(**at).items() if value != before[key]}


@pytest.fixture
def county(chain: Lend, village: Village, officer: User, finance: User, lender: Lender) -> None:
    """Eight households: three drawn, two approved, one on its own project, two without a loan, one of them far."""
    homes = [make_household(village, number=number) for number in range(1, 8)]
    far = Village.unguarded.filter(township_id=OTHER_TOWNSHIP, counts_in_county=True).order_by("pk").first()
    make_household(far, number=500)
    chain(homes[:3])
    chain(homes[3:5], last="approve")
    chain(homes[5:6], last="approve", kind="self_chosen", amount=Decimal("20000"))
    record_risk_fund(
        actor=finance, kind="deposit", amount=Decimal("20000000"), lender_id=lender.pk, date=datetime.date(2016, 3, 1)
    )


@pytest.mark.usefixtures("county")
def test_the_figures_of_the_county() -> None:
    assert values() == {
        "self_chosen_households": 1,
        "pooled_households": 5,
        "pooled_principal": Decimal("250000.00"),
        "no_mode_households": 2,
        "undrawn_households": 2,
        "undrawn_principal": Decimal("100000.00"),
        "overdue_loans": 0,
        "overdue_principal": Decimal("0.00"),
        "subsidy_paid": Decimal("0.00"),
        "risk_deposit": Decimal("20000000.00"),
    }


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    ("on", "pooled", "undrawn", "neither", "deposit"),
    [
        (datetime.date(2016, 2, 29), 0, 0, 8, 0),
        (APPLIED, 5, 5, 2, 20_000_000),
        (DRAWN, 5, 2, 2, 20_000_000),
    ],
)
def test_a_figure_is_that_of_its_day(on: datetime.date, pooled: int, undrawn: int, neither: int, deposit: int) -> None:
    found = values(on=on)

    assert (found["pooled_households"], found["undrawn_households"]) == (pooled, undrawn)
    assert (found["no_mode_households"], found["risk_deposit"]) == (neither, deposit)


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("on", [datetime.date(2016, 2, 29), DRAWN, TODAY])
def test_townships_add_up_to_the_county(on: datetime.date) -> None:
    adding = [figure.key for figure in FIGURES if figure.key != "risk_deposit"]
    townships = [values(Scope(frozenset({row.pk})), on) for row in Township.unguarded.all()]

    assert {key: sum(row[key] for row in townships) for key in adding} == {
        key: value for key, value in values(on=on).items() if key in adding
    }


@pytest.mark.usefixtures("county")
def test_the_groups_add_up_to_the_registered_households() -> None:
    found = values()

    groups = found["self_chosen_households"] + found["pooled_households"] + found["no_mode_households"]
    assert groups == compute("registered_households", ALL, TODAY) == 8


@pytest.mark.usefixtures("county")
def test_a_village_outside_the_totals_adds_nothing(village: Village) -> None:
    Village.unguarded.filter(pk=village.pk).update(counts_in_county=False, not_counted_because="开发区")

    assert values()["pooled_households"] == 0


def test_each_step_moves_the_figures_by_its_own_row(
    chain: Lend, household: Household, teller: User, banker: User
) -> None:
    before = values()
    [loan] = chain([household], last="approve")
    assert changed(before) == {
        "pooled_households": 1,
        "pooled_principal": FIFTY,
        "no_mode_households": -1,
        "undrawn_households": 1,
        "undrawn_principal": FIFTY,
    }

    refuse_loan(actor=banker, loan_ids=[loan], reason="农户自愿放弃")

    assert changed(before) == {}


def test_an_overdue_loan_is_late_until_it_is_back(drawn: Loan, teller: User) -> None:
    day = datetime.date(2019, 5, 11)
    with clock.fixed(day):
        before = values(on=day)
        assert (before["overdue_loans"], before["overdue_principal"]) == (1, FIFTY)

        record_repayment(actor=teller, rows=[Back(drawn.pk, Decimal("20000"))], payer="household")
        assert changed(before, on=day) == {"overdue_principal": Decimal("-20000.00")}

        record_repayment(actor=teller, rows=[Back(drawn.pk, Decimal("30000"))], payer="enterprise")
        settle_loan(actor=teller, loan_ids=[drawn.pk])

        assert changed(before, on=day) == {
            "overdue_loans": -1,
            "overdue_principal": -FIFTY,
            "pooled_households": -1,
            "pooled_principal": -FIFTY,
            "no_mode_households": 1,
        }


def test_a_paid_quarter_counts_from_the_day_it_is_paid(
    quarter: object, finance: User, second_finance: User, cashier: User
) -> None:
    rows = [BillRow(line.loan.contract_number, line.days, line.amount) for line in counting_lines(quarter)]
    compare_bill(actor=finance, quarter_id=quarter.pk, rows=rows)
    approve_subsidy_quarter(
        actor=second_finance, quarter_id=quarter.pk, digest=digest_of_lines(counting_lines(quarter))
    )
    before = values()
    pay_subsidy_quarter(actor=cashier, quarter_id=quarter.pk, voucher="财拨2016-07-001")

    assert changed(before) == {"subsidy_paid": Decimal("277.08")}
    assert values(on=TODAY - datetime.timedelta(days=1))["subsidy_paid"] == 0


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("area", [COUNTY, OWN_TOWNSHIP, OTHER_TOWNSHIP])
@pytest.mark.parametrize("on", [datetime.date(2016, 2, 29), DRAWN, TODAY])
def test_the_page_behind_a_figure_lists_exactly_its_rows(auditor: User, area: str, on: datetime.date) -> None:
    Installation.objects.create(county_code=COUNTY, county_name="玉屏侗族自治县", is_demo=True, business_date=TODAY)
    for figure in FIGURES:
        if area != COUNTY and figure.key == "risk_deposit":
            continue
        query = {**figure.query, "area": area, "on": on.isoformat()}
        response = browser(auditor).get(reverse(figure.page), query)
        assert response.status_code == 200, figure.key
        listed = response.context["table"].rows.data.data
        value = compute(figure.key, Scope(frozenset({area})), on)

        assert figure.measure.over(listed) == value, figure.key
        if not isinstance(figure.measure, Total):
            assert response.context["table"].paginator.count == value


@pytest.mark.usefixtures("county")
def test_the_indicator_counts_households_that_owe_a_drawn_loan(village: Village) -> None:
    count = indicators.households_with_a_loan

    assert count(2016, TODAY) == {village.pk: 3}
    assert count(2016, DRAWN - datetime.timedelta(days=1)) == {}
