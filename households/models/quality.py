"""Findings: where a rule of data quality is broken, until it is put right or exempted; and rules that failed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models.base import FileRecord, stays
from households.models.member import Member
from households.querysets import FindingManager
from yuping.accounts import quality
from yuping.accounts.models import ROLE_LABELS
from yuping.core.history import tracked


class FindingLevel(models.TextChoices):
    ERROR = "error", _("error")
    WARNING = "warning", _("doubt")


class FindingState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("put right")
    EXEMPTED = "exempted", _("exempted")


# The one rule whose finding the county lets stand for good: what was decided before the file was made stays decided.
ACCEPTED_FOR_GOOD = "registered_without_identification"


@tracked()
class Finding(FileRecord):
    """One rule broken by one household, member or other row; it closes by itself when the rule holds again.

    ``owner`` is the post whose task it is, ``due_on`` the day by which it should be put right. ``record`` names the
    row where that is neither household nor member, as in ``agreement:12``; such a finding may stand in a village alone.
    """

    household = models.ForeignKey(
        "households.Household",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("household"),
    )
    record = models.CharField(_("record"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("file year"))
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("household member")
    )
    rule = models.CharField(_("rule"), max_length=40)
    level = models.CharField(_("level"), max_length=10, choices=FindingLevel)
    blocks_payment = models.BooleanField(_("blocks payment"), default=False)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=FindingState, default=FindingState.OPEN)
    owner = models.CharField(_("task of"), max_length=20, choices=list(ROLE_LABELS.items()), blank=True)
    found_on = models.DateField(_("found on"))
    due_on = models.DateField(_("to be put right by"), null=True, blank=True)
    closed_on = models.DateField(_("put right on"), null=True, blank=True)
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

    unguarded = models.Manager()
    objects = FindingManager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-found_on", "household", "rule"]
        indexes = [
            models.Index(fields=["village", "rule"], condition=Q(state="open"), name="households_open_findings"),
            models.Index(fields=["owner", "due_on"], condition=Q(state="open"), name="households_findings_due"),
            models.Index(fields=["found_on"], name="households_findings_found"),
            models.Index(fields=["closed_on"], name="households_findings_closed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "member", "rule", "record"],
                condition=~Q(state="closed") & Q(household__isnull=False),
                name="households_finding_once",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["village", "rule", "record"],
                condition=~Q(state="closed") & Q(household__isnull=True),
                name="households_finding_of_a_village_once",
            ),
            models.CheckConstraint(
                condition=Q(household__isnull=False) | Q(member__isnull=True), name="households_finding_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on=None)),
                name="households_finding_closed_on_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="exempted")
                | (
                    Q(exempted_by__isnull=False)
                    & (Q(exempt_until__isnull=False) | Q(rule=ACCEPTED_FOR_GOOD))
                    & ~Q(exempt_reason="")
                ),
                name="households_exempted_by_someone",
            ),
        ]
        triggers = stays("rule", "member_id", "record")

    @property
    def is_accepted_for_good(self) -> bool:
        """Whether the county may accept what was found, or has."""
        return self.rule == ACCEPTED_FOR_GOOD

    @property
    def is_exemptible(self) -> bool:
        """Whether the rule lets a finding stand for a time; one that is declared no more does."""
        rule = quality.rules().get(self.rule)
        return rule is None or rule.exemptible

    def __str__(self) -> str:
        return f"{self.rule} {self.household_id or self.village_id}"


class RuleFault(models.Model):
    """A rule that could not be read to its end: since when, and how it failed. Its findings stay as they were.

    ``error`` names the kind of failure, never a value of a file.
    """

    rule = models.CharField(_("rule"), max_length=40)
    error = models.CharField(_("error"), max_length=120)
    household = models.ForeignKey(
        "households.Household", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("household")
    )
    first_on = models.DateField(_("failed first on"))
    last_on = models.DateField(_("failed last on"))
    mended_on = models.DateField(_("read again on"), null=True, blank=True)

    class Meta:
        verbose_name = _("failed rule")
        verbose_name_plural = _("failed rules")
        ordering = ["-last_on", "rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule"], condition=Q(mended_on__isnull=True), name="households_rule_fails_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.error}"
