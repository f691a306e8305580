"""The whole plan of the demo county, made once for all tests about it."""

import pytest

from yuping.demo.plan import CountyPlan, build_plan
from yuping.demo.plan.people import MemberPlan


@pytest.fixture(scope="session")
def plan() -> CountyPlan:
    """The whole county, planned once."""
    return build_plan()


@pytest.fixture(scope="session")
def members(plan: CountyPlan) -> list[MemberPlan]:
    """Everybody who lives in a registered household at the end of the year."""
    return [member for household in plan.households for member in household.members]
