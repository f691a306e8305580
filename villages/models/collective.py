"""The village collective's income and spending, and the resolutions that spending rests on."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from villages.models.areas import Village
from villages.querysets import CollectiveEntryQuerySet, VillageResolutionQuerySet
from yuping.accounts.models import User
from yuping.accounts.scoping import AreaManager
from yuping.core import guards
from yuping.core.fields import MoneyField
from yuping.core.history import tracked
from yuping.core.show import show_money


class Direction(models.TextChoices):
    INCOME = "income", _("income")
    SPENDING = "spending", _("spending")


class IncomeClass(models.TextChoices):
    """The income classes of the village collectives' accounting rules (财会〔2004〕12号)."""

    OPERATING = "operating", _("operating income")
    CONTRACTED = "contracted", _("contract and turned-over income")
    TAX_RETURNS = "tax_returns", _("returned surcharge of the agricultural tax")
    SUBSIDIES = "subsidies", _("subsidies")
    OTHER = "other", _("other income")
    INVESTMENT = "investment", _("investment income")


class SpendingClass(models.TextChoices):
    OPERATING = "operating", _("operating spending")
    MANAGEMENT = "management", _("management costs")
    OTHER = "other", _("other spending")
    WELFARE = "welfare", _("public welfare")
    POSTS = "posts", _("public-service posts")
    REWARDS = "rewards", _("rewards and aid")


@tracked()
class VillageResolution(models.Model):
    """A decision of the villagers in four deliberations and two publications (四议两公开)."""

    village = models.ForeignKey(Village, models.PROTECT, related_name="resolutions", verbose_name=_("village"))
    subject = models.CharField(_("subject"), max_length=120)
    amount = MoneyField(_("amount that may be spent"))
    proposed_on = models.DateField(_("proposed by the party branch on"))
    discussed_on = models.DateField(_("discussed by the two committees on"))
    deliberated_on = models.DateField(_("deliberated by the party members on"))
    decided_on = models.DateField(_("decided by the villagers on"))
    published_on = models.DateField(_("decision published on"))
    result_published_on = models.DateField(_("result published on"), null=True, blank=True)
    attended = models.PositiveSmallIntegerField(_("attended"))
    votes_for = models.PositiveSmallIntegerField(_("votes in favour"))
    text = models.TextField(_("text of the decision"), blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))

    unguarded = models.Manager()
    objects = AreaManager(VillageResolutionQuerySet, path="village")

    class Meta:
        verbose_name = _("village resolution")
        verbose_name_plural = _("village resolutions")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_on__lte=F("discussed_on"))
                & Q(discussed_on__lte=F("deliberated_on"))
                & Q(deliberated_on__lte=F("decided_on"))
                & Q(decided_on__lte=F("published_on")),
                name="villages_resolution_steps_in_order",
                violation_error_message=_("The steps follow each other: proposal, discussion, deliberation, decision."),
            ),
            models.CheckConstraint(
                condition=Q(result_published_on__isnull=True) | Q(result_published_on__gte=F("published_on")),
                name="villages_resolution_result_after_decision",
            ),
            models.CheckConstraint(
                condition=Q(votes_for__lte=F("attended")) & Q(votes_for__gt=F("attended") - F("votes_for")),
                name="villages_resolution_majority",
                violation_error_message=_("More than half of those present have to be in favour."),
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(
                [
                    "village_id",
                    "subject",
                    "amount",
                    "proposed_on",
                    "discussed_on",
                    "deliberated_on",
                    "decided_on",
                    "published_on",
                    "attended",
                    "votes_for",
                    "text",
                    "recorded_by_id",
                ]
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("villages:resolution_detail", kwargs={"pk": self.pk})


def _mirrors_what_it_reverses() -> pgtrigger.Trigger:
    """A reversing entry repeats village, classes and source of its original with the opposite amount, not earlier."""
    return pgtrigger.Trigger(
        name="mirrors_what_it_reverses",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__reverses__isnull=False),
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM villages_collectiveentry o
                WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL
                  AND o.village_id = NEW.village_id AND o.direction = NEW.direction
                  AND o.income_class = NEW.income_class AND o.spending_class = NEW.spending_class
                  AND o.amount = -NEW.amount AND o.date <= NEW.date
            ) THEN
                {guards.refuse("a reversing entry mirrors its original")}
            END IF;
            RETURN NEW;
        """,
    )


def _within_its_resolution() -> pgtrigger.Trigger:
    """Spending rests on a resolution of the same village, taken by then, and stays within its amount."""
    return pgtrigger.Trigger(
        name="within_its_resolution",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__resolution__isnull=False),
        func=f"""
            PERFORM 1 FROM villages_villageresolution WHERE id = NEW.resolution_id FOR NO KEY UPDATE;
            IF NOT EXISTS (
                SELECT 1 FROM villages_villageresolution r
                WHERE r.id = NEW.resolution_id AND r.village_id = NEW.village_id AND r.decided_on <= NEW.date
                  AND r.amount >= (SELECT sum(amount) FROM villages_collectiveentry WHERE resolution_id = r.id)
            ) THEN
                {guards.refuse("the resolution does not cover this spending")}
            END IF;
            RETURN NULL;
        """,
    )


def _never_below_zero() -> pgtrigger.Trigger:
    """What takes money out leaves the village at or above zero, unless the entry is flagged. Locks the village."""
    return pgtrigger.Trigger(
        name="never_below_zero",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        declare=[("balance", "numeric")],
        func=f"""
            IF NEW.allow_negative OR (NEW.direction = 'income' AND NEW.amount > 0) THEN
                RETURN NULL;
            END IF;
            PERFORM 1 FROM villages_village WHERE code = NEW.village_id FOR NO KEY UPDATE;
            SELECT sum(CASE direction WHEN 'income' THEN amount ELSE -amount END) INTO balance
                FROM villages_collectiveentry WHERE village_id = NEW.village_id;
            IF balance < 0 THEN
                {guards.refuse("the village has less than this")}
            END IF;
            RETURN NULL;
        """,
    )


class CollectiveEntry(models.Model):
    """One income or spending of a village collective, in yuan. Never changed: a reversing entry corrects it.

    A reversing entry carries the negative amount, so plain sums are right.
    """

    append_only = True

    village = models.ForeignKey(Village, models.PROTECT, related_name="collective_entries", verbose_name=_("village"))
    date = models.DateField(_("date"))
    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    income_class = models.CharField(_("income class"), max_length=20, choices=IncomeClass, blank=True)
    spending_class = models.CharField(_("spending class"), max_length=20, choices=SpendingClass, blank=True)
    amount = MoneyField(_("amount"), signed=True)
    text = models.CharField(_("text"), max_length=200)
    source_type = models.CharField(_("kind of paper"), max_length=60, blank=True)
    source_id = models.CharField(_("paper"), max_length=40, blank=True)
    resolution = models.ForeignKey(
        VillageResolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("resolution"),
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    allow_negative = models.BooleanField(_("balance may fall below zero"), default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    unguarded = models.Manager()
    objects = AreaManager(CollectiveEntryQuerySet, path="village")

    class Meta:
        verbose_name = _("collective entry")
        verbose_name_plural = _("collective income and spending")
        ordering = ["-date", "-pk"]
        indexes = [
            models.Index(fields=["village", "date"], name="villages_entry_by_day"),
            models.Index(fields=["source_type", "source_id"], name="villages_entry_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(direction=Direction.INCOME, income_class__in=IncomeClass.values, spending_class="")
                | Q(direction=Direction.SPENDING, spending_class__in=SpendingClass.values, income_class=""),
                name="villages_entry_class_of_its_direction",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="villages_entry_sign",
                violation_error_message=_("The amount has to be above zero."),
            ),
            models.CheckConstraint(
                condition=Q(direction=Direction.INCOME, resolution__isnull=True)
                | Q(direction=Direction.SPENDING, resolution__isnull=False),
                name="villages_spending_rests_on_a_resolution",
                violation_error_message=_("Spending needs a resolution of the village."),
            ),
            models.UniqueConstraint(
                fields=["source_type", "source_id", "village"],
                condition=~Q(source_type="") & Q(reverses__isnull=True),
                name="villages_entry_once_per_paper",
            ),
        ]
        triggers = [*guards.append_only(), _mirrors_what_it_reverses(), _within_its_resolution(), _never_below_zero()]

    def __str__(self) -> str:
        return f"{self.date} {self.text} {show_money(self.amount)}"

    def get_absolute_url(self) -> str:
        return reverse("villages:entry_detail", kwargs={"pk": self.pk})

    @property
    def signed(self) -> Decimal:
        """What the entry adds to the village's money, in yuan; below zero when it takes some away."""
        return self.amount if self.direction == Direction.INCOME else -self.amount

    @property
    def title(self) -> str:
        """What the money was for; what a paper brought is named after it."""
        return _("Dividends of batch %(batch)s") % {"batch": self.text} if self.source_type else self.text

    @property
    def category_label(self) -> str:
        """The class of income or spending in words."""
        return self.get_income_class_display() or self.get_spending_class_display()
