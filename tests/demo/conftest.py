"""The whole plan of the demo county, made once for all tests about it."""

import pytest

from yuping.demo.plan import CountyPlan, build_plan


@pytest.fixture(scope="session")
def plan() -> CountyPlan:
    """The whole county, planned once."""
    return build_plan()
