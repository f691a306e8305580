"""Jobs of the enterprises: one promised for each household that takes part, some of them filled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from yuping.demo.plan.chance import chance, stream
from yuping.demo.plan.days import workday_after
from yuping.demo.plan.enterprises import AgreementPlan
from yuping.demo.plan.households import HouseholdPlan
from yuping.demo.plan.people import MemberPlan
from yuping.demo.plan.scenario import Scenario

_POSTS = ("生产工", "包装工", "养护工", "采摘工", "保洁员", "仓库管理员", "门卫", "分拣工")
_ABLE = {"1", "2"}
# Per cent of promised jobs that somebody holds, and of those who left again within the year.
_FILLED, _LEFT = 38, 9


@dataclass(frozen=True, slots=True)
class JobPlan:
    """A promised job. `member` is who holds it, None while it is open; `ended_on` is None while it lasts."""

    number: str
    agreement: str
    enterprise: str
    household: str
    post: str
    monthly_wage: Decimal
    member: str | None
    started_on: date | None
    ended_on: date | None


def plan_jobs(
    agreements: Iterable[AgreementPlan], households: Mapping[str, HouseholdPlan], *, scenario: Scenario
) -> tuple[JobPlan, ...]:
    """One job for each household of each agreement."""
    return tuple(
        _job(agreement, households[number], scenario=scenario)
        for agreement in agreements
        for number in agreement.households
    )


def _job(agreement: AgreementPlan, household: HouseholdPlan, *, scenario: Scenario) -> JobPlan:
    rng = stream(scenario.seed, household.number, "job")
    member = _taker(rng, household)
    started_on = workday_after(agreement.arrived_on + timedelta(days=rng.randint(12, 150)), 0) if member else None
    left = member is not None and chance(rng, _LEFT)
    return JobPlan(
        number=f"GW{household.number[6:]}",
        agreement=agreement.number,
        enterprise=agreement.enterprise,
        household=household.number,
        post=rng.choice(_POSTS),
        monthly_wage=agreement.monthly_wage + 50 * rng.randint(0, 8),
        member=member.key if member else None,
        started_on=started_on,
        ended_on=started_on + timedelta(days=rng.randint(60, 120)) if started_on and left else None,
    )


def _taker(rng: Random, household: HouseholdPlan) -> MemberPlan | None:
    """An able member who does not work away, if the household has one who wants the job."""
    able = [m for m in household.members if m.years[0].labour_skill in _ABLE and not m.years[0].work_region]
    return rng.choice(able) if able and chance(rng, _FILLED * 2) else None
