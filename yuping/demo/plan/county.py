"""The whole plan: the villages one after another, then the papers that join their households."""

from collections.abc import Collection
from dataclasses import dataclass

from yuping.demo.plan.households import HouseholdPlan
from yuping.demo.plan.scenario import Scenario, village_targets
from yuping.demo.plan.village import plan_village


@dataclass(frozen=True, slots=True)
class CountyPlan:
    """Everything the demo county is built from."""

    scenario: Scenario
    households: tuple[HouseholdPlan, ...]


def build_plan(*, seed: int = 5411, only: Collection[str] = ()) -> CountyPlan:
    """Plan the county from a seed. `only` keeps the villages with these codes: the same rows as in the whole."""
    targets = tuple(target for target in village_targets() if not only or target.code in only)
    scenario = Scenario(villages=targets, seed=seed)
    households = tuple(house for target in targets for house in plan_village(target, scenario=scenario))
    return CountyPlan(scenario=scenario, households=households)
