"""Sets of rows of the loans room. ``on`` is a business date; amounts are yuan."""

import datetime
from decimal import Decimal
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, DecimalField, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from loans import policy, workflow
from yuping.core.text import clean_search

YUAN = DecimalField(max_digits=16, decimal_places=2)
NO_YUAN = Value(Decimal("0.00"), output_field=YUAN)


def _rows(model: str) -> Any:
    """All rows of another table of this room, for a subquery."""
    return apps.get_model("loans", model).unguarded


def _open_on(on: datetime.date) -> Q:
    return (Q(settled_on__isnull=True) | Q(settled_on__gt=on)) & (Q(refused_on__isnull=True) | Q(refused_on__gt=on))


class OfHousehold(models.QuerySet):
    """Rows of a household, for lists: whom they are about in the same query, without what is sealed."""

    def for_table(self) -> Self:
        return self.select_related("household", "village", "lender").defer("household__phone")


class OfLoan(models.QuerySet):
    """Rows of a loan, for lists."""

    def for_table(self) -> Self:
        return self.select_related("loan__household", "village").defer("loan__household__phone")


def with_credit(households: models.QuerySet, on: datetime.date) -> models.QuerySet:
    """Adds ``credit``: the limit of the rating that holds for each household on the day; None without one."""
    ratings = (
        _rows("CreditRating")
        .filter(household=OuterRef("pk"), rated_on__lte=on, valid_until__gte=on)
        .order_by("-rated_on", "-pk")
    )
    return households.annotate(credit=Subquery(ratings.values("limit")[:1]))


class LoanProductQuerySet(models.QuerySet):
    """Editions of the product."""

    def in_force(self, on: datetime.date) -> "LoanProductQuerySet":
        return self.filter(
            Q(effective_until__isnull=True) | Q(effective_until__gte=on), effective_from__lte=on
        ).order_by("-effective_from")


class BenchmarkRateQuerySet(models.QuerySet):
    """Published rates."""

    def percent_of(self, *, kind: str, term: str, on: datetime.date) -> Decimal | None:
        """The rate in force on the day, in per cent a year."""
        rows = self.filter(kind=kind, term=term, effective_from__lte=on).order_by("-effective_from")
        return rows.values_list("percent", flat=True).first()


class CreditRatingQuerySet(OfHousehold):
    """Credit ratings."""

    def in_force(self, on: datetime.date) -> "CreditRatingQuerySet":
        return self.filter(rated_on__lte=on, valid_until__gte=on)


def contract_taken(lender_id: int, number: str) -> bool:
    """Whether the lender has given this number already: it is the lender's in every area."""
    return _rows("Loan").filter(lender=lender_id, contract_number=number).exists()


class LoanQuerySet(OfHousehold):
    """Loans."""

    def live(self) -> "LoanQuerySet":
        """Not settled and not refused."""
        return self.exclude(state__in=workflow.ENDED)

    def pooled(self) -> "LoanQuerySet":
        return self.filter(kind=policy.POOLED)

    def self_chosen(self) -> "LoanQuerySet":
        return self.filter(kind=policy.SELF_CHOSEN)

    def granted(self, on: datetime.date) -> "LoanQuerySet":
        """Approved by the end of the day and not yet ended, drawn or not."""
        return self.filter(_open_on(on), approved_on__lte=on)

    def lent(self, on: datetime.date) -> "LoanQuerySet":
        """Drawn by the end of the day and not yet settled."""
        return self.filter(_open_on(on), drawn_on__lte=on)

    def undrawn(self, on: datetime.date) -> "LoanQuerySet":
        """Approved and not drawn at the end of the day."""
        return self.granted(on).filter(Q(drawn_on__isnull=True) | Q(drawn_on__gt=on))

    def recall(self, on: datetime.date) -> "LoanQuerySet":
        """Lent to households that the county has removed by the day: recalled, or turned into ordinary loans."""
        return self.lent(on).filter(household__state="removed", household__left_on__lte=on)

    def due_within(self, on: datetime.date, days: int) -> "LoanQuerySet":
        """Lent, not overdue, and due within so many days."""
        return self.lent(on).filter(due_on__gt=on, due_on__lte=on + datetime.timedelta(days=days))

    def overdue(self, on: datetime.date) -> "LoanQuerySet":
        """Lent and still owed after the due day."""
        return self.lent(on).with_outstanding(on).filter(due_on__lt=on, outstanding__gt=0)

    def with_outstanding(self, on: datetime.date) -> "LoanQuerySet":
        """Adds ``outstanding``: the principal drawn and not back at the end of the day."""
        back = (
            _rows("Repayment")
            .filter(loan=OuterRef("pk"), date__lte=on)
            .order_by()
            .values("loan")
            .annotate(total=Sum("principal"))
            .values("total")
        )
        owed = F("principal") - Coalesce(Subquery(back, output_field=YUAN), NO_YUAN)
        return self.annotate(
            outstanding=Case(When(drawn_on__lte=on, then=owed), default=NO_YUAN, output_field=YUAN),
        )

    def with_subsidy(self, on: datetime.date) -> "LoanQuerySet":
        """Adds ``subsidised``: the interest that county finance has paid by the end of the day."""
        paid = (
            _rows("SubsidyLine")
            .filter(loan=OuterRef("pk"), live=True, quarter__paid_on__lte=on)
            .order_by()
            .values("loan")
            .annotate(total=Sum("amount"))
            .values("total")
        )
        return self.annotate(subsidised=Coalesce(Subquery(paid, output_field=YUAN), NO_YUAN))

    def searched(self, text: str) -> "LoanQuerySet":
        """By the head's or borrower's name, pinyin or initials, the household's number, or the contract number."""
        words = clean_search(text)
        if not words:
            return self
        low = words.lower()
        return self.filter(
            Q(household__head_name__startswith=words)
            | Q(household__name_pinyin__startswith=low)
            | Q(household__name_initials__startswith=low)
            | Q(borrower__name__startswith=words)
            | Q(household__number=words.upper())
            | Q(contract_number__iexact=words)
        )


class LoanEventQuerySet(models.QuerySet):
    """Steps of loans."""


class RepaymentQuerySet(OfLoan):
    """Repayments."""

    def until(self, on: datetime.date) -> "RepaymentQuerySet":
        return self.filter(date__lte=on)


SIGNED = Case(When(kind="compensation", then=-F("amount")), default=F("amount"), output_field=YUAN)


class RiskFundQuerySet(models.QuerySet):
    """Movements of the risk deposit."""

    def for_table(self) -> Self:
        return self.select_related("lender", "loan__household").defer("loan__household__phone")

    def until(self, on: datetime.date) -> "RiskFundQuerySet":
        return self.filter(date__lte=on)

    def with_signed(self) -> "RiskFundQuerySet":
        """Adds ``signed``: the amount, negative where it left the deposit."""
        return self.annotate(signed=SIGNED)

    def balance(self, on: datetime.date) -> Decimal:
        """The deposit at the end of the day."""
        return self.until(on).aggregate(total=Coalesce(Sum(SIGNED), NO_YUAN))["total"]


class SubsidyQuarterQuerySet(models.QuerySet):
    """Papers of interest subsidy."""

    def with_sums(self, villages: Q | None = None) -> "SubsidyQuarterQuerySet":
        """Adds ``line_count`` and ``line_total`` of the lines that count; ``villages`` narrows them to an area."""
        lines = _rows("SubsidyLine").filter(villages or Q(), quarter=OuterRef("pk"), live=True).order_by()
        grouped = lines.values("quarter")
        return self.annotate(
            line_count=Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n")), 0),
            line_total=Coalesce(Subquery(grouped.annotate(total=Sum("amount")).values("total")), NO_YUAN),
        )


class SubsidyLineQuerySet(OfLoan):
    """Lines of interest subsidy."""

    def counting(self) -> "SubsidyLineQuerySet":
        return self.filter(live=True)

    def paid(self, on: datetime.date) -> "SubsidyLineQuerySet":
        """Those of papers paid by the end of the day."""
        return self.counting().filter(quarter__paid_on__lte=on)

    def unlike_the_bill(self) -> "SubsidyLineQuerySet":
        """Lines that count and that the bank's bill doesn't have or has with another amount."""
        return self.counting().filter(Q(bill_amount__isnull=True) | ~Q(bill_amount=F("amount")))
