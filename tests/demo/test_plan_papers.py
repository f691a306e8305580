"""The demo county's papers: sums of the report, and days in the order in which the work is done."""

import json
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from yuping.core.creditcode import HolderKind, parse_credit_code
from yuping.core.workdays import is_workday, workdays_between
from yuping.demo.plan import CountyPlan, build_plan
from yuping.demo.plan.days import calendar, years_after
from yuping.demo.plan.enterprises import yearly_due
from yuping.demo.plan.scenario import demo_data

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def figure(key: str) -> Decimal:
    """A figure of the report."""
    rows = json.loads((FIXTURES / "report_figures.json").read_text(encoding="utf-8"))["rows"]
    return Decimal(next(row["value"] for row in rows if row["key"] == key))


def village_totals(plan: CountyPlan) -> dict[str, Decimal]:
    """Collective income of 2016 of each village, all classes, with the dividend of its invested households."""
    scheme = json.loads((FIXTURES / "schemes.json").read_text(encoding="utf-8"))["rows"][0]
    totals = {account.village: Decimal(0) for account in plan.base.accounts}
    for entry in plan.base.entries:
        totals[entry.village] += entry.amount if entry.direction == "income" else 0
    for household in plan.households:
        totals[household.village] += Decimal(scheme["village_dividend"]) if household.mode == "invested" else 0
    return totals


def test_pooled_loans_are_as_many_and_as_large_as_in_the_report(plan: CountyPlan) -> None:
    pooled = [loan for loan in plan.money.loans if loan.kind == "pooled"]

    assert len(pooled) == figure("pooled_households")
    assert sum(loan.amount for loan in pooled) == figure("pooled_principal")


def test_only_invested_loans_of_the_pool_are_drawn(plan: CountyPlan) -> None:
    drawn = [loan for loan in plan.money.loans if loan.kind == "pooled" and loan.drawn_on]

    assert sum(loan.amount for loan in drawn) == figure("invested_principal")
    assert {loan.household for loan in drawn} == {n for a in plan.money.agreements for n in a.households}


def test_self_chosen_loans_are_drawn_and_have_a_project(plan: CountyPlan) -> None:
    own = [loan for loan in plan.money.loans if loan.kind == "self_chosen"]

    assert len(own) == figure("self_chosen_households")
    assert all(loan.drawn_on and loan.purpose and 0 < loan.amount <= 50000 for loan in own)


def test_the_deposits_add_up_to_the_report_s_risk_deposit(plan: CountyPlan) -> None:
    assert sum(deposit.amount for deposit in plan.money.deposits) == figure("risk_deposit")


def test_every_invested_household_is_in_exactly_one_agreement(plan: CountyPlan) -> None:
    numbers = [number for agreement in plan.money.agreements for number in agreement.households]

    assert len(numbers) == len(set(numbers)) == figure("invested_households")
    assert set(numbers) == {h.number for h in plan.households if h.mode == "invested"}


def test_the_households_of_an_agreement_live_in_its_township(plan: CountyPlan) -> None:
    homes = {h.number: h.village for h in plan.households}

    assert all(homes[n].startswith(a.township) for a in plan.money.agreements for n in a.households)


def test_no_enterprise_takes_more_households_than_it_may(plan: CountyPlan) -> None:
    taken: Counter[str] = Counter()
    for agreement in plan.money.agreements:
        taken[agreement.enterprise] += len(agreement.households)

    assert all(0 < taken[enterprise.code] <= enterprise.capacity for enterprise in plan.money.enterprises)


def test_enterprises_are_marked_as_invented_and_have_valid_codes(plan: CountyPlan) -> None:
    codes = [parse_credit_code(enterprise.code) for enterprise in plan.money.enterprises]

    assert {(code.kind, code.division) for code in codes} == {(HolderKind.ENTERPRISE, "520699")}
    assert all("演示" in enterprise.name for enterprise in plan.money.enterprises)
    assert len({code.code for code in codes}) == len(codes) == len(demo_data("enterprises")["rows"])


def test_the_receipts_pay_exactly_what_is_due(plan: CountyPlan) -> None:
    received: Counter[str] = Counter()
    for receipt in plan.money.receipts:
        received[receipt.agreement] += receipt.amount

    assert received == {a.number: yearly_due(a.scheme) * len(a.households) for a in plan.money.agreements}
    assert sum(received.values()) == figure("household_dividends_paid") + figure("village_dividends_paid")


def test_the_receipts_come_on_working_days_before_the_instalment_is_due(plan: CountyPlan) -> None:
    due = {agreement.number: agreement.first_due_on for agreement in plan.money.agreements}

    assert all(r.received_on <= due[r.agreement] and is_workday(r.received_on, calendar()) for r in plan.money.receipts)


def test_the_first_dividend_is_the_same_in_every_batch_line(plan: CountyPlan) -> None:
    regular = [number for batch in plan.money.batches if batch.kind == "regular" for number in batch.agreements]

    assert sorted(regular) == sorted(agreement.number for agreement in plan.money.agreements)


def test_the_moves_of_a_batch_are_on_working_days_in_their_order_and_within_the_year(plan: CountyPlan) -> None:
    moves = [
        (
            b.prepared_on,
            b.locked_on,
            b.published_on,
            b.confirmed_on,
            b.approved_on,
            b.issued_on,
            b.results_on,
            b.settled_on,
            b.sheets_on,
            b.closed_on,
        )
        for b in plan.money.batches
    ]

    assert all(list(days) == sorted(days) for days in moves)
    assert all(is_workday(day, calendar()) for days in moves for day in days)
    assert max(day for days in moves for day in days) <= date(2016, 12, 31)


def test_the_notice_of_a_batch_runs_its_seven_working_days(plan: CountyPlan) -> None:
    spans = [workdays_between(b.published_on, b.confirmed_on, calendar()) for b in plan.money.batches]

    assert min(spans) > 7


def test_a_batch_of_one_approver_and_one_of_two_are_among_them(plan: CountyPlan) -> None:
    sizes = {agreement.number: len(agreement.households) for agreement in plan.money.agreements}
    sums = [sum(5000 * sizes[n] for n in b.agreements) for b in plan.money.batches if b.kind == "regular"]

    assert min(sums) <= 1_000_000 < max(sums)


def test_the_reissue_batch_names_what_came_back_or_was_held(plan: CountyPlan) -> None:
    unpaid = [line.household for line in (*plan.money.returned, *plan.money.holds)]
    again = next(batch for batch in plan.money.batches if batch.kind == "reissue")

    assert sorted(again.households) == sorted(unpaid)
    assert len(set(unpaid)) == len(unpaid)
    assert again.locked_on > max(b.settled_on for b in plan.money.batches if b.kind == "regular")
    assert all(line.corrected.verified_on < again.locked_on for line in (*plan.money.returned, *plan.money.holds))


def test_a_held_line_is_held_after_lock_and_before_issue(plan: CountyPlan) -> None:
    batches = {batch.key: batch for batch in plan.money.batches}

    assert all(batches[h.batch].locked_on < h.held_on < batches[h.batch].issued_on for h in plan.money.holds)


def test_a_loan_is_rated_and_approved_before_it_is_drawn(plan: CountyPlan) -> None:
    ratings = {rating.household: rating for rating in plan.money.ratings}
    loans = plan.money.loans

    assert all(loan.applied_on < ratings[loan.household].rated_on <= loan.approved_on for loan in loans)
    assert all(loan.applied_on < loan.recommended_on < loan.confirmed_on < loan.approved_on for loan in loans)
    assert all(loan.approved_on <= loan.drawn_on for loan in loans if loan.drawn_on)
    assert min(loan.applied_on for loan in loans) >= date(2016, 1, 1)
    assert all(loan.due_on == years_after(loan.drawn_on, 3) for loan in loans if loan.drawn_on)


def test_an_invested_loan_is_approved_before_its_agreement_is_signed(plan: CountyPlan) -> None:
    agreements = {number: a for a in plan.money.agreements for number in a.households}
    loans = [loan for loan in plan.money.loans if loan.household in agreements]

    assert all(loan.approved_on <= agreements[loan.household].signed_on for loan in loans)
    assert all(loan.drawn_on == agreements[loan.household].arrived_on for loan in loans)


def test_agreements_are_signed_and_funded_in_the_first_quarter(plan: CountyPlan) -> None:
    dates = [(a.signed_on, a.arrived_on) for a in plan.money.agreements]

    assert all(date(2016, 1, 1) <= signed < arrived <= date(2016, 3, 31) for signed, arrived in dates)
    assert all(is_workday(day, calendar()) for pair in dates for day in pair)


def test_one_job_is_promised_for_each_participation_and_some_are_filled(plan: CountyPlan) -> None:
    filled = [job for job in plan.money.jobs if job.member]

    assert len(plan.money.jobs) == figure("jobs_promised")
    assert 20 < 100 * len(filled) // len(plan.money.jobs) < 60


def test_who_holds_a_job_is_an_able_member_of_the_household(plan: CountyPlan) -> None:
    homes = {h.number: h for h in plan.households}
    holders = [homes[job.household].member(job.member) for job in plan.money.jobs if job.member]

    assert all(holder.in_year(2016).labour_skill in {"1", "2"} for holder in holders)
    assert all(job.started_on and job.started_on <= date(2016, 12, 31) for job in plan.money.jobs if job.member)


@pytest.mark.parametrize("least", [50000, 100000])
def test_the_villages_reach_the_bands_of_the_report(plan: CountyPlan, least: int) -> None:
    totals = village_totals(plan)

    assert sum(total >= least for total in totals.values()) == figure(f"villages_at_or_above_{least}")


def test_no_village_is_without_collective_income(plan: CountyPlan) -> None:
    assert sum(total <= 0 for total in village_totals(plan).values()) == figure("villages_without_income")


@pytest.mark.parametrize("amount", ["49999.99", "50000.00", "99999.99", "100000.00"])
def test_some_villages_stand_right_at_the_edge_of_a_band(plan: CountyPlan, amount: str) -> None:
    assert Decimal(amount) in village_totals(plan).values()


def test_spending_rests_on_a_resolution_and_on_money_already_there(plan: CountyPlan) -> None:
    resolutions = {resolution.key: resolution for resolution in plan.base.resolutions}
    spent = [entry for entry in plan.base.entries if entry.direction == "spending"]

    assert all(resolutions[entry.resolution].amount == entry.amount for entry in spent)
    assert all(resolutions[entry.resolution].decided_on < entry.date for entry in spent)
    assert all(_balance(plan, entry.village, until=entry.date) >= 0 for entry in spent)


def _balance(plan: CountyPlan, village: str, *, until: date) -> Decimal:
    own = [entry for entry in plan.base.entries if entry.village == village and entry.date <= until]
    return sum((e.amount if e.direction == "income" else -e.amount for e in own), Decimal(0))


def test_the_task_forces_cover_every_village_once(plan: CountyPlan) -> None:
    forces = plan.base.task_forces
    covered = [village for force in forces for village in force.villages]

    assert len(forces) == figure("task_forces")
    assert sorted(covered) == sorted(target.code for target in plan.scenario.villages)


def test_a_task_force_has_a_county_leader_two_deputies_and_members(plan: CountyPlan) -> None:
    cadres = {cadre.key: cadre for cadre in plan.base.cadres}

    assert all(cadres[force.leader].area_code == "520622" for force in plan.base.task_forces)
    assert all(cadres[force.deputies[1]].area_code == force.township for force in plan.base.task_forces)
    assert all(len(force.deputies) == 2 and len(force.members) >= 3 for force in plan.base.task_forces)


def test_cadres_have_keys_and_phones_of_their_own(plan: CountyPlan) -> None:
    cadres = plan.base.cadres
    households = {h.phone for h in plan.households}

    assert len({cadre.key for cadre in cadres}) == len({cadre.phone for cadre in cadres}) == len(cadres)
    assert not households & {cadre.phone for cadre in cadres}


def test_every_household_is_paired_with_a_cadre_of_its_village(plan: CountyPlan) -> None:
    cadres = {cadre.key: cadre for cadre in plan.base.cadres}
    homes = {h.number: h.village for h in plan.households}

    assert sorted(pairing.household for pairing in plan.casework.pairings) == sorted(homes)
    assert all(cadres[p.cadre].area_code == homes[p.household] for p in plan.casework.pairings)
    assert max(Counter(p.cadre for p in plan.casework.pairings).values()) <= 10


def test_every_entered_indicator_has_a_value_in_every_village(plan: CountyPlan) -> None:
    rows = json.loads((FIXTURES / "indicators.json").read_text(encoding="utf-8"))["rows"]
    manual = {row["code"] for row in rows if row["origin"] == "manual"}
    values = plan.base.indicators

    assert len(values) == len(manual) * len(plan.scenario.villages)
    assert all(value.number is not None or value.code for value in values)
    assert all(value.reporter != value.reviewer for value in values)


def test_a_village_has_more_households_and_persons_than_are_registered(plan: CountyPlan) -> None:
    values = {(v.village, v.indicator): v.number for v in plan.base.indicators}

    assert all(
        values[t.code, "A01"] > t.households and values[t.code, "A02"] > t.persons for t in plan.scenario.villages
    )


def test_visits_lie_within_the_pairing_and_close_after_they_were_made(plan: CountyPlan) -> None:
    pairings = {p.household: p for p in plan.casework.pairings}
    visits = plan.casework.visits

    assert len(visits) > 1000
    assert all(pairings[v.household].accepted_on <= v.date <= date(2016, 12, 31) for v in visits)
    assert all(v.closed_on > v.date and v.problem for v in visits if v.closed_on)


def test_measures_and_courses_lie_after_the_registration(plan: CountyPlan) -> None:
    registered = {h.number: h.registered_on for h in plan.households}
    days = [(m.household, m.date) for m in plan.casework.measures]
    days += [(t.household, t.from_on) for t in plan.casework.trainings]

    assert all(registered[number] < day <= date(2016, 12, 31) for number, day in days)


def test_what_is_sold_with_help_stays_within_the_business_income_of_the_file(plan: CountyPlan) -> None:
    homes = {h.number: h for h in plan.households}
    sold: Counter[str] = Counter()
    for sale in plan.casework.sales:
        sold[sale.household] += sale.amount
        assert homes[sale.household].registered_on < sale.date <= date(2016, 12, 31)

    assert len(plan.casework.sales) > 300
    assert all(sum_ <= homes[number].years[-1].income.business_income for number, sum_ in sold.items())
    assert any(sale.typed_first for sale in plan.casework.sales)
    assert any(sale.returned for sale in plan.casework.sales)


def test_a_few_villages_keep_the_quarters_and_the_last_one_is_missing(plan: CountyPlan) -> None:
    homes = {h.number: h.village for h in plan.households}
    quarters = plan.casework.quarters

    assert {row.quarter for row in quarters} == {1, 2, 3}
    assert 3 <= len({homes[row.household] for row in quarters}) <= 10
    assert len({(row.household, row.quarter) for row in quarters}) == len(quarters)


def test_the_whole_plan_is_made_in_seconds() -> None:
    start = time.process_time()
    build_plan()

    assert time.process_time() - start < 6
