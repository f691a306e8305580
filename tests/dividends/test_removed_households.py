"""What the removal of a household does to money: payouts stop, sums paid unduly are listed, its loan is flagged."""

import datetime

from django.urls import reverse

from dividends.models import Payout
from households.models import Household
from households.procedures import Kind
from loans.models import Loan
from loans.worklist import recalls
from tests.dividends.conftest import Year
from tests.dividends.test_pages import client_of
from tests.households.adjustments import propose, walk
from yuping.core import clock


def removed(year: Year, since: datetime.date) -> Household:
    """The first household, paid already, is removed as not eligible since a day."""
    year.settled()
    household = year.households[0]
    case = propose(year.cast.clerk, household, Kind.REMOVAL, ineligible_from=since)
    walk(year.cast.clerk, year.cast.office, case, to="approved")
    household.refresh_from_db()
    return household


def test_what_was_paid_since_it_was_not_eligible_is_listed_for_recovery(year: Year) -> None:
    household = removed(year, datetime.date(2016, 1, 1))

    found = Payout.unguarded.filter(pk__in=Payout.objects.visible_to(year.cast.company).unduly_paid())

    assert [line.household for line in found] == [household]
    shown = client_of(year.cast.company).get(reverse("dividends:unduly_paid_list")).content.decode()
    assert household.head_name in shown
    assert year.households[1].head_name not in shown


def test_what_was_paid_to_households_on_file_is_not(year: Year) -> None:
    year.settled()

    assert not Payout.objects.visible_to(year.cast.company).unduly_paid().exists()


def test_its_loan_is_to_be_recalled_or_converted(year: Year) -> None:
    household = removed(year, datetime.date(2016, 1, 1))
    today = clock.today()

    found = Loan.objects.visible_to(year.cast.union).recall(today)

    assert [loan.household for loan in found] == [household]
    (item,) = recalls(year.cast.union, today)
    assert (item.count, item.late) == (1, True)
    assert "应收回或转办" in client_of(year.cast.union).get(item.url).content.decode()
