"""Sets of leads: what other offices' lists say of persons on file and of applicants."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q

UNDECIDED = ("open", "checked")


class LeadQuerySet(models.QuerySet):
    """Leads."""

    def for_table(self) -> Self:
        return self.select_related("household", "identification", "village__township", "checked_by")

    def undecided(self) -> Self:
        """Waiting for the check or for the decision."""
        return self.filter(state__in=UNDECIDED)

    def undecided_on(self, day: datetime.date) -> Self:
        """Found by the day and not decided by then."""
        standing = self.exclude(state="withdrawn")
        return standing.filter(Q(decided_on=None) | Q(decided_on__gt=day), found_on__lte=day)

    def overdue(self, today: datetime.date) -> Self:
        """Undecided though the days from lead to decision are over."""
        return self.undecided().filter(due_on__lt=today)

    def of_household(self, household_id: int) -> Self:
        """About its members, and about the applicant as whom it came on file."""
        return self.filter(Q(household=household_id) | Q(identification__household=household_id))

    def against(self, identification_id: int) -> Self:
        """What stands in the way of an application: not decided yet, or found ineligible."""
        return self.filter(identification=identification_id).in_the_way()

    def in_the_way(self) -> Self:
        """Not decided yet, or found ineligible."""
        return self.exclude(state__in=("eligible", "other_person", "withdrawn"))
