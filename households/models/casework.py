"""Work with the household: its cadre, visits, measures, training, relocation."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.base import (
    FileRecord,
    WithdrawableRecord,
    recorded_at,
    recorded_by,
    stays,
    withdrawn_with_reason,
)
from households.models.member import Member
from households.querysets import MemberRecordQuerySet, PairingQuerySet
from households.querysets.casework import MeasureQuerySet, VisitQuerySet
from yuping.accounts.scoping import AreaManager
from yuping.core.codes import CodeField
from yuping.core.fields import MoneyField
from yuping.core.history import tracked


class PairingState(models.TextChoices):
    IN_CHARGE = "in_charge", _("in charge")
    WAITING = "waiting", _("waiting to be accepted")
    ENDED = "ended", _("ended")


@tracked()
class Pairing(FileRecord):
    """A cadre answers for a household over a period. A hand-over counts once the new cadre has accepted it."""

    cadre = models.ForeignKey("villages.Cadre", models.PROTECT, related_name="pairings", verbose_name=_("cadre"))
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)
    accepted_on = models.DateField(_("hand-over accepted on"), null=True, blank=True)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(PairingQuerySet, path="village")

    class Meta:
        verbose_name = _("pairing of cadre and household")
        verbose_name_plural = _("pairings of cadres and households")
        ordering = ["household", "-from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="households_pairing_period"
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(to_on__isnull=True, accepted_on__isnull=False),
                name="households_one_cadre_at_a_time",
                violation_error_message=_("This household already has a cadre in charge."),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(to_on__isnull=True, accepted_on__isnull=True),
                name="households_one_hand_over_at_a_time",
                violation_error_message=_("A hand-over of this household already waits to be accepted."),
            ),
        ]
        triggers = stays("cadre_id", "from_on")

    def __str__(self) -> str:
        return f"{self.household_id} {self.from_on}"

    @property
    def state(self) -> PairingState:
        """Whether it waits to be accepted, is in force, or has ended."""
        if self.to_on is not None:
            return PairingState.ENDED
        return PairingState.WAITING if self.accepted_on is None else PairingState.IN_CHARGE

    def get_state_display(self) -> str:
        """The state in words."""
        return str(self.state.label)


class ProblemState(models.TextChoices):
    NONE = "none", _("no problem found")
    OPEN = "open", _("problem open")
    MEASURE = "measure", _("measure under way")
    CLOSED = "closed", _("problem closed")


@tracked()
class Visit(WithdrawableRecord):
    """A visit to the household, and the problem found there until it is closed."""

    # Only by undoing the import that made it; a trigger keeps the rest.
    erasable = True

    date = models.DateField(_("date of the visit"))
    cadre = models.ForeignKey(
        "villages.Cadre", models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("cadre")
    )
    visitor = models.CharField(_("visitor"), max_length=50)
    theme = models.CharField(_("purpose"), max_length=100)
    place = models.CharField(_("place"), max_length=100, blank=True)
    people_met = models.CharField(_("people met"), max_length=100, blank=True)
    content = models.TextField(_("what was seen and said"), max_length=2000)
    appeal_class = CodeField(_("class of the problem"), code_set="appeal_class", blank=True)
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    problem_state = models.CharField(
        _("state of the problem"), max_length=10, choices=ProblemState, default=ProblemState.NONE
    )
    measure = models.CharField(_("measure agreed"), max_length=500, blank=True)
    responsible_unit = models.CharField(_("responsible unit"), max_length=80, blank=True)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    closed_on = models.DateField(pgettext_lazy("visit", "closed on"), null=True, blank=True)
    # Problems closed before these three stood apart have none of them; see ``done`` and ``agreed``.
    result = models.CharField(_("what was done"), max_length=500, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("visit", "closed by"),
    )
    closing_confirmed = models.BooleanField(_("closing confirmed by the household"), null=True, blank=True)
    confirmed_by_household = models.BooleanField(_("confirmed by the household"), default=False)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(VisitQuerySet, path="village")

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-date", "-pk"]
        indexes = [
            models.Index(fields=["village", "date"], name="households_visit_place"),
            models.Index(
                fields=["village", "due_on"],
                condition=Q(problem_state__in=["open", "measure"]),
                name="households_visit_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(problem_state="none", problem="") | (~Q(problem_state="none") & ~Q(problem="")),
                name="households_visit_problem_stated",
                violation_error_message=_("A problem needs a description."),
            ),
            models.CheckConstraint(
                condition=Q(problem_state="closed", closed_on__isnull=False)
                | (~Q(problem_state="closed") & Q(closed_on__isnull=True)),
                name="households_visit_closed_on_a_date",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("date")), name="households_visit_closed_after"
            ),
            models.CheckConstraint(
                condition=Q(problem_state="closed") | Q(result="", closed_by=None, closing_confirmed=None),
                name="households_visit_result_of_closed",
            ),
            withdrawn_with_reason("households_visit_withdrawn_with_reason"),
        ]
        triggers = stays("date", "replaces_id", imported_as="households.visit")

    def __str__(self) -> str:
        return f"{self.date} {self.theme}"

    def get_absolute_url(self) -> str:
        return reverse("households:visit_detail", kwargs={"pk": self.pk})

    @property
    def _closed_as_measure(self) -> bool:
        """Closed at a time when the result was written over the measure."""
        return self.closed_on is not None and not self.result

    @property
    def agreed(self) -> str:
        """The measure that was agreed; of one written over, what history keeps, if ``with_agreed`` has read it."""
        return (getattr(self, "agreed_before", None) or "") if self._closed_as_measure else self.measure

    @property
    def done(self) -> str:
        """What was done about the problem; empty while it is open."""
        return self.measure if self._closed_as_measure else self.result

    @property
    def closed_with_household(self) -> bool | None:
        """Whether the household confirmed that the problem is put right; None while it is open."""
        return self.confirmed_by_household if self._closed_as_measure else self.closing_confirmed


@tracked()
class Measure(WithdrawableRecord):
    """A line of assistance given to the household, as in the booklet's ledger."""

    year = models.PositiveSmallIntegerField(_("file year"))
    date = models.DateField(_("date"))
    category = CodeField(_("kind of measure"), code_set="measure_category")
    unit = models.CharField(_("assisting unit"), max_length=80)
    content = models.CharField(_("content"), max_length=500)
    cost = MoneyField(_("cost"), default=Decimal("0.00"))
    signed_by_head = models.BooleanField(_("signed by the head"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(MeasureQuerySet, path="village")

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["-date", "-pk"]
        constraints = [withdrawn_with_reason("households_measure_withdrawn_with_reason")]
        # What was given never changes; that the head has signed for it is noted later.
        triggers = stays("date", "category", "unit", "content", "cost", "replaces_id")

    def __str__(self) -> str:
        return f"{self.date} {self.content[:30]}"

    def get_absolute_url(self) -> str:
        return reverse("households:measure_detail", kwargs={"pk": self.pk})


@tracked()
class Training(FileRecord):
    """A course that a member took."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="trainings", verbose_name=_("household member"))
    course = models.CharField(_("course"), max_length=100)
    organiser = models.CharField(_("organiser"), max_length=80)
    from_on = models.DateField(_("from"))
    days = models.PositiveSmallIntegerField(_("days"))
    certificate = models.CharField(_("certificate"), max_length=80, blank=True)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(MemberRecordQuerySet, path="village")

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["-from_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(days__gte=1), name="households_training_days")]
        triggers = stays("member_id")

    def __str__(self) -> str:
        return self.course


@tracked()
class Relocation(FileRecord):
    """The household's move under the relocation programme (易地扶贫搬迁)."""

    year = models.PositiveSmallIntegerField(_("year"))
    mode = CodeField(_("mode"), code_set="relocation_mode", blank=True)
    from_place = models.CharField(_("place left"), max_length=120)
    placement = CodeField(_("placement"), code_set="relocation_placement")
    site = CodeField(_("kind of site"), code_set="relocation_site", blank=True)
    to_place = models.CharField(_("place of settlement"), max_length=120)
    floor_area = models.DecimalField(_("floor area"), max_digits=7, decimal_places=2, null=True, blank=True)
    moved_in_on = models.DateField(_("moved in on"), null=True, blank=True)
    old_house_gone = models.BooleanField(_("old house pulled down"), default=False)
    difficulty = CodeField(_("difficulty"), code_set="relocation_difficulty", blank=True)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    class Meta:
        verbose_name = _("relocation")
        verbose_name_plural = _("relocations")
        ordering = ["-year", "household"]
        constraints = [
            models.UniqueConstraint(fields=["household", "year"], name="households_one_relocation_a_year"),
            models.CheckConstraint(
                condition=Q(floor_area__isnull=True) | Q(floor_area__gt=0), name="households_relocation_area"
            ),
        ]
        triggers = stays()

    def __str__(self) -> str:
        return f"{self.year} {self.to_place}"
