"""The county's rules for cases, each from a day on: is identification required, how late may a notice be entered."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models.base import recorded_at, recorded_by
from yuping.core import guards

# What holds until the county has said something.
ENTRY_DAYS = 3
MOST_ENTRY_DAYS = 30


class CaseRuleQuerySet(models.QuerySet):
    """Rules for cases."""

    def of(self, day: datetime.date) -> "CaseRule":
        """What holds on a day; before the county's first word nothing needs identification yet."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first() or CaseRule(
            valid_from=datetime.date.min, identification_required=False, entry_days=ENTRY_DAYS
        )


class CaseRule(models.Model):
    """What holds for cases from a day on, until a later row says otherwise. Added, never changed.

    While the base stock is put on file no identification is asked for. From the day the county names, who is put on
    file without an accepted case has a reason of the township's, and is not paid before the county lets it stand.
    """

    append_only = True

    valid_from = models.DateField(_("valid from"), unique=True)
    identification_required = models.BooleanField(_("a new file needs an accepted identification"))
    entry_days = models.PositiveSmallIntegerField(_("working days within which a notice is entered"))
    reason = models.CharField(_("reason"), max_length=200)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    objects = CaseRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule for cases")
        verbose_name_plural = _("rules for cases")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(entry_days__lte=MOST_ENTRY_DAYS), name="households_entry_days"),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.valid_from}"
