"""Adjustments of a household on file: exit, return, removal and watching, with their steps; objections to notices."""

import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.case_sentences import REFUSED_BY_KIND
from households.models.base import FileRecord, recorded_at, recorded_by, stays
from households.models.events import Identification
from households.models.steps import CaseStep, decided_by_another, notice_is_over, step_constraints
from households.policy.adjustments import DECIDE_WITHIN
from households.procedures import ADJUSTMENTS, CLOSED, DECIDED, Kind, Procedure
from households.querysets import AdjustmentQuerySet, ObjectionQuerySet
from yuping.accounts.scoping import AreaManager
from yuping.core import clock, guards
from yuping.core.codes import CodeField
from yuping.core.history import tracked

MOST_RISKS = 5


class AdjustmentKind(models.TextChoices):
    EXIT = "exit", _("exit from poverty")
    RETURN = "return", _("return into poverty")
    REMOVAL = "removal", _("removal of a wrong entry")
    WATCH = "watch", _("watching a household at risk")
    WATCH_END = "watch_end", _("end of the risk")


class AdjustmentState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    VILLAGE_REVIEWED = "village_reviewed", _("reviewed in the village")
    CHECKED = "checked", _("checked on the spot")
    SIGNED = "signed", _("signed by the household")
    HEARD = "heard", _("household heard")
    ON_NOTICE = "on_notice", _("on notice")
    TOWNSHIP_REVIEWED = "township_reviewed", _("reviewed in the township")
    APPROVED = "approved", _("approved by the county")
    ANNOUNCED = "announced", _("announced")
    REFUSED = "refused", _("refused")


def _legal_transitions() -> pgtrigger.Trigger:
    """A case starts as proposed and moves only as the table of its kind says."""
    legal = sorted(
        (kind, source, target)
        for kind, procedure in ADJUSTMENTS.items()
        for source, target in procedure.workflow.transitions
    )
    listed = ", ".join(f"('{kind}', '{source}', '{target}')" for kind, source, target in legal)
    return pgtrigger.Trigger(
        name="legal_transitions",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF TG_OP = 'INSERT' THEN
                IF NEW.state <> 'proposed' THEN
                    {guards.refuse("a row starts as proposed")}
                END IF;
            ELSIF OLD.state <> NEW.state AND (NEW.kind, OLD.state, NEW.state) NOT IN ({listed}) THEN
                {guards.refuse("illegal transition")}
            END IF;
            RETURN NEW;
        """,
    )


@tracked()
class Adjustment(FileRecord):
    """A case on its way from the village's proposal to the county's decision."""

    kind = models.CharField(_("kind of adjustment"), max_length=10, choices=AdjustmentKind)
    proposed_on = models.DateField(_("proposed on"))
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(_("state"), max_length=20, choices=AdjustmentState, default=AdjustmentState.PROPOSED)
    state_on = models.DateField(_("in this state since"))
    return_cause = CodeField(_("cause of return"), code_set="cause", blank=True)
    ineligible_from = models.DateField(_("not eligible since"), null=True, blank=True)
    watch_kind = CodeField(_("kind of watched household"), code_set="monitored_type", blank=True)
    ended_on = models.DateField(_("risk ended on"), null=True, blank=True)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(AdjustmentQuerySet, path="village")

    class Meta:
        verbose_name = _("adjustment of a household")
        verbose_name_plural = _("adjustments of households")
        ordering = ["-proposed_on", "-pk"]
        indexes = [models.Index(fields=["village", "kind", "state"], name="households_adjustment_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=~Q(state__in=sorted(CLOSED)),
                name="households_one_open_adjustment",
                violation_error_message=_("Another adjustment of this household is under way."),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(kind="watch", state="approved", ended_on__isnull=True),
                name="households_watched_once",
            ),
            models.CheckConstraint(
                condition=(Q(kind="removal") & Q(ineligible_from__isnull=False))
                | (~Q(kind="removal") & Q(ineligible_from__isnull=True)),
                name="households_removal_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(kind="watch", state="approved", ended_on__gte=F("state_on")),
                name="households_watch_ended_after",
            ),
        ]
        triggers = [
            *stays("kind", "proposed_on", "return_cause", "ineligible_from", "watch_kind", "recorded_by_id"),
            _legal_transitions(),
            notice_is_over("adjustment", dict(ADJUSTMENTS)),
        ]

    def __str__(self) -> str:
        return f"{self.household.head_name} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("households:adjustment_detail", kwargs={"pk": self.pk})

    def get_state_display(self) -> str:
        """A refusal is called by what was refused: not to exit, not to be removed, not to be watched."""
        label = str(AdjustmentState(self.state).label)
        return str(REFUSED_BY_KIND[self.kind]) if self.state == AdjustmentState.REFUSED else label

    @property
    def procedure(self) -> Procedure:
        """The table of its steps."""
        return ADJUSTMENTS[Kind(self.kind)]

    @property
    def decided(self) -> bool:
        """Whether the county has approved it."""
        return self.state in DECIDED

    @property
    def decide_by(self) -> datetime.date | None:
        """The day by which a lead on a household at risk has to be decided; None for other kinds."""
        return self.proposed_on + datetime.timedelta(days=DECIDE_WITHIN) if self.kind == Kind.WATCH else None

    @property
    def days_decided_late(self) -> int:
        """How many days after its day the county has decided; 0 in time, undecided, or of a kind without a day."""
        if not self.decide_by or self.state not in CLOSED:
            return 0
        return max(0, (self.state_on - self.decide_by).days)

    @property
    def late(self) -> bool:
        """Whether the day of decision is over and nothing decided."""
        return bool(self.decide_by and self.state not in CLOSED and self.decide_by < clock.today())


class AdjustmentStep(CaseStep):
    """One move of an adjustment."""

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="steps", verbose_name=_("adjustment"))

    class Meta:
        verbose_name = _("step of an adjustment")
        verbose_name_plural = _("steps of adjustments")
        ordering = ["adjustment", "pk"]
        constraints = step_constraints("households_adjustment_votes", "households_adjustment_notice")
        triggers = [*guards.append_only(), decided_by_another("adjustment", dict(ADJUSTMENTS))]

    @property
    def case_kind(self) -> str:
        return self.adjustment.kind


class WatchRisk(models.Model):
    """A risk for which a household is watched; at most five, each another."""

    append_only = True

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="risks", verbose_name=_("adjustment"))
    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    position = models.PositiveSmallIntegerField(_("position"))
    risk = CodeField(_("risk"), code_set="risk")
    item = models.CharField(_("what exactly"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    unguarded = models.Manager()
    objects = AreaManager(path="village")

    class Meta:
        verbose_name = _("risk of a watched household")
        verbose_name_plural = _("risks of watched households")
        ordering = ["adjustment", "position"]
        constraints = [
            models.UniqueConstraint(fields=["adjustment", "risk"], name="households_risk_once"),
            models.UniqueConstraint(fields=["adjustment", "position"], name="households_risk_place"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_RISKS), name="households_five_risks_at_most"
            ),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return self.get_risk_display()


class NoticeObjection(models.Model):
    """What a villager objected to a case on notice, and the answer he got."""

    identification = models.ForeignKey(
        Identification,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        verbose_name=_("identification"),
    )
    adjustment = models.ForeignKey(
        Adjustment, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name=_("adjustment")
    )
    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    raised_by = models.CharField(_("raised by"), max_length=60)
    raised_on = models.DateField(_("raised on"))
    text = models.CharField(_("objection"), max_length=500)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(ObjectionQuerySet, path="village")

    class Meta:
        verbose_name = _("objection to a notice")
        verbose_name_plural = _("objections to notices")
        ordering = ["-raised_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(identification__isnull=True, adjustment__isnull=False)
                | Q(identification__isnull=False, adjustment__isnull=True),
                name="households_objection_to_one_case",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_on__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="households_answer_has_words",
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(
                ["identification_id", "adjustment_id", "village_id", "raised_by", "raised_on", "text", "recorded_by_id"]
            ),
            guards.frozen(
                ["answer", "answered_on", "answered_by_id"], name="answered_once", unless="OLD.answered_on IS NULL"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def case(self) -> Identification | Adjustment:
        """What was objected to."""
        return self.adjustment or self.identification
