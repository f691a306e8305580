"""The county's quarterly interest subsidy: the paper, its lines, and the bank's bill it is compared with."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loans import workflow
from loans.interest import Quarter
from loans.querysets import SubsidyLineQuerySet, SubsidyQuarterQuerySet
from yuping.accounts.scoping import AreaManager, PaperManager
from yuping.core import guards
from yuping.core.fields import MoneyField


class SubsidyState(models.TextChoices):
    PREPARED = workflow.PREPARED, _("prepared")
    APPROVED = workflow.APPROVED, _("approved")
    PAID = workflow.PAID, _("paid")
    CANCELLED = workflow.CANCELLED, _("cancelled")


def _person(label: str, *, null: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, blank=null, related_name="+", verbose_name=label
    )


class SubsidyQuarter(models.Model):
    """One paper of interest subsidy to one lender for one quarter. What was left out goes into a further paper."""

    lender = models.ForeignKey("loans.Lender", models.PROTECT, related_name="quarters", verbose_name=_("lender"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("quarter"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=12, choices=SubsidyState, default=SubsidyState.PREPARED)
    prepared_on = models.DateField(_("prepared on"))
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    prepared_by = _person(_("prepared by"), null=False)
    approved_by = _person(_("approved by"))
    paid_by = _person(_("paid by"))
    approved_total = MoneyField(_("approved total"), null=True, blank=True)
    approved_digest = models.CharField(_("digest of the approved lines"), max_length=64, blank=True)
    voucher = models.CharField(_("voucher number"), max_length=60, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    unguarded = models.Manager()
    objects = PaperManager(SubsidyQuarterQuerySet, path="lines__village")

    class Meta:
        verbose_name = _("subsidy quarter")
        verbose_name_plural = _("subsidy quarters")
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=4), name="loans_quarter_number"),
            models.CheckConstraint(condition=Q(first_day__lt=F("last_day")), name="loans_quarter_days"),
            models.CheckConstraint(
                condition=Q(prepared_on__gt=F("last_day")),
                name="loans_quarter_is_over",
                violation_error_message=_("A quarter is prepared when it is over."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="loans_quarter_two_people",
                violation_error_message=_("Somebody else than who prepared it has to approve it."),
            ),
            models.CheckConstraint(
                condition=Q(paid_by__isnull=True) | (~Q(paid_by=F("prepared_by")) & ~Q(paid_by=F("approved_by"))),
                name="loans_quarter_three_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(workflow.APPROVED, workflow.PAID))
                | (
                    Q(approved_on__isnull=False, approved_by__isnull=False, approved_total__isnull=False)
                    & Q(approved_total__gt=0)
                    & ~Q(approved_digest="")
                ),
                name="loans_quarter_approved_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=workflow.PAID, paid_on__isnull=False, paid_by__isnull=False)
                | (~Q(state=workflow.PAID) & Q(paid_on__isnull=True, paid_by__isnull=True)),
                name="loans_quarter_paid_on_a_date",
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.legal_transitions(workflow.SUBSIDY),
            guards.frozen(["lender_id", "year", "number", "first_day", "last_day", "prepared_on", "prepared_by_id"]),
            guards.frozen(
                [
                    "approved_on",
                    "approved_by_id",
                    "approved_total",
                    "approved_digest",
                    "paid_on",
                    "paid_by_id",
                    "voucher",
                    "cancelled_on",
                ],
                name="changes_with_its_state",
                unless="OLD.state <> NEW.state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.lender}"

    def get_absolute_url(self) -> str:
        return reverse("loans:quarter_detail", args=[self.pk])

    @property
    def quarter(self) -> Quarter:
        """The quarter as the arithmetic knows it."""
        return Quarter(self.year, self.number)


def _of_a_live_loan() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="of_a_live_loan",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM loans_loan l JOIN loans_subsidyquarter q ON q.id = NEW.quarter_id
                WHERE l.id = NEW.loan_id AND l.village_id = NEW.village_id AND l.lender_id = q.lender_id
                  AND l.drawn_on <= q.last_day AND l.due_on > q.first_day
                  AND (l.settled_on IS NULL OR l.settled_on > q.first_day)
                  AND q.first_day = NEW.first_day AND q.state = '{workflow.PREPARED}'
            ) THEN
                {guards.refuse("the loan did not live in this quarter")}
            END IF;
            RETURN NEW;
        """,
    )


def _open_while_prepared() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="open_while_prepared",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM loans_subsidyquarter WHERE id = NEW.quarter_id AND state = '{workflow.PREPARED}'
            ) THEN
                {guards.refuse("the lines of this quarter are closed")}
            END IF;
            RETURN NEW;
        """,
    )


class SubsidyLine(models.Model):
    """One loan's subsidy for one quarter: days, interest numbers (yuan × days), rate, amount; and the bank's amount.

    ``live`` is false once the line was taken out or its paper cancelled; then another paper may carry the loan.
    """

    quarter = models.ForeignKey(SubsidyQuarter, models.PROTECT, related_name="lines", verbose_name=_("subsidy quarter"))
    loan = models.ForeignKey("loans.Loan", models.PROTECT, related_name="subsidy_lines", verbose_name=_("loan"))
    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    first_day = models.DateField(_("first day of the quarter"))
    days = models.PositiveSmallIntegerField(_("days"))
    numbers = models.DecimalField(_("interest numbers"), max_digits=18, decimal_places=2)
    rate_percent = models.DecimalField(_("rate, per cent a year"), max_digits=6, decimal_places=3)
    amount = MoneyField(_("subsidy"))
    bill_days = models.PositiveSmallIntegerField(_("days on the bank's bill"), null=True, blank=True)
    bill_amount = MoneyField(_("amount on the bank's bill"), null=True, blank=True)
    live = models.BooleanField(_("counts"), default=True)
    taken_out_because = models.CharField(_("why it was taken out"), max_length=200, blank=True)

    unguarded = models.Manager()
    objects = AreaManager(SubsidyLineQuerySet, path="village")

    class Meta:
        verbose_name = _("subsidy line")
        verbose_name_plural = _("subsidy lines")
        ordering = ["quarter", "village", "loan"]
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "first_day"],
                condition=Q(live=True),
                name="loans_subsidised_once_a_quarter",
                violation_error_message=_("The loan has a line for this quarter."),
            ),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=92), name="loans_line_days"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="loans_line_of_something"),
            models.CheckConstraint(
                condition=Q(live=True, taken_out_because="") | (Q(live=False) & ~Q(taken_out_because="")),
                name="loans_line_taken_out_for_a_reason",
            ),
        ]
        triggers = [
            guards.no_delete(),
            _of_a_live_loan(),
            _open_while_prepared(),
            guards.frozen(
                ["quarter_id", "loan_id", "village_id", "first_day", "days", "numbers", "rate_percent", "amount"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter_id} {self.loan_id}"

    @property
    def difference(self) -> Decimal | None:
        """By how much the bank's bill differs from ours; None without a row on the bill."""
        return None if self.bill_amount is None else self.bill_amount - self.amount


class SubsidyBill(models.Model):
    """A bill of the bank as it was loaded: how many lines, their sum, and the rows that match no line."""

    append_only = True

    quarter = models.ForeignKey(SubsidyQuarter, models.PROTECT, related_name="bills", verbose_name=_("subsidy quarter"))
    loaded_on = models.DateField(_("loaded on"))
    loaded_by = _person(_("loaded by"), null=False)
    sha256 = models.CharField(_("digest"), max_length=64)
    row_count = models.PositiveIntegerField(_("rows"))
    total = MoneyField(_("total"))
    unmatched = models.JSONField(_("rows that match no line"), default=list)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    unguarded = models.Manager()
    objects = PaperManager(models.QuerySet, path="quarter__lines__village")

    class Meta:
        verbose_name = _("bill of the bank")
        verbose_name_plural = _("bills of the bank")
        ordering = ["-pk"]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.quarter_id} {self.loaded_on}"
