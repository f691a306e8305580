"""The scheme's editions: every number of the rules, as a dated row. A change is a new row."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from dividends.policy import Edition
from yuping.core import guards
from yuping.core.fields import MoneyField


class Scheme(models.Model):
    """An edition of a share scheme. 5411 is the first; a neighbouring scheme is another row."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=60)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    principal = MoneyField(_("principal per household"))
    household_dividend = MoneyField(_("dividend per household and year"))
    village_dividend = MoneyField(_("village dividend per household and year"))
    years = models.PositiveSmallIntegerField(_("years"))
    jobs_per_household = models.PositiveSmallIntegerField(_("jobs per household"))
    effective_from = models.DateField(_("in force from"))
    new_agreements_until = models.DateField(_("new agreements until"))
    notice_workdays = models.PositiveSmallIntegerField(_("working days of notice"))
    # [[amount in yuan as text or null, approvers], …]: up to the amount so many approvers.
    approval_bands = models.JSONField(_("approval bands"))

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["code"]
        triggers = [
            guards.no_delete(),
            # All that a rule reads: a change of the terms is a new edition, and what was signed keeps its own.
            guards.frozen(
                [
                    "code",
                    "principal",
                    "household_dividend",
                    "village_dividend",
                    "years",
                    "jobs_per_household",
                    "effective_from",
                    "new_agreements_until",
                    "notice_workdays",
                    "approval_bands",
                ]
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def bands(self) -> list[tuple[Decimal | None, int]]:
        return bands_of(self.approval_bands)

    @property
    def edition(self) -> Edition:
        """The row as the plain facts that the rules take."""
        return Edition(
            code=self.code,
            principal=self.principal,
            household_dividend=self.household_dividend,
            village_dividend=self.village_dividend,
            years=self.years,
            jobs_per_household=self.jobs_per_household,
            effective_from=self.effective_from,
            new_agreements_until=self.new_agreements_until,
            notice_workdays=self.notice_workdays,
            approval_bands=self.bands,
        )


def bands_of(stored: list[list[object]]) -> list[tuple[Decimal | None, int]]:
    """Approval bands as the rules take them, from their stored form."""
    return [(None if ceiling is None else Decimal(str(ceiling)), int(str(count))) for ceiling, count in stored]
