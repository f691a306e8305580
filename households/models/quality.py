"""Findings: where a household's file breaks a rule of data quality, until it is put right or exempted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models.base import FileRecord, stays
from households.models.member import Member
from yuping.core.history import tracked


class FindingLevel(models.TextChoices):
    ERROR = "error", _("error")
    WARNING = "warning", _("doubt")


class FindingState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("put right")
    EXEMPTED = "exempted", _("exempted")


@tracked()
class Finding(FileRecord):
    """One rule broken by one household or member; it closes by itself when the rule holds again."""

    year = models.PositiveSmallIntegerField(_("file year"))
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("household member")
    )
    rule = models.CharField(_("rule"), max_length=40)
    level = models.CharField(_("level"), max_length=10, choices=FindingLevel)
    blocks_payment = models.BooleanField(_("blocks payment"), default=False)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=FindingState, default=FindingState.OPEN)
    found_on = models.DateField(_("found on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    exempted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("exempted by"),
    )
    exempt_until = models.DateField(_("exempted until"), null=True, blank=True)
    exempt_reason = models.CharField(_("reason for the exemption"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-found_on", "household", "rule"]
        indexes = [models.Index(fields=["village", "rule"], condition=Q(state="open"), name="households_open_findings")]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "member", "rule"],
                condition=~Q(state="closed"),
                name="households_finding_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on=None)),
                name="households_finding_closed_on_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="exempted")
                | (Q(exempted_by__isnull=False, exempt_until__isnull=False) & ~Q(exempt_reason="")),
                name="households_exempted_by_someone",
            ),
        ]
        triggers = stays("rule", "member_id")

    def __str__(self) -> str:
        return f"{self.rule} {self.household_id}"
