"""What happens to a household: life events, changes of status, identification."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models.base import FileRecord, recorded_at, recorded_by, stays
from households.models.member import Member
from households.models.steps import CaseStep, decided_by_another, notice_is_over, step_constraints
from households.policy.events import DEATH, HOLDS_PAYMENT, TAKEN_BACK
from households.procedures import IDENTIFICATION, Procedure
from households.querysets import IdentificationQuerySet, LifeEventQuerySet
from households.workflow import LIFE_EVENT
from yuping.accounts.scoping import AreaManager
from yuping.core import guards
from yuping.core.codes import CodeField
from yuping.core.fields import SealedField
from yuping.core.history import tracked


class EventState(models.TextChoices):
    OPEN = "open", _("to be settled")
    SETTLED = "settled", _("settled")
    WITHDRAWN = "withdrawn", _("withdrawn")


def _stays_settled() -> pgtrigger.Trigger:
    """What settled an event stays. Withdrawn is then only an arrival, after which nothing was put in order, and by
    another person than who recorded it a death."""
    back = ", ".join(f"'{kind}'" for kind in sorted(TAKEN_BACK))
    return pgtrigger.Trigger(
        name="stays_settled",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__state="settled"),
        func=f"""
            IF ROW(OLD.settled_on, OLD.settled_by_id, OLD.settlement, OLD.other_household_id, OLD.former_head_id,
                   OLD.new_head_id)
               IS DISTINCT FROM ROW(NEW.settled_on, NEW.settled_by_id, NEW.settlement, NEW.other_household_id,
                                    NEW.former_head_id, NEW.new_head_id) THEN
                {guards.refuse("how an event was settled stays")}
            END IF;
            IF NEW.state = 'withdrawn' AND OLD.kind NOT IN ({back}) THEN
                {guards.refuse("an event that was settled is not withdrawn")}
            END IF;
            IF NEW.state = 'withdrawn' AND OLD.kind = '{DEATH}' AND NEW.withdrawn_by_id = OLD.recorded_by_id THEN
                {guards.refuse("another person withdraws a death that was settled")}
            END IF;
            RETURN NEW;
        """,
    )


@tracked()
class LifeEvent(FileRecord):
    """A birth, death, marriage, split, move …; of most kinds, the household is not paid while it is open."""

    kind = CodeField(_("kind of event"), code_set="event_kind")
    date = models.DateField(_("date of the event"))
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="life_events", verbose_name=_("household member")
    )
    other_household = models.ForeignKey(
        "households.Household",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("other household"),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=EventState, default=EventState.OPEN)
    settled_on = models.DateField(_("put in order on"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("put in order by"),
    )
    settlement = models.CharField(_("how it was put in order"), max_length=500, blank=True)
    # Where settling it made another member the head: who led before, and who leads since.
    former_head = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("former head")
    )
    new_head = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new head")
    )
    # Of a member who stood on file before the event said how he came: the day that stood there until then.
    joined_before = models.DateField(_("joined on, as it stood before"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawal = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(LifeEventQuerySet, path="village")

    class Meta:
        verbose_name = _("life event")
        verbose_name_plural = _("life events")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["village", "date"], condition=Q(state="open"), name="households_open_events")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settled_on=None, settled_by=None)
                | Q(state="settled", settled_on__isnull=False, settled_by__isnull=False)
                | Q(state="withdrawn"),
                name="households_event_settled_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_on__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawal="")
                | ~Q(state="withdrawn") & Q(withdrawn_on=None, withdrawn_by=None, withdrawal=""),
                name="households_event_withdrawn_by_someone",
            ),
        ]
        triggers = [
            *stays("kind", "date", "member_id", "joined_before"),
            guards.legal_transitions(LIFE_EVENT),
            _stays_settled(),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date}"

    def get_absolute_url(self) -> str:
        return reverse("households:event_detail", kwargs={"pk": self.pk})

    @property
    def holds_payment(self) -> bool:
        """Whether the household is not paid until somebody has settled it."""
        return self.state == EventState.OPEN and self.kind in HOLDS_PAYMENT


class StatusChange(FileRecord):
    """An entry, exit, return or removal as decided; added, never changed."""

    append_only = True

    kind = CodeField(_("kind of change"), code_set="status_change_kind")
    year = models.PositiveSmallIntegerField(_("file year"))
    date = models.DateField(_("date of the change"))
    reason = models.CharField(_("reason"), max_length=500)
    state_before = models.CharField(_("state before"), max_length=12)
    state_after = models.CharField(_("state after"), max_length=12)
    exit_flag_before = CodeField(_("exit flag before"), code_set="exit_flag", blank=True)
    exit_flag_after = CodeField(_("exit flag after"), code_set="exit_flag", blank=True)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    class Meta:
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["village", "date"], name="households_status_place")]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date}"


class IdentificationState(models.TextChoices):
    APPLIED = "applied", _("applied")
    GROUP_REVIEWED = "group_reviewed", _("reviewed in the group")
    VILLAGE_REVIEWED = "village_reviewed", _("reviewed in the village")
    FIRST_NOTICE = "first_notice", _("first notice")
    TOWNSHIP_REVIEWED = "township_reviewed", _("reviewed in the township")
    SECOND_NOTICE = "second_notice", _("second notice")
    COMPARED = "compared", _("data compared")
    ACCEPTED = "accepted", _("accepted")
    ANNOUNCED = "announced", _("announced")
    REFUSED = "refused", _("refused")


@tracked()
class Identification(models.Model):
    """An application to be put on file, from the household's own or the village's proposal to the county's decision."""

    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    group = models.ForeignKey(
        "villages.VillageGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("village group"),
    )
    applicant = models.CharField(_("applicant"), max_length=50)
    id_number = SealedField(_("identity number"))
    id_index = models.CharField(max_length=64, editable=False, db_index=True)
    persons = models.PositiveSmallIntegerField(_("persons"))
    applied_on = models.DateField(_("applied on"))
    proposed_by_village = models.BooleanField(_("proposed by the village"), default=False)
    main_cause = CodeField(_("main cause of poverty"), code_set="cause")
    note = models.CharField(_("note"), max_length=500, blank=True)
    paper = models.FileField(_("signed application"), upload_to="households/%Y/%m", blank=True)
    paper_sha256 = models.CharField(_("digest of the paper"), max_length=64, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=IdentificationState, default=IdentificationState.APPLIED
    )
    state_on = models.DateField(_("in this state since"))
    household = models.ForeignKey(
        "households.Household",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="identifications",
        verbose_name=_("household"),
    )
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(IdentificationQuerySet, path="village")

    class Meta:
        verbose_name = _("identification")
        verbose_name_plural = _("identifications")
        ordering = ["-applied_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(persons__gte=1), name="households_identification_persons"),
            models.UniqueConstraint(
                fields=["id_index"],
                condition=~Q(state__in=["accepted", "announced", "refused"]),
                name="households_one_open_application",
                violation_error_message=_("An application of this person is already under way."),
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(["village_id", "applicant", "id_index", "applied_on", "paper", "paper_sha256"]),
            guards.legal_transitions(IDENTIFICATION.workflow),
            notice_is_over("identification", {"identification": IDENTIFICATION}),
        ]

    def __str__(self) -> str:
        return self.applicant

    def get_absolute_url(self) -> str:
        return reverse("households:identification_detail", kwargs={"pk": self.pk})

    @property
    def procedure(self) -> Procedure:
        """The table of its steps."""
        return IDENTIFICATION


class IdentificationStep(CaseStep):
    """One move of an identification."""

    identification = models.ForeignKey(
        Identification, models.PROTECT, related_name="steps", verbose_name=_("identification")
    )

    class Meta:
        verbose_name = _("step of an identification")
        verbose_name_plural = _("steps of identifications")
        ordering = ["identification", "pk"]
        constraints = step_constraints("households_votes", "households_notice_days")
        triggers = [
            *guards.append_only(),
            decided_by_another("identification", {"identification": IDENTIFICATION}),
        ]
