"""The 27 village indicators (小康信息库) and their values, one for each village and year."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from villages.models.areas import Village
from villages.querysets import IndicatorValueQuerySet
from yuping.accounts.models import User
from yuping.accounts.scoping import AreaManager
from yuping.core import guards
from yuping.core.history import tracked
from yuping.core.show import show_count


class ValueType(models.TextChoices):
    INTEGER = "integer", _("whole number")
    DECIMAL = "decimal", _("decimal number")
    CODE = "code", _("code of a list")


class Origin(models.TextChoices):
    MANUAL = "manual", _("entered")
    DERIVED = "derived", _("computed")


class Indicator(models.Model):
    """What is measured: code, unit, and whether a person enters it or the system computes it."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    title = models.CharField(_("title"), max_length=60)
    title_en = models.CharField(_("English title"), max_length=80)
    unit = models.CharField(_("unit"), max_length=10)
    unit_en = models.CharField(_("English unit"), max_length=20)
    value_type = models.CharField(_("kind of value"), max_length=10, choices=ValueType)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin)
    source = models.CharField(_("source"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.code} {self.local_title}"

    @property
    def local_title(self) -> str:
        return self.title_en if get_language() == "en" else self.title

    @property
    def local_unit(self) -> str:
        return self.unit_en if get_language() == "en" else self.unit


class IndicatorState(models.TextChoices):
    ENTERED = "entered", _("waiting for review")
    REVIEWED = "reviewed", _("reviewed")
    DERIVED = "derived", _("computed")


@tracked()
class IndicatorValue(models.Model):
    """An indicator's value for a village and year: a number, or a code of a list with a text beside it."""

    village = models.ForeignKey(Village, models.PROTECT, related_name="indicator_values", verbose_name=_("village"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values", verbose_name=_("indicator"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.DecimalField(_("value"), max_digits=16, decimal_places=4, null=True, blank=True)
    code = models.CharField(_("code"), max_length=10, blank=True)
    text = models.CharField(_("text"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=IndicatorState, default=IndicatorState.ENTERED)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_on = models.DateField(_("entered on"))
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    unguarded = models.Manager()
    objects = AreaManager(IndicatorValueQuerySet, path="village")

    class Meta:
        verbose_name = _("indicator value")
        verbose_name_plural = _("indicator values")
        ordering = ["village", "-year", "indicator__position"]
        constraints = [
            models.UniqueConstraint(fields=["village", "year", "indicator"], name="villages_indicator_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=False, code="") | (Q(number__isnull=True) & ~Q(code="")),
                name="villages_indicator_number_or_code",
                violation_error_message=_("Give either a number or a code."),
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=0, number__lt=1_000_000_000_000),
                name="villages_indicator_range",
                violation_error_message=_("The value can't be below zero."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("entered_by")),
                name="villages_indicator_two_people",
                violation_error_message=_("Somebody else has to review the value."),
            ),
            models.CheckConstraint(
                condition=Q(state=IndicatorState.REVIEWED, reviewed_by__isnull=False, reviewed_on__isnull=False)
                | (~Q(state=IndicatorState.REVIEWED) & Q(reviewed_by__isnull=True)),
                name="villages_indicator_reviewed_by_somebody",
            ),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="villages_indicator_year"),
        ]
        triggers = [guards.no_delete(), guards.frozen(["village_id", "indicator_id", "year"])]

    def __str__(self) -> str:
        return f"{self.village_id} {self.indicator_id} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("villages:village_detail", kwargs={"code": self.village_id}) + f"?year={self.year}"

    @property
    def shown(self) -> str:
        """The value as it stands in a cell: the number without empty decimals, or the text beside the code."""
        return (self.text or self.code) if self.number is None else show_count(self.number)
