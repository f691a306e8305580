"""The whole plan: the villages one after another, then the papers that join their households."""

from collections.abc import Collection
from dataclasses import dataclass

from yuping.demo.plan.advice import LeadPlan, ScorePlan, plan_leads, plan_scores
from yuping.demo.plan.cadres import (
    CadrePlan,
    PairingPlan,
    ResponsibilityPlan,
    Staff,
    TaskForcePlan,
    plan_pairings,
    plan_responsibilities,
    plan_task_forces,
)
from yuping.demo.plan.collective import (
    CollectiveEntryPlan,
    ResolutionPlan,
    VillageAccountPlan,
    VillageGroupPlan,
    plan_account,
    plan_collective,
    plan_groups,
)
from yuping.demo.plan.dividends import BatchPlan, HoldPlan, ReturnedLinePlan, plan_batches
from yuping.demo.plan.enterprises import (
    AgreementPlan,
    EnterprisePlan,
    ReceiptPlan,
    plan_agreements,
    plan_enterprises,
    plan_receipts,
)
from yuping.demo.plan.households import HouseholdPlan
from yuping.demo.plan.indicators import IndicatorValuePlan, plan_indicators
from yuping.demo.plan.jobs import JobPlan, plan_jobs
from yuping.demo.plan.loans import CreditRatingPlan, LoanPlan, RiskDepositPlan, plan_deposits, plan_loans
from yuping.demo.plan.quarters import QuarterPlan, plan_quarters
from yuping.demo.plan.sales import SalePlan, plan_sales
from yuping.demo.plan.scenario import Scenario, village_targets
from yuping.demo.plan.support import (
    MeasurePlan,
    RelocationPlan,
    TrainingPlan,
    plan_measures,
    plan_relocations,
    plan_trainings,
)
from yuping.demo.plan.village import group_names, plan_village
from yuping.demo.plan.visits import VisitPlan, plan_visits


@dataclass(frozen=True, slots=True)
class Base:
    """What stands in the villages: groups, collectives, indicators, cadres and their duties."""

    groups: tuple[VillageGroupPlan, ...]
    accounts: tuple[VillageAccountPlan, ...]
    resolutions: tuple[ResolutionPlan, ...]
    entries: tuple[CollectiveEntryPlan, ...]
    indicators: tuple[IndicatorValuePlan, ...]
    cadres: tuple[CadrePlan, ...]
    task_forces: tuple[TaskForcePlan, ...]
    responsibilities: tuple[ResponsibilityPlan, ...]


@dataclass(frozen=True, slots=True)
class Casework:
    """What was done for households in the year."""

    pairings: tuple[PairingPlan, ...]
    visits: tuple[VisitPlan, ...]
    measures: tuple[MeasurePlan, ...]
    trainings: tuple[TrainingPlan, ...]
    relocations: tuple[RelocationPlan, ...]
    sales: tuple[SalePlan, ...]
    quarters: tuple[QuarterPlan, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Scores of one township, and what other offices' lists say of its people."""

    scores: tuple[ScorePlan, ...]
    leads: tuple[LeadPlan, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """Loans, agreements, receipts, batches, jobs: the papers of the dividend year."""

    deposits: tuple[RiskDepositPlan, ...]
    ratings: tuple[CreditRatingPlan, ...]
    loans: tuple[LoanPlan, ...]
    enterprises: tuple[EnterprisePlan, ...]
    agreements: tuple[AgreementPlan, ...]
    receipts: tuple[ReceiptPlan, ...]
    batches: tuple[BatchPlan, ...]
    returned: tuple[ReturnedLinePlan, ...]
    holds: tuple[HoldPlan, ...]
    jobs: tuple[JobPlan, ...]


@dataclass(frozen=True, slots=True)
class CountyPlan:
    """Everything the demo county is built from."""

    scenario: Scenario
    households: tuple[HouseholdPlan, ...]
    base: Base
    casework: Casework
    advice: Advice
    money: Money


def build_plan(*, seed: int = 5411, only: Collection[str] = ()) -> CountyPlan:
    """Plan the county from a seed. `only` keeps the villages with these codes: the same households as in the whole.

    Raises `LookupError` when a hard case fits no household of its village.
    """
    targets = tuple(target for target in village_targets() if not only or target.code in only)
    scenario = Scenario(villages=targets, seed=seed)
    households = tuple(house for target in targets for house in plan_village(target, scenario=scenario))
    staff = Staff(scenario)
    casework = _casework(scenario, staff, households)
    return CountyPlan(
        scenario=scenario,
        households=households,
        base=_base(scenario, staff),
        casework=casework,
        advice=Advice(
            scores=plan_scores(households, casework.pairings, scenario=scenario), leads=plan_leads(households)
        ),
        money=_money(scenario, households),
    )


def _base(scenario: Scenario, staff: Staff) -> Base:
    groups, resolutions, entries, indicators = [], [], [], []
    for target in scenario.villages:
        own = plan_groups(target, group_names(target, seed=scenario.seed), seed=scenario.seed)
        decided, booked = plan_collective(target, scenario=scenario)
        groups += own
        resolutions += decided
        entries += booked
        indicators += plan_indicators(target, groups=own, scenario=scenario)
    forces = plan_task_forces(staff, scenario=scenario)
    return Base(
        groups=tuple(groups),
        accounts=tuple(plan_account(target) for target in scenario.villages),
        resolutions=tuple(resolutions),
        entries=tuple(entries),
        indicators=tuple(indicators),
        cadres=staff.everybody(),
        task_forces=forces,
        responsibilities=plan_responsibilities(staff, forces),
    )


def _casework(scenario: Scenario, staff: Staff, households: tuple[HouseholdPlan, ...]) -> Casework:
    pairings = plan_pairings(households, staff)
    by_number = {household.number: household for household in households}
    return Casework(
        pairings=pairings,
        visits=plan_visits(pairings, by_number, scenario=scenario),
        measures=plan_measures(households, scenario=scenario),
        trainings=plan_trainings(households, scenario=scenario),
        relocations=plan_relocations(households, scenario=scenario),
        sales=plan_sales(households, scenario=scenario),
        quarters=plan_quarters(households, scenario=scenario),
    )


def _money(scenario: Scenario, households: tuple[HouseholdPlan, ...]) -> Money:
    by_number = {household.number: household for household in households}
    agreements = plan_agreements(households, scenario=scenario)
    loans, ratings = plan_loans(households, agreements, scenario=scenario)
    batches, returned, holds = plan_batches(agreements, by_number, scenario=scenario)
    return Money(
        deposits=plan_deposits(scenario),
        ratings=ratings,
        loans=loans,
        enterprises=plan_enterprises(seed=scenario.seed),
        agreements=agreements,
        receipts=plan_receipts(agreements),
        batches=batches,
        returned=returned,
        holds=holds,
        jobs=plan_jobs(agreements, by_number, scenario=scenario),
    )
