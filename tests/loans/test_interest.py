"""The vectors of the trade: 50,000 yuan over three years, by the quarter."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.interest import Debt, Quarter, contract_line, interest, schedule, subsidised_line, total
from yuping.core.money import ZERO, to_fen

CAP = Decimal("50000.00")
DRAWN, DUE = datetime.date(2016, 5, 10), datetime.date(2019, 5, 10)
VECTOR = [
    *[(42, "277.08"), (92, "606.94"), (91, "600.35"), (90, "593.75"), (92, "606.94"), (92, "606.94"), (91, "600.35")],
    *[(90, "593.75"), (92, "606.94"), (92, "606.94"), (91, "600.35"), (90, "593.75"), (50, "329.86")],
]


def debt(principal="50000.00", rate="4.75", *, drawn=DRAWN, due=DUE, repaid=()):
    return Debt(Decimal(principal), Decimal(rate), drawn, due, tuple(repaid))


def test_a_loan_of_three_years_costs_these_thirteen_lines():
    assert [(line.days, line.amount) for line in schedule(debt())] == [
        (days, Decimal(amount)) for days, amount in VECTOR
    ]


def test_the_lines_are_rounded_before_they_are_added():
    lines = schedule(debt())
    assert total(lines) == Decimal("7223.94")
    assert interest(sum(line.numbers for line in lines), Decimal("4.75")) == Decimal("7223.96")


def test_a_year_has_360_days_and_the_actual_days_are_counted():
    year = debt(due=datetime.date(2017, 5, 10))
    assert interest(sum(line.numbers for line in schedule(year)), Decimal("4.75")) == Decimal("2407.99")
    assert interest(CAP * 365, Decimal("4.35")) == Decimal("2205.21")


@pytest.mark.parametrize(("days", "amount"), [(90, "543.75"), (91, "549.79"), (92, "555.83")])
def test_a_quarter_at_the_one_year_benchmark(days, amount):
    assert interest(CAP * days, Decimal("4.35")) == Decimal(amount)


def test_the_bill_of_1299_loans_is_the_sum_of_its_lines():
    line = contract_line(debt(), Quarter(2016, 3))
    assert total([line] * 1299) == Decimal("788415.06")
    assert interest(line.numbers * 1299, Decimal("4.75")) == Decimal("788420.83")


def test_a_quarter_runs_from_the_21st_to_the_20th():
    quarter = Quarter(2016, 1)
    assert (quarter.first_day, quarter.last_day) == (datetime.date(2015, 12, 21), datetime.date(2016, 3, 20))
    assert Quarter.holding(datetime.date(2016, 3, 20)) == quarter
    assert Quarter.holding(datetime.date(2016, 3, 21)) == Quarter(2016, 2)
    assert Quarter.holding(datetime.date(2016, 12, 21)) == Quarter(2017, 1)


def test_a_quarter_is_read_as_it_is_written():
    assert Quarter.parse(str(Quarter(2016, 4))) == Quarter(2016, 4)


@pytest.mark.parametrize("text", ["", "2016", "2016Q5", "16Q1", "2016q1", "2016Q1 ", "２０１６Q1Q"])
def test_anything_else_is_no_quarter(text):
    with pytest.raises(ValueError):
        Quarter.parse(text)


def test_the_day_the_money_goes_out_counts_and_the_day_it_comes_back_does_not():
    one_night = debt(due=DRAWN + datetime.timedelta(days=1))
    assert [line.days for line in schedule(one_night)] == [1]
    repaid = debt(repaid=[(datetime.date(2016, 6, 1), CAP)])
    assert contract_line(repaid, Quarter(2016, 2)).days == 22


def test_principal_repaid_in_part_lowers_the_balance_from_that_day():
    half = debt(repaid=[(datetime.date(2016, 7, 1), Decimal("20000.00"))])
    line = contract_line(half, Quarter(2016, 3))
    assert line.days == 92
    assert line.numbers == 50000 * 10 + 30000 * 82


def test_no_subsidy_from_the_due_date_on():
    short = debt(due=datetime.date(2016, 7, 1))
    assert subsidised_line(short, Quarter(2016, 3), cap=CAP).days == 10
    assert subsidised_line(short, Quarter(2016, 4), cap=CAP).amount == ZERO


def test_no_subsidy_for_the_part_above_the_cap():
    large = debt("80000.00")
    assert subsidised_line(large, Quarter(2016, 3), cap=CAP).amount == Decimal("606.94")
    assert contract_line(large, Quarter(2016, 3)).amount == Decimal("971.11")


def test_no_subsidy_after_the_household_lost_its_entitlement():
    line = subsidised_line(debt(), Quarter(2016, 3), cap=CAP, entitled_until=datetime.date(2016, 7, 1))
    assert line.days == 10


def test_an_amount_of_exactly_half_a_fen_goes_up():
    assert interest(Decimal(90), Decimal("2.00")) == Decimal("0.01")
    assert interest(Decimal(89), Decimal("2.00")) == Decimal("0.00")


@given(
    st.integers(1, 5_000_000),
    st.integers(1, 12_000),
    st.dates(datetime.date(2014, 1, 1), datetime.date(2030, 1, 1)),
    st.integers(1, 1100),
)
def test_the_quarters_hold_every_day_once(fen, rate, drawn, days):
    found = schedule(debt(Decimal(fen) / 100, Decimal(rate) / 1000, drawn=drawn, due=drawn + datetime.timedelta(days)))
    assert sum(line.days for line in found) == days
    assert all(line.amount == to_fen(line.amount) for line in found)
