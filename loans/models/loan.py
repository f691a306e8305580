"""The loan, its events and what came back of it. Amounts are yuan."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans import policy, workflow
from loans.querysets import LoanEventQuerySet, LoanQuerySet, RepaymentQuerySet
from loans.sentences import STEP_LABELS
from yuping.accounts.scoping import AreaManager
from yuping.core import guards
from yuping.core.fields import MoneyField
from yuping.core.history import tracked
from yuping.core.show import show_money


class LoanKind(models.TextChoices):
    POOLED = policy.POOLED, _("pooled")
    SELF_CHOSEN = policy.SELF_CHOSEN, _("self-chosen project")


class LoanState(models.TextChoices):
    APPLIED = workflow.APPLIED, _("applied for")
    RECOMMENDED = workflow.RECOMMENDED, _("recommended by the township")
    CONFIRMED = workflow.CONFIRMED, _("borrower confirmed")
    APPROVED = workflow.APPROVED, _("approved, not drawn")
    DRAWN = workflow.DRAWN, _("drawn")
    SETTLED = workflow.SETTLED, pgettext_lazy("loan", "settled")
    REFUSED = workflow.REFUSED, _("refused")


class RateBasis(models.TextChoices):
    """Which published rate the contract names. The rate itself is the contract's; the term doesn't decide it."""

    BENCHMARK_1Y = "benchmark_1y", _("benchmark rate up to one year")
    BENCHMARK_5Y = "benchmark_5y", _("benchmark rate one to five years")
    LPR_1Y = "lpr_1y", _("loan prime rate of one year")
    LPR_5Y = "lpr_5y", _("loan prime rate of five years")
    AGREED = "agreed", _("agreed rate")


class RateType(models.TextChoices):
    FIXED = "fixed", _("fixed")
    FLOATING = "floating", _("floating")


class Payer(models.TextChoices):
    HOUSEHOLD = "household", _("household")
    ENTERPRISE = "enterprise", _("enterprise")
    COUNTY = "county", _("county")


DATES = ("applied_on", "recommended_on", "confirmed_on", "approved_on", "drawn_on", "due_on", "settled_on")
GRANT = Q(
    approved_amount__isnull=False,
    approved_on__isnull=False,
    approved_by__isnull=False,
    rate_percent__isnull=False,
) & ~Q(contract_number="")


def _person(label: str, *, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, blank=null, related_name="+", verbose_name=label
    )


def _dates_in_order() -> Q:
    steps = [name for name in DATES if name != "due_on"]
    condition = Q()
    for earlier, later in zip(steps, steps[1:], strict=False):
        condition &= Q(**{f"{later}__isnull": True}) | Q(**{f"{later}__gte": F(earlier)})
    return condition


def _settled_when_repaid() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="settled_when_repaid",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Q(new__state=workflow.SETTLED) & ~pgtrigger.Q(old__state=workflow.SETTLED),
        func=f"""
            IF NEW.principal <> (
                SELECT coalesce(sum(principal), 0) FROM loans_repayment WHERE loan_id = NEW.id
            ) THEN
                {guards.refuse("a loan is settled when its principal is back")}
            END IF;
            RETURN NEW;
        """,
    )


@tracked(name="LoanHistory")
class Loan(models.Model):
    """One household's 精扶贷 from application to settlement.

    ``approved_amount`` is what the credit union granted, ``principal`` what was paid out: zero until drawn.
    ``cap`` is the edition's largest amount as it stood at application.
    """

    product = models.ForeignKey(
        "loans.LoanProduct", models.PROTECT, related_name="loans", verbose_name=_("loan product")
    )
    household = models.ForeignKey(
        "households.Household", models.PROTECT, related_name="loans", verbose_name=_("household")
    )
    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    borrower = models.ForeignKey("households.Member", models.PROTECT, related_name="loans", verbose_name=_("borrower"))
    lender = models.ForeignKey("loans.Lender", models.PROTECT, related_name="loans", verbose_name=_("lender"))
    kind = models.CharField(_("kind"), max_length=12, choices=LoanKind)
    state = models.CharField(_("state"), max_length=12, choices=LoanState, default=LoanState.APPLIED)
    purpose = models.CharField(_("use of the money"), max_length=120)
    cap = MoneyField(_("largest amount"))
    applied_amount = MoneyField(_("amount applied for"))
    approved_amount = MoneyField(_("approved amount"), null=True, blank=True)
    principal = MoneyField(_("principal drawn"), default=0)
    years = models.PositiveSmallIntegerField(_("term in years"))
    capacity_confirmed = models.BooleanField(_("proof of full civil capacity seen"), default=False)
    rate_percent = models.DecimalField(
        _("rate, per cent a year"), max_digits=6, decimal_places=3, null=True, blank=True
    )
    rate_basis = models.CharField(_("basis of the rate"), max_length=15, choices=RateBasis, blank=True)
    rate_type = models.CharField(_("fixed or floating"), max_length=10, choices=RateType, blank=True)
    contract_number = models.CharField(_("contract number"), max_length=40, blank=True)
    applied_on = models.DateField(_("applied on"))
    recommended_on = models.DateField(_("recommended on"), null=True, blank=True)
    confirmed_on = models.DateField(_("borrower confirmed on"), null=True, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    drawn_on = models.DateField(_("drawn on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    refused_on = models.DateField(_("refused on"), null=True, blank=True)
    applied_by = _person(_("entered by"))
    approved_by = _person(_("approved by"), null=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    unguarded = models.Manager()
    objects = AreaManager(LoanQuerySet, path="village")

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        ordering = ["village", "household", "pk"]
        indexes = [
            models.Index(fields=["village", "state"], name="loans_by_place"),
            models.Index(fields=["state", "due_on"], name="loans_by_due_date"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "kind"],
                condition=~Q(state__in=sorted(workflow.ENDED)),
                name="loans_one_live_of_a_kind",
                violation_error_message=_("The household has a live loan of this kind."),
            ),
            models.UniqueConstraint(
                fields=["lender", "contract_number"],
                condition=~Q(contract_number=""),
                name="loans_contract_once",
                violation_error_message=_("Another loan has this contract number."),
            ),
            models.CheckConstraint(
                condition=Q(applied_amount__gt=0, applied_amount__lte=F("cap")), name="loans_amount_within_cap"
            ),
            models.CheckConstraint(
                condition=Q(approved_amount__isnull=True)
                | Q(approved_amount__gt=0, approved_amount__lte=F("applied_amount")),
                name="loans_approved_within_applied",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(workflow.LENT), principal=F("approved_amount"))
                | (~Q(state__in=sorted(workflow.LENT)) & Q(principal=0)),
                name="loans_principal_is_drawn",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(workflow.GRANTED)) | GRANT, name="loans_granted_with_contract"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(workflow.LENT), drawn_on__isnull=False, due_on__isnull=False)
                & Q(due_on__gt=F("drawn_on"))
                | (~Q(state__in=sorted(workflow.LENT)) & Q(drawn_on__isnull=True, due_on__isnull=True)),
                name="loans_drawn_with_dates",
            ),
            models.CheckConstraint(
                condition=Q(state=workflow.SETTLED, settled_on__isnull=False)
                | (~Q(state=workflow.SETTLED) & Q(settled_on__isnull=True)),
                name="loans_settled_on_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state=workflow.REFUSED, refused_on__isnull=False, refused_on__gte=F("applied_on"))
                | (~Q(state=workflow.REFUSED) & Q(refused_on__isnull=True)),
                name="loans_refused_on_a_date",
            ),
            models.CheckConstraint(condition=_dates_in_order(), name="loans_dates_in_order"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("applied_by")),
                name="loans_two_people",
                violation_error_message=_("Somebody else than who entered the application has to approve it."),
            ),
            models.CheckConstraint(
                condition=Q(rate_percent__isnull=True) | Q(rate_percent__gte=0, rate_percent__lt=100),
                name="loans_contract_rate_range",
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.legal_transitions(workflow.LOAN),
            guards.frozen(
                [
                    "product_id",
                    "household_id",
                    "village_id",
                    "borrower_id",
                    "lender_id",
                    "kind",
                    "cap",
                    "applied_amount",
                    "years",
                    "applied_on",
                    "applied_by_id",
                ]
            ),
            guards.frozen(
                [
                    "approved_amount",
                    "principal",
                    "rate_percent",
                    "rate_basis",
                    "rate_type",
                    "contract_number",
                    "approved_by_id",
                    *(name for name in DATES if name != "applied_on"),
                    "refused_on",
                ],
                name="changes_with_its_state",
                unless="OLD.state <> NEW.state",
            ),
            _settled_when_repaid(),
        ]

    def __str__(self) -> str:
        return self.contract_number or f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("loans:loan_detail", args=[self.pk])

    @property
    def amount(self) -> Decimal:
        """What the loan is about at its stage: drawn, else approved, else applied for."""
        return self.principal or self.approved_amount or self.applied_amount


class LoanEvent(models.Model):
    """One step of a loan: who, when, and the facts the decision rested on."""

    append_only = True

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="steps", verbose_name=_("loan"))
    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    move = models.CharField(_("step"), max_length=20)
    date = models.DateField(_("date"))
    amount = MoneyField(_("amount"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    actor = _person(_("done by"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    unguarded = models.Manager()
    objects = AreaManager(LoanEventQuerySet, path="village")

    class Meta:
        verbose_name = _("loan event")
        verbose_name_plural = _("loan events")
        ordering = ["loan", "pk"]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.loan_id} {STEP_LABELS.get(self.move, self.move)}"


def _within_the_principal() -> pgtrigger.Trigger:
    """Locks the loan; what came back stays between nothing and what went out, and only of a drawn loan."""
    return pgtrigger.Trigger(
        name="within_the_principal",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        declare=[("loan", "loans_loan%ROWTYPE"), ("back", "numeric")],
        func=f"""
            SELECT * INTO loan FROM loans_loan WHERE id = NEW.loan_id FOR NO KEY UPDATE;
            SELECT sum(principal) INTO back FROM loans_repayment WHERE loan_id = NEW.loan_id;
            IF loan.state <> '{workflow.DRAWN}' OR loan.village_id <> NEW.village_id OR NEW.date < loan.drawn_on THEN
                {guards.refuse("only a drawn loan is repaid")}
            END IF;
            IF back < 0 OR back > loan.principal THEN
                {guards.refuse("more is repaid than is owed")}
            END IF;
            RETURN NULL;
        """,
    )


def _mirrors_what_it_reverses() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="mirrors_what_it_reverses",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__reverses__isnull=False),
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM loans_repayment o
                WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL AND o.movement_id IS NULL
                  AND o.loan_id = NEW.loan_id AND o.payer = NEW.payer AND o.date = NEW.date
                  AND o.principal = -NEW.principal AND o.interest = -NEW.interest
            ) THEN
                {guards.refuse("a reversing entry mirrors its original")}
            END IF;
            RETURN NEW;
        """,
    )


class Repayment(models.Model):
    """Money that came back to the lender. Never changed: a reversing entry of the same day corrects it."""

    append_only = True

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="repayments", verbose_name=_("loan"))
    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    date = models.DateField(_("date"))
    payer = models.CharField(_("paid by"), max_length=12, choices=Payer)
    principal = MoneyField(_("principal"), default=0, signed=True)
    interest = MoneyField(_("interest"), default=0, signed=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    movement = models.OneToOneField(
        "loans.RiskFundMovement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repayment",
        verbose_name=_("risk fund movement"),
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    recorded_by = _person(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    unguarded = models.Manager()
    objects = AreaManager(RepaymentQuerySet, path="village")

    class Meta:
        verbose_name = _("repayment")
        verbose_name_plural = _("repayments")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["loan", "date"], name="loans_repayment_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(reverses__isnull=True, principal__gte=0, interest__gte=0) & ~Q(principal=0, interest=0))
                | Q(reverses__isnull=False, principal__lte=0, interest__lte=0),
                name="loans_repayment_of_something",
                violation_error_message=_("A repayment has principal or interest above zero."),
            ),
            models.CheckConstraint(
                condition=Q(movement__isnull=True) | Q(payer=Payer.COUNTY), name="loans_risk_fund_pays_as_county"
            ),
        ]
        triggers = [*guards.append_only(), _mirrors_what_it_reverses(), _within_the_principal()]

    def __str__(self) -> str:
        return f"{self.date} {show_money(self.principal)}"
