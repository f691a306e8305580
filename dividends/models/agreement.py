"""Share agreements, the households in them, and what falls due."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dividends.guards import agreements as agreement_guards
from dividends.models.enterprise import Enterprise
from dividends.models.exception import AgreementException
from dividends.models.scheme import Scheme
from dividends.querysets import InstalmentQuerySet, JobQuerySet, PaperQuerySet, ParticipationQuerySet
from dividends.schedule import Part
from dividends.workflow import AGREEMENT, AgreementState
from households.models import Household, Member
from loans.models import Loan
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.scoping import AreaManager, PaperManager
from yuping.core import guards
from yuping.core.fields import MoneyField
from yuping.core.history import tracked

AGREEMENT_STATES = [
    (AgreementState.SIGNED, _("signed, funds not arrived")),
    (AgreementState.ACTIVE, pgettext_lazy("agreement", "in force")),
    (AgreementState.ENDED, pgettext_lazy("agreement", "ended")),
    (AgreementState.WITHDRAWN, pgettext_lazy("agreement", "withdrawn")),
]
FROZEN_TERMS = (
    "number scheme_id enterprise_id signed_on first_due_on matures_on households principal grace_days "
    "penalty_permille monthly_wage_floor security exception_id exception_document signed_by_id facts"
)
PARTS = [(Part.DIVIDEND, _("dividend")), (Part.PRINCIPAL, _("principal at maturity"))]


@tracked()
class Agreement(models.Model):
    """The county investment company places households' loans with an enterprise on the edition's terms."""

    number = models.CharField(_("agreement number"), max_length=40, unique=True)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="agreements", verbose_name=_("scheme"))
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="agreements", verbose_name=_("enterprise"))
    state = models.CharField(_("state"), max_length=10, choices=AGREEMENT_STATES, default=AgreementState.SIGNED)
    signed_on = models.DateField(_("signed on"))
    funds_arrived_on = models.DateField(_("funds arrived on"), null=True, blank=True)
    first_due_on = models.DateField(_("first dividend due on"))
    matures_on = models.DateField(_("matures on"))
    households = models.PositiveIntegerField(_("households"))
    principal = MoneyField(_("principal"))
    grace_days = models.PositiveSmallIntegerField(_("days of grace"), default=0)
    penalty_permille = models.DecimalField(_("penalty per day, ‰"), max_digits=5, decimal_places=2, default=0)
    monthly_wage_floor = MoneyField(_("lowest monthly wage of the job"), default=0)
    security = models.TextField(_("security"), blank=True)
    exception = models.OneToOneField(
        AgreementException,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement",
        verbose_name=_("exception"),
    )
    exception_document = models.CharField(_("document of the exception"), max_length=120, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("reason of the withdrawal"), max_length=120, blank=True)
    # What the decision to sign rested on: edition and facts, so that an auditor can replay it.
    facts = models.JSONField(_("facts of the decision"), default=dict)

    unguarded = models.Manager()
    objects = PaperManager(PaperQuerySet, path="participations__village")

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-signed_on", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_due_on__gt=F("signed_on")) & Q(matures_on__gt=F("first_due_on")),
                name="dividends_agreement_dates",
            ),
            models.CheckConstraint(
                condition=~Q(state=AgreementState.ACTIVE) | Q(funds_arrived_on__isnull=False),
                name="dividends_active_has_funds",
            ),
            models.CheckConstraint(condition=Q(households__gt=0), name="dividends_agreement_has_households"),
            models.CheckConstraint(
                condition=Q(state=AgreementState.WITHDRAWN, withdrawn_on__isnull=False) & ~Q(withdrawal_reason="")
                | ~Q(state=AgreementState.WITHDRAWN) & Q(withdrawn_on__isnull=True, withdrawal_reason=""),
                name="dividends_withdrawn_with_reason",
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.no_truncate(),
            guards.legal_transitions(AGREEMENT),
            guards.frozen(FROZEN_TERMS.split()),
            guards.frozen(["funds_arrived_on"], name="funds_arrive_once", unless="OLD.funds_arrived_on IS NULL"),
            agreement_guards.signed_in_time(),
            agreement_guards.within_capacity(),
            agreement_guards.list_is_what_was_signed(),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("dividends:agreement_detail", args=[self.pk])


class Participation(models.Model):
    """One household's loan in an agreement. It stays with the village of signing, wherever the household moves."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="participations", verbose_name=_("agreement"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="participations", verbose_name=_("household"))
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="participations", verbose_name=_("loan"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="participations", verbose_name=_("village"))
    principal = MoneyField(_("principal"))
    starts_on = models.DateField(_("from"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=120, blank=True)

    unguarded = models.Manager()
    objects = AreaManager(ParticipationQuerySet)

    class Meta:
        verbose_name = _("participating household")
        verbose_name_plural = _("participating households")
        ordering = ["agreement", "village", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "household"], name="dividends_household_once_in_agreement"),
            models.UniqueConstraint(
                fields=["loan"], condition=Q(ended_on__isnull=True), name="dividends_loan_in_one_agreement"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(end_reason=""), name="dividends_participation_end_has_reason"
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.no_truncate(),
            guards.frozen(["agreement_id", "household_id", "loan_id", "village_id", "principal", "starts_on"]),
            agreement_guards.household_of_the_list(),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.household}"

    def get_absolute_url(self) -> str:
        return reverse("dividends:participation_detail", args=[self.pk])


class Instalment(models.Model):
    """What one participation is owed on one due date: household part, village part or principal (yuan)."""

    append_only = True

    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="instalments", verbose_name=_("participating household")
    )
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    number = models.PositiveSmallIntegerField(_("instalment"))
    part = models.CharField(_("part"), max_length=10, choices=PARTS)
    year = models.PositiveSmallIntegerField(_("year"))
    due_on = models.DateField(_("due on"))
    household_amount = MoneyField(_("to the household"))
    village_amount = MoneyField(_("to the village"))
    principal_amount = MoneyField(_("principal"))

    unguarded = models.Manager()
    objects = AreaManager(InstalmentQuerySet)

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = ["due_on", "participation"]
        constraints = [
            models.UniqueConstraint(fields=["participation", "number"], name="dividends_instalment_once"),
        ]
        indexes = [models.Index(fields=["year", "part"], name="dividends_due_year")]
        triggers = [*guards.append_only(), agreement_guards.instalment_of_the_edition()]

    def __str__(self) -> str:
        return f"{self.participation} {self.due_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("dividends:participation_detail", args=[self.participation_id])

    @property
    def total(self) -> object:
        return self.household_amount + self.village_amount + self.principal_amount


@tracked()
class Job(models.Model):
    """The second "1" of 5411: a post at the enterprise for a person of a participating household."""

    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="jobs", verbose_name=_("participating household")
    )
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="jobs", verbose_name=_("person"))
    post = models.CharField(_("post"), max_length=60)
    monthly_wage = MoneyField(_("monthly wage"))
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("to"), null=True, blank=True)

    unguarded = models.Manager()
    objects = AreaManager(JobQuerySet)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-started_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ended_on__isnull=True),
                name="dividends_one_current_job",
                violation_error_message=_("The person holds a job already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="dividends_job_days"
            ),
            models.CheckConstraint(condition=Q(monthly_wage__gt=0), name="dividends_job_is_paid"),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(["participation_id", "village_id", "member_id", "started_on"]),
            agreement_guards.job_of_the_household(),
        ]

    def __str__(self) -> str:
        return self.post

    def get_absolute_url(self) -> str:
        return reverse("dividends:participation_detail", args=[self.participation_id])
