"""The figures of the dividends room: exact, by area and by day, and equal to the lists that they open."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from dividends.figures import FIGURES, lifted
from dividends.models import Job, Participation
from loans.models import Lender
from loans.services import record_risk_fund
from tests.dividends.conftest import FIRST, SECOND, Year, approved_loans
from tests.factories import COUNTY, make_household, make_user
from tests.people import browser
from villages.indicators import sources
from yuping.accounts.access import Scope
from yuping.accounts.pages.figured import list_address
from yuping.core.figures import Formula, Level, Value, compute

ALL = Scope(frozenset({COUNTY}))
BEFORE, NOW, LATER = datetime.date(2016, 3, 19), datetime.date(2016, 11, 30), datetime.date(2017, 6, 30)
LISTED = [figure for figure in FIGURES if figure.page]
RATES = {"participation_rate", "poverty_line", "risk_deposit_cover"}
ADDING = [f for f in FIGURES if f.scope == Level.AREA and not isinstance(f.measure, Formula)]


def values(area: Scope = ALL, on: datetime.date = NOW) -> dict[str, Value]:
    return {figure.key: compute(figure.key, area, on) for figure in FIGURES}


def record_job(year: Year) -> Job:
    participation = Participation.unguarded.filter(village=FIRST).first()
    return Job.objects.create(
        participation=participation,
        village_id=FIRST,
        member=participation.household.members.get(is_head=True),
        post="采菇工",
        monthly_wage=Decimal("2000.00"),
        started_on=datetime.date(2016, 4, 1),
    )


def test_the_figures_of_a_settled_year(year: Year):
    year.settled()
    record_job(year)

    found = values()

    assert {key: found[key] for key in found if key not in RATES} == {
        "invested_households": 3,
        "invested_principal": Decimal("150000.00"),
        "household_dividends_paid": Decimal("12000.00"),
        "village_dividends_paid": Decimal("3000.00"),
        "villages_with_dividends": 2,
        "persons_lifted_by_dividend": 3,
        "returned_payouts": 0,
        "overdue_instalments": 0,
        "overdue_amount": Decimal("0.00"),
        "jobs_promised": 3,
        "jobs_filled": 1,
        "projected_village_income_3y": Decimal("9000.00"),
        "projected_jobs": 3,
    }


def test_nothing_counts_before_its_day(year: Year):
    year.settled()
    record_job(year)

    found = values(on=BEFORE)

    assert {key for key, value in found.items() if value} == {
        "poverty_line",
        "projected_village_income_3y",
        "projected_jobs",
    }


@pytest.mark.parametrize("on", [BEFORE, NOW, LATER])
def test_townships_add_up_to_the_county(year: Year, on: datetime.date):
    year.settled(returned=("P00001",))
    record_job(year)

    parts = [Scope(frozenset({code[:9]})) for code in (FIRST, SECOND)]

    for figure in ADDING:
        assert sum(compute(figure.key, part, on) for part in parts) == compute(figure.key, ALL, on), figure.key


@pytest.mark.parametrize("area", [COUNTY, FIRST[:9], FIRST])
@pytest.mark.parametrize("on", [BEFORE, NOW, LATER])
def test_every_figure_equals_the_list_it_opens(year: Year, area: str, on: datetime.date):
    year.settled(returned=("P00001",))
    record_job(year)
    client = browser(make_user(("auditor", COUNTY)))

    for figure in LISTED:
        answer = client.get(list_address(figure, area, on))
        rows = answer.context["table"].data.data
        counted = figure.rows(Scope(frozenset({area})), on)
        assert set(rows.values_list("pk", flat=True)) == set(counted.values_list("pk", flat=True)), figure.key
        assert figure.measure.over(counted.filter(pk__in=rows.values("pk"))) == compute(
            figure.key, Scope(frozenset({area})), on
        )


def test_a_township_opens_only_its_own_rows_behind_a_figure(year: Year):
    year.settled()

    answer = browser(year.cast.clerk).get(reverse("dividends:payout_list"), {"figure": "household_dividends_paid"})

    assert {line.village_id for line in answer.context["table"].data.data} == {FIRST}


def test_a_figure_of_another_list_is_refused(year: Year):
    answer = browser(year.cast.company).get(reverse("dividends:payout_list"), {"figure": "jobs_filled"})

    assert answer.status_code == 404


def test_unpaid_dividends_are_overdue_after_the_days_of_grace_and_shrink_with_each_receipt(year: Year):
    year.agreement()

    assert values()["overdue_amount"] == Decimal("15000.00")
    assert values(on=datetime.date(2016, 11, 10))["overdue_instalments"] == 0
    assert values(on=datetime.date(2016, 11, 11))["overdue_instalments"] == 3

    year.receipt("7000.00")

    assert (values()["overdue_instalments"], values()["overdue_amount"]) == (2, Decimal("8000.00"))
    assert values(on=datetime.date(2016, 11, 29))["overdue_amount"] == Decimal("15000.00")


def test_a_returned_line_is_late_until_it_is_paid_again(year: Year):
    year.settled(returned=("P00001",))

    assert values()["returned_payouts"] == 1
    assert values(on=datetime.date(2016, 11, 29))["returned_payouts"] == 0


def test_a_waiting_loan_adds_its_three_years_to_the_forecast(year: Year):
    year.agreement()
    before = values()

    approved_loans([make_household(year.villages[0])], year.cast)

    changed = {key: value - before[key] for key, value in values().items() if value != before[key]}
    changed.pop("participation_rate", None)
    assert changed == {"projected_village_income_3y": Decimal("3000.00"), "projected_jobs": 1}


def test_persons_lifted_are_whole_and_cut_off(year: Year):
    assert int(lifted(Decimal("5196000.00"), Decimal("3146.00"))) == 1651
    assert lifted(Decimal("5196000.00"), Decimal(0)) == 0


def test_the_cover_is_the_deposit_in_per_cent_of_the_principal(year: Year):
    year.agreement()
    lender = Lender.objects.get()
    record_risk_fund(
        actor=year.cast.approver, lender_id=lender.pk, kind="deposit", date=NOW, amount=Decimal("46200.00")
    )

    assert values()["risk_deposit_cover"] == Decimal("30.8")


def test_the_line_is_that_of_the_day(year: Year):
    assert values()["poverty_line"] == Decimal("3146.00")
    assert values(on=LATER)["poverty_line"] == Decimal("3335.00")


def test_village_indicators_count_invested_households_and_persons_at_work(year: Year):
    year.agreement()
    record_job(year)

    assert sources()["B20"](2016, NOW) == {FIRST: 2, SECOND: 1}
    assert sources()["B21"](2016, NOW) == {FIRST: 1}
    assert sources()["B20"](2016, BEFORE) == {}


def test_jobs_are_listed_for_ones_own_area(year: Year):
    year.agreement()
    job = record_job(year)

    mine = browser(year.cast.clerk).get(reverse("dividends:job_list")).content.decode()
    foreign = browser(year.cast.clerk2).get(reverse("dividends:job_list")).content.decode()

    assert job.post in mine
    assert job.post not in foreign
