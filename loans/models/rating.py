"""The household's credit rating by the village committee."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loans.querysets import CreditRatingQuerySet
from yuping.accounts.scoping import AreaManager
from yuping.core import guards
from yuping.core.codes import CodeField
from yuping.core.fields import MoneyField


class CreditRating(models.Model):
    """A rating with its limit (评级授信). A newer one replaces it; the row itself is never changed."""

    append_only = True

    household = models.ForeignKey(
        "households.Household", models.PROTECT, related_name="credit_ratings", verbose_name=_("household")
    )
    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    lender = models.ForeignKey("loans.Lender", models.PROTECT, related_name="ratings", verbose_name=_("lender"))
    grade = CodeField(_("credit grade"), code_set="credit_grade")
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    limit = MoneyField(_("credit limit"))
    committee = models.CharField(_("rating committee"), max_length=120, blank=True)
    rated_on = models.DateField(_("rated on"))
    valid_until = models.DateField(_("valid until"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    unguarded = models.Manager()
    objects = AreaManager(CreditRatingQuerySet, path="village")

    class Meta:
        verbose_name = _("credit rating")
        verbose_name_plural = _("credit ratings")
        ordering = ["-rated_on", "-pk"]
        indexes = [models.Index(fields=["household", "rated_on"], name="loans_rating_of_household")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("rated_on")),
                name="loans_rating_period",
                violation_error_message=_("The end can't lie before the start."),
            ),
            models.CheckConstraint(
                condition=~Q(grade="B") | Q(limit=0),
                name="loans_rating_without_credit",
                violation_error_message=_("The grade without credit has no limit."),
            ),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__lte=100), name="loans_rating_score"),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.grade} {self.limit}"
