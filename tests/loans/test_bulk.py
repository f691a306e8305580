"""The whole county's loans go through the chain in lists."""

import pytest
from django.db import connection
from django.db.models import prefetch_related_objects
from django.test.utils import CaptureQueriesContext

from loans.models import Loan
from tests.households.factories import make_household


@pytest.mark.slow
def test_the_number_of_statements_does_not_grow_with_the_list(chain, village):
    few = [make_household(village, number=number) for number in range(1, 4)]
    many = [make_household(village, number=number) for number in range(10, 60)]
    prefetch_related_objects([*few, *many], "members")
    with CaptureQueriesContext(connection) as of_few:
        chain(few)
    with CaptureQueriesContext(connection) as of_many:
        chain(many)
    assert len(of_many) <= len(of_few)
    assert Loan.unguarded.filter(state="drawn").count() == 53
