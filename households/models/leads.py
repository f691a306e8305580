"""Leads of the negative list (四有人员): a match of another office's list with a person, its check and its decision."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models.base import recorded_at, recorded_by
from households.models.imports import ImportRun
from households.models.member import Member
from households.policy.leads import LeadKind
from households.querysets.leads import LeadQuerySet
from households.sentences import LEAD_STEPS
from households.workflow import LEAD
from yuping.accounts.scoping import AreaManager
from yuping.core import guards
from yuping.core.fields import SealedField
from yuping.core.history import tracked

LEAD_KINDS = {
    LeadKind.VEHICLE: _("vehicle"),
    LeadKind.HOUSE: _("house in a town"),
    LeadKind.COMPANY: _("company or business"),
    LeadKind.PAYROLL: _("on a public payroll"),
}


class LeadState(models.TextChoices):
    OPEN = "open", _("to be checked")
    CHECKED = "checked", _("checked, to be decided")
    INELIGIBLE = "ineligible", _("not eligible")
    ELIGIBLE = "eligible", _("eligible all the same")
    OTHER_PERSON = "other_person", _("not the same person")
    WITHDRAWN = "withdrawn", _("list withdrawn")


class LeadFinding(models.TextChoices):
    """What the field check found."""

    TRUE = "true", _("as the list says")
    PARTLY = "partly", _("partly as the list says")
    UNTRUE = "untrue", _("not as the list says")
    NAMESAKE = "namesake", _("another person")


@tracked()
class Lead(models.Model):
    """A match with a member of a household on file, or with an applicant. What the list says is kept sealed.

    ``id_index`` is the person's and ``details_index`` that of the words, so that the same entry of a later list is no
    new lead.
    """

    household = models.ForeignKey(
        "households.Household",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("household"),
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("household member")
    )
    identification = models.ForeignKey(
        "households.Identification",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("application"),
    )
    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    person = models.CharField(_("person"), max_length=50)
    kind = models.CharField(_("kind of lead"), max_length=10, choices=list(LEAD_KINDS.items()))
    details = SealedField(_("what the list says"))
    department = models.CharField(_("department"), max_length=60)
    data_on = models.DateField(_("date of the data"))
    name_differs = models.BooleanField(_("another name on the list"), default=False)
    id_index = models.CharField(max_length=64, editable=False)
    details_index = models.CharField(max_length=64, editable=False)
    source = models.ForeignKey(ImportRun, models.PROTECT, related_name="leads", verbose_name=_("list"))
    found_on = models.DateField(_("found on"))
    due_on = models.DateField(_("to be decided by"))
    state = models.CharField(_("state"), max_length=12, choices=LeadState, default=LeadState.OPEN)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    unguarded = models.Manager()
    objects = AreaManager(LeadQuerySet, path="village")

    class Meta:
        verbose_name = _("lead of the negative list")
        verbose_name_plural = _("leads of the negative list")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["village", "due_on"], condition=Q(state__in=["open", "checked"]), name="lead_open"),
            models.Index(fields=["id_index"], name="households_lead_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(household__isnull=False, member__isnull=False, identification=None)
                | Q(household=None, member=None, identification__isnull=False),
                name="households_lead_of_somebody",
            ),
            models.UniqueConstraint(
                fields=["id_index", "household", "identification", "kind", "details_index"],
                condition=~Q(state="withdrawn"),
                name="households_lead_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"], checked_by=None, checked_on=None)
                | (~Q(state__in=["open", "withdrawn"]) & Q(checked_by__isnull=False, checked_on__isnull=False)),
                name="households_lead_checked_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "checked", "withdrawn"], decided_by=None, decided_on=None)
                | (
                    ~Q(state__in=["open", "checked", "withdrawn"])
                    & Q(decided_by__isnull=False, decided_on__isnull=False)
                ),
                name="households_lead_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("checked_by")),
                name="households_lead_decided_by_another",
                violation_error_message=_("Whoever checked a lead does not decide it."),
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(
                [
                    "household_id",
                    "member_id",
                    "identification_id",
                    "village_id",
                    "person",
                    "kind",
                    "details",
                    "department",
                    "data_on",
                    "id_index",
                    "details_index",
                    "source_id",
                    "found_on",
                ],
                name="stays",
            ),
            guards.legal_transitions(LEAD),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("households:lead_detail", kwargs={"pk": self.pk})


class LeadStep(models.Model):
    """A step of a lead: the check with its evidence, a decision, or sending it back. Added, never changed."""

    append_only = True

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="steps", verbose_name=_("lead"))
    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    move = models.CharField(_("step"), max_length=20)
    date = models.DateField(_("date"))
    finding = models.CharField(_("found"), max_length=10, choices=LeadFinding, blank=True)
    note = models.CharField(_("note"), max_length=500)
    file = models.FileField(_("evidence"), upload_to="leads/%Y/%m", blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    content_type = models.CharField(_("type of file"), max_length=40, blank=True, editable=False)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(path="village")

    class Meta:
        verbose_name = _("step of a lead")
        verbose_name_plural = _("steps of leads")
        ordering = ["lead", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(move="check") & ~Q(file="") & ~Q(sha256="") & ~Q(finding=""))
                | (~Q(move="check") & Q(file="", finding="")),
                name="households_lead_checked_with_evidence",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="households_lead_step_says_why"),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.date} {LEAD_STEPS.get(self.move, self.move)}"
