"""The poverty standards by year, level and purpose: a table, never a constant."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuping.core.fields import MoneyField
from yuping.core.history import tracked
from yuping.core.show import show_money


class LinePurpose(models.TextChoices):
    IDENTIFY = "identify", _("identification")
    EXIT = "exit", _("exit")
    MONITOR = "monitor", _("monitoring")


class LineLevel(models.TextChoices):
    NATIONAL = "national", _("national standard")
    GUIZHOU = "guizhou", _("Guizhou's standard")


@tracked()
class PovertyLine(models.Model):
    """Yuan per head and year, at the year's prices; compared with the income of that same year."""

    year = models.PositiveSmallIntegerField(_("year"))
    level = models.CharField(_("level"), max_length=10, choices=LineLevel)
    purpose = models.CharField(_("purpose"), max_length=10, choices=LinePurpose)
    amount = MoneyField(_("yuan per head"))
    basis = models.CharField(_("basis"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("poverty standard")
        verbose_name_plural = _("poverty standards")
        ordering = ["-year", "level", "purpose"]
        constraints = [models.UniqueConstraint(fields=["year", "level", "purpose"], name="households_line_once")]

    def __str__(self) -> str:
        return f"{self.year} {show_money(self.amount)}"
