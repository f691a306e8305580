"""The risk deposit that county finance keeps with the lender (风险保证金)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loans import workflow
from loans.querysets import RiskFundQuerySet
from yuping.accounts.scoping import PaperManager
from yuping.core import guards
from yuping.core.fields import MoneyField
from yuping.core.show import show_money


class MovementKind(models.TextChoices):
    DEPOSIT = "deposit", _("paid in")
    INTEREST = "interest", _("bank interest")
    COMPENSATION = "compensation", _("compensation paid")
    RECOVERY = "recovery", _("recovered")


OF_A_LOAN = ("compensation", "recovery")


def _never_below_zero() -> pgtrigger.Trigger:
    """Locks the lender; on no day may the deposit have been below zero."""
    return pgtrigger.Trigger(
        name="never_below_zero",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        declare=[("lowest", "numeric")],
        func=f"""
            PERFORM 1 FROM loans_lender WHERE id = NEW.lender_id FOR NO KEY UPDATE;
            SELECT min(running) INTO lowest FROM (
                SELECT sum(CASE kind WHEN 'compensation' THEN -amount ELSE amount END) OVER (ORDER BY date, id) running
                FROM loans_riskfundmovement WHERE lender_id = NEW.lender_id
            ) days;
            IF lowest < 0 THEN
                {guards.refuse("the risk deposit has less than this")}
            END IF;
            RETURN NULL;
        """,
    )


def _within_the_loan() -> pgtrigger.Trigger:
    """Locks the loan; compensation stays within what is owed, recovery within what was compensated."""
    return pgtrigger.Trigger(
        name="within_the_loan",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__loan__isnull=False),
        declare=[("loan", "loans_loan%ROWTYPE"), ("bound", "numeric"), ("moved", "numeric")],
        func=f"""
            SELECT * INTO loan FROM loans_loan WHERE id = NEW.loan_id FOR NO KEY UPDATE;
            SELECT sum(amount) INTO moved FROM loans_riskfundmovement
                WHERE loan_id = NEW.loan_id AND kind = NEW.kind;
            IF NEW.kind = 'compensation' THEN
                SELECT loan.principal - coalesce(sum(principal), 0) INTO bound
                    FROM loans_repayment WHERE loan_id = NEW.loan_id;
                IF loan.state <> '{workflow.DRAWN}' OR loan.due_on > NEW.date THEN
                    {guards.refuse("only an overdue loan is compensated")}
                END IF;
            ELSE
                SELECT coalesce(sum(amount), 0) INTO bound FROM loans_riskfundmovement
                    WHERE loan_id = NEW.loan_id AND kind = 'compensation';
            END IF;
            IF moved > bound OR loan.lender_id <> NEW.lender_id THEN
                {guards.refuse("more than the loan is worth to the risk fund")}
            END IF;
            RETURN NULL;
        """,
    )


class RiskFundMovement(models.Model):
    """Money into or out of the deposit. Amounts are above zero; the kind says which way. Never changed."""

    append_only = True

    lender = models.ForeignKey("loans.Lender", models.PROTECT, related_name="movements", verbose_name=_("lender"))
    kind = models.CharField(_("kind"), max_length=15, choices=MovementKind)
    amount = MoneyField(_("amount"))
    date = models.DateField(_("date"))
    loan = models.ForeignKey(
        "loans.Loan", models.PROTECT, null=True, blank=True, related_name="movements", verbose_name=_("loan")
    )
    document = models.CharField(_("document"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    unguarded = models.Manager()
    objects = PaperManager(RiskFundQuerySet, path="loan__village")

    class Meta:
        verbose_name = _("risk fund movement")
        verbose_name_plural = _("risk fund movements")
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="loans_movement_of_something"),
            models.CheckConstraint(
                condition=Q(kind__in=OF_A_LOAN, loan__isnull=False) | (~Q(kind__in=OF_A_LOAN) & Q(loan__isnull=True)),
                name="loans_movement_of_a_loan",
            ),
            models.UniqueConstraint(
                fields=["loan"],
                condition=Q(kind="compensation"),
                name="loans_compensated_once",
                violation_error_message=_("The risk fund has paid for this loan."),
            ),
        ]
        triggers = [*guards.append_only(), _never_below_zero(), _within_the_loan()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date} {show_money(self.amount)}"
