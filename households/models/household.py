"""The household: its stable identity. What changes from year to year stands in the yearly record."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.querysets import HouseholdQuerySet
from yuping.accounts.scoping import AreaManager
from yuping.core import guards
from yuping.core.codes import CodeField
from yuping.core.fields import SealedField
from yuping.core.history import tracked


class HouseholdState(models.TextChoices):
    ACTIVE = "active", _("on file")
    AT_RISK = "at_risk", _("watched, never registered")
    REMOVED = "removed", _("removed from the file")
    EXTINCT = "extinct", _("household extinct")
    MOVED_OUT = "moved_out", _("moved out of the county")
    MERGED = "merged", _("merged into another household")
    WATCH_OVER = "watch_over", _("risk over, no longer watched")
    UNDONE = "undone", _("import undone")


def _has_a_head() -> pgtrigger.Trigger:
    """At commit, a household has a head; that there is only one is a unique index of the members."""
    return pgtrigger.Trigger(
        name="has_a_head",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=f"""
            IF NOT EXISTS (SELECT 1 FROM households_member WHERE household_id = NEW.id AND is_head) THEN
                {guards.refuse("a household has a head")}
            END IF;
            RETURN NULL;
        """,
    )


@tracked()
class Household(models.Model):
    """A registered household. The number is the national system's; the address is that of the identity papers."""

    number = models.CharField(_("household number"), max_length=20, db_index=True)
    village = models.ForeignKey("villages.Village", models.PROTECT, related_name="+", verbose_name=_("village"))
    group = models.ForeignKey(
        "villages.VillageGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("village group"),
    )
    address = models.CharField(_("address"), max_length=120, blank=True)
    head_name = models.CharField(_("head of household"), max_length=50)
    name_pinyin = models.CharField(_("name in pinyin"), max_length=160, blank=True, editable=False)
    name_initials = models.CharField(_("pinyin initials"), max_length=50, blank=True, editable=False)
    phone = SealedField(_("phone"), null=True, blank=True)
    phone_index = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    identification_standard = CodeField(_("identification standard"), code_set="identification_standard", blank=True)
    soldier_or_martyr_family = models.BooleanField(_("family of a soldier or martyr"), default=False)
    one_child_household = models.BooleanField(_("one-child household"), default=False)
    two_daughters_household = models.BooleanField(_("two-daughters household"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=HouseholdState, default=HouseholdState.ACTIVE)
    registered_on = models.DateField(_("registered on"))
    left_on = models.DateField(_("left the file on"), null=True, blank=True)
    # A household at the edge of poverty that is only watched (domain: never carded): in no figure of the registered
    # poor, without loan and dividend. What is ``active`` is registered; this one is ``at_risk`` until it leaves.
    never_registered = models.BooleanField(_("only watched, never registered"), default=False)
    unidentified_reason = models.CharField(_("why it came on file without identification"), max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )

    unguarded = models.Manager()
    objects = AreaManager(HouseholdQuerySet, path="village")

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = pgettext_lazy("records", "households")
        ordering = ["village", "number"]
        indexes = [
            models.Index(fields=["village", "number"], name="households_by_place"),
            models.Index(fields=["head_name"], name="households_head", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["name_pinyin"], name="households_pinyin", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["name_initials"], name="households_initials", opclasses=["varchar_pattern_ops"]),
        ]
        constraints = [
            # A file whose import was undone keeps its number, and the corrected one has it too.
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(state="undone"),
                name="households_number_once",
                violation_error_message=_("A household with this number is on file already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["active", "at_risk"], left_on__isnull=True)
                | (~Q(state__in=["active", "at_risk"]) & Q(left_on__isnull=False)),
                name="households_left_on_a_date",
            ),
            models.CheckConstraint(
                condition=(Q(never_registered=True) & ~Q(state="active"))
                | (Q(never_registered=False) & ~Q(state__in=["at_risk", "watch_over"])),
                name="households_watched_is_not_registered",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("registered_on")),
                name="households_left_after_registered",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
                name="households_merged_names_the_other",
            ),
            models.CheckConstraint(condition=Q(number__regex=r"^[0-9A-Z]{1,20}$"), name="households_number_form"),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(["village_id", "registered_on", "never_registered", "unidentified_reason"], name="stays"),
            _has_a_head(),
        ]

    def __str__(self) -> str:
        return f"{self.head_name} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("households:household_detail", kwargs={"pk": self.pk})
