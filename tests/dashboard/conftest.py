"""A small county with a settled dividend year, one line returned, an open finding, a filled job, and its readers."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest

from dividends.models import Job, Participation
from households import services
from households.models import Finding
from tests.advice import found_ineligible, make_lead, score_row
from tests.dividends.conftest import FIRST, SECOND, Year
from tests.factories import COUNTY, make_household, make_user
from tests.households.casework.test_sales import row as sale_row
from yuping.accounts.models import User
from yuping.core import clock

__all__ = ["FIRST", "SECOND"]

BEFORE, NOW, LATER = datetime.date(2016, 3, 19), datetime.date(2016, 11, 30), datetime.date(2017, 12, 31)
DAYS = (BEFORE, NOW, LATER)


@pytest.fixture
def county(db: None) -> Iterator[Year]:
    """Three invested households of two townships, one in no mode; the business date is the last of ``DAYS``."""
    with clock.fixed(NOW):
        year = Year()
        year.settled(returned=("P00001",))
        alone = make_household(year.villages[1], account=False)
        Finding.objects.create(
            household=alone, village=alone.village, year=2016, rule="no_income", level="error", found_on=NOW
        )
        for household, share in zip(year.households, (20, 70, 100), strict=True):
            clerk = year.cast.clerk if household.village_id == FIRST else year.cast.clerk2
            services.record_score(actor=clerk, row=score_row(household, share=share))
            services.record_sale(actor=clerk, row=sale_row(household, channel="01"))
        make_lead(alone, "贵D00001", found_on=BEFORE)
        found_ineligible(make_lead(alone, "贵D00002"))
        taken = Participation.unguarded.filter(village=FIRST).order_by("pk").first()
        Job.objects.create(
            participation=taken,
            village_id=FIRST,
            member=taken.household.members.get(is_head=True),
            post="采菇工",
            monthly_wage=Decimal("2000.00"),
            started_on=datetime.date(2016, 4, 1),
        )
    with clock.fixed(LATER):
        yield year


@pytest.fixture
def leader(db: None) -> User:
    return make_user(("leadership", COUNTY))


@pytest.fixture
def township_leader(db: None) -> User:
    return make_user(("leadership", FIRST[:9]))
