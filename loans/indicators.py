"""The village indicators that loans answer."""

import datetime

from django.db.models import Count

from loans.models import Loan
from villages.indicators import source


@source("B19")
def households_with_a_loan(year: int, on: datetime.date) -> dict[str, int]:
    """Households that owe a drawn loan at the end of the day."""
    lent = Loan.objects.all_areas(reason="indicators of every village").lent(on).order_by()
    return dict(lent.values_list("village").annotate(households=Count("household", distinct=True)))
