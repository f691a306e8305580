"""What lending rests on: the product's edition, the published rates, the lender."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loans.policy import Terms
from loans.querysets import BenchmarkRateQuerySet, LoanProductQuerySet
from yuping.core import guards
from yuping.core.fields import MoneyField
from yuping.core.history import tracked


class LoanProduct(models.Model):
    """An edition of 精扶贷: what it allows and from when. Changed numbers are a new edition, never an edit."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=40)
    title_en = models.CharField(_("English title"), max_length=60)
    max_amount = MoneyField(_("largest amount"))
    max_years = models.PositiveSmallIntegerField(_("longest term in years"))
    borrower_min_age = models.PositiveSmallIntegerField(_("borrower's age from"))
    borrower_max_age = models.PositiveSmallIntegerField(_("borrower's age to"))
    compensation_percent = models.DecimalField(
        _("per cent of a loss paid by the risk fund"), max_digits=5, decimal_places=2
    )
    effective_from = models.DateField(_("in force from"))
    effective_until = models.DateField(_("in force until"), null=True, blank=True)

    objects = LoanProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("loan product")
        verbose_name_plural = _("loan products")
        ordering = ["-effective_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(compensation_percent__gte=0, compensation_percent__lte=100),
                name="loans_product_share",
            ),
            models.CheckConstraint(condition=Q(borrower_min_age__lte=F("borrower_max_age")), name="loans_product_ages"),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(
                [
                    "code",
                    "max_amount",
                    "max_years",
                    "borrower_min_age",
                    "borrower_max_age",
                    "compensation_percent",
                    "effective_from",
                ]
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def terms(self) -> Terms:
        """The edition's numbers as the rules read them."""
        return Terms(
            max_amount=self.max_amount,
            max_years=self.max_years,
            min_age=self.borrower_min_age,
            max_age=self.borrower_max_age,
            compensation_percent=self.compensation_percent,
        )


class RateKind(models.TextChoices):
    BENCHMARK = "benchmark", _("central bank benchmark rate")
    LPR = "lpr", _("loan prime rate")


class RateTerm(models.TextChoices):
    UP_TO_1_YEAR = "up_to_1_year", _("up to one year")
    ONE_TO_5_YEARS = "1_to_5_years", _("one to five years")
    OVER_5_YEARS = "over_5_years", _("over five years")
    ONE_YEAR = "1_year", _("one year")
    FIVE_YEARS = "5_years_and_over", _("five years and more")


class BenchmarkRate(models.Model):
    """A published rate, in per cent a year, from its day on."""

    kind = models.CharField(_("kind"), max_length=10, choices=RateKind)
    term = models.CharField(_("term"), max_length=20, choices=RateTerm)
    effective_from = models.DateField(_("in force from"))
    percent = models.DecimalField(_("per cent a year"), max_digits=6, decimal_places=3)

    objects = BenchmarkRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("published rate")
        verbose_name_plural = _("published rates")
        ordering = ["-effective_from", "kind", "term"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "term", "effective_from"], name="loans_rate_once"),
            models.CheckConstraint(condition=Q(percent__gt=0, percent__lt=100), name="loans_rate_range"),
        ]
        triggers = [guards.no_delete()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_term_display()} {self.percent}"


@tracked()
class Lender(models.Model):
    """A bank that lends to the households and keeps the risk deposit (信用联社)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    contact = models.CharField(_("contact"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    active = models.BooleanField(_("lends now"), default=True)

    class Meta:
        verbose_name = _("lender")
        verbose_name_plural = _("lenders")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(code__regex=r"^[A-Z0-9]{2,20}$"), name="loans_lender_code")]
        triggers = [guards.no_delete(), guards.frozen(["code"])]

    def __str__(self) -> str:
        return self.name
