"""What the assistance has brought (帮扶成效): the household's income of a quarter, in the four kinds of the form."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models.base import FileRecord, recorded_at, recorded_by, stays
from households.querysets.quarters import QuarterQuerySet
from yuping.accounts.scoping import AreaManager
from yuping.core.fields import MoneyField
from yuping.core.history import tracked

QUARTERS = (1, 2, 3, 4)


@tracked()
class HouseholdQuarter(FileRecord):
    """Income of one household in one quarter of a calendar year, in yuan."""

    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    wage_income = MoneyField(_("wage income"), default=Decimal("0.00"))
    business_income = MoneyField(_("business income"), default=Decimal("0.00"))
    property_income = MoneyField(_("property income"), default=Decimal("0.00"))
    transfer_income = MoneyField(_("transfer income"), default=Decimal("0.00"))
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(QuarterQuerySet, path="village")

    class Meta:
        verbose_name = _("effect of the assistance")
        verbose_name_plural = _("effects of the assistance")
        ordering = ["-year", "-quarter", "household"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "year", "quarter"],
                name="households_one_record_a_quarter",
                violation_error_message=_("This quarter is recorded already."),
            ),
            models.CheckConstraint(condition=Q(quarter__in=QUARTERS), name="households_quarter_of_four"),
            models.CheckConstraint(condition=Q(year__gte=2013, year__lte=2100), name="households_quarter_year"),
        ]
        triggers = stays("year", "quarter")

    def __str__(self) -> str:
        return f"{self.year}-{self.quarter}"
