"""Areas: townships, villages, their groups, and the bank account into which a village's money is paid."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from villages.querysets import (
    EnclosingManager,
    TownshipQuerySet,
    VillageAccountQuerySet,
    VillageGroupQuerySet,
    VillageQuerySet,
)
from villages.workflow import VILLAGE_ACCOUNT
from yuping.accounts.models import User
from yuping.accounts.scoping import AreaManager
from yuping.core import guards
from yuping.core.characters import for_reader
from yuping.core.fields import SealedField
from yuping.core.history import tracked


class TownshipKind(models.TextChoices):
    TOWN = "town", _("town")
    TOWNSHIP = "township", _("rural township")
    SUBDISTRICT = "subdistrict", _("subdistrict")


class VillageKind(models.TextChoices):
    VILLAGE = "village", _("village")
    COMMUNITY = "community", _("community")


def _period(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        name=f"{table}_period",
        violation_error_message=_("The end can't lie before the start."),
    )


@tracked()
class Township(models.Model):
    """A township, town or subdistrict, by its 9-digit code for statistical use.

    As a text, townships, villages and groups are their names in the reader's characters; workbooks take the names.
    """

    code = models.CharField(_("code"), max_length=9, primary_key=True)
    name = models.CharField(_("name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=TownshipKind)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    unguarded = models.Manager()
    objects = EnclosingManager(TownshipQuerySet, field="pk")

    class Meta:
        verbose_name = _("township")
        verbose_name_plural = _("townships")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{9}$"), name="villages_township_code"),
            _period("villages_township"),
        ]
        triggers = [guards.no_delete()]

    def __str__(self) -> str:
        return for_reader(self.name)


@tracked()
class Village(models.Model):
    """A village or community, by its 12-digit code. A recode makes a new row that the old one names as successor."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    township = models.ForeignKey(Township, models.PROTECT, related_name="villages", verbose_name=_("township"))
    name = models.CharField(_("name"), max_length=40)
    short_name = models.CharField(_("short name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=VillageKind)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("recoded to")
    )
    counts_in_county = models.BooleanField(_("counted in the county's totals"), default=True)
    not_counted_because = models.CharField(_("why it is not counted"), max_length=300, blank=True)

    unguarded = models.Manager()
    objects = AreaManager(VillageQuerySet, path="")

    class Meta:
        verbose_name = _("village")
        verbose_name_plural = pgettext_lazy("records", "villages")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{12}$"), name="villages_village_code"),
            models.CheckConstraint(
                condition=Q(code__startswith=F("township")), name="villages_village_in_its_township"
            ),
            models.CheckConstraint(
                condition=Q(counts_in_county=True) | ~Q(not_counted_because=""),
                name="villages_village_left_out_for_a_reason",
                violation_error_message=_("Say why the village is not counted."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
                name="villages_village_recoded_is_over",
            ),
            _period("villages_village"),
        ]
        triggers = [guards.no_delete(), guards.frozen(["code", "township_id"])]

    def __str__(self) -> str:
        return for_reader(self.short_name)

    def get_absolute_url(self) -> str:
        return reverse("villages:village_detail", kwargs={"code": self.pk})


@tracked()
class VillageGroup(models.Model):
    """A villagers' group (村民小组) of a village."""

    village = models.ForeignKey(Village, models.PROTECT, related_name="groups", verbose_name=_("village"))
    name = models.CharField(_("name"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    unguarded = models.Manager()
    objects = AreaManager(VillageGroupQuerySet, path="village")

    class Meta:
        verbose_name = _("village group")
        verbose_name_plural = _("village groups")
        ordering = ["village", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "name"],
                name="villages_group_once",
                violation_error_message=_("The village has a group of this name."),
            )
        ]
        triggers = [guards.no_delete(), guards.frozen(["village_id"])]

    def __str__(self) -> str:
        return for_reader(self.name)


class AccountState(models.TextChoices):
    PROPOSED = "proposed", _("waiting for confirmation")
    VERIFIED = "verified", _("verified")
    CLOSED = "closed", _("closed")


@tracked()
class VillageAccount(models.Model):
    """The collective's bank account. One person proposes it, another confirms it; the number never changes."""

    village = models.ForeignKey(Village, models.PROTECT, related_name="accounts", verbose_name=_("village"))
    bank_name = models.CharField(_("bank"), max_length=80)
    holder_name = models.CharField(_("account holder"), max_length=80)
    number = SealedField(_("account number"))
    number_index = models.CharField(max_length=64, db_index=True, editable=False)
    last4 = models.CharField(_("last four digits"), max_length=4, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=AccountState, default=AccountState.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_on = models.DateField(_("proposed on"))
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    unguarded = models.Manager()
    objects = AreaManager(VillageAccountQuerySet, path="village")

    class Meta:
        verbose_name = _("village account")
        verbose_name_plural = _("village accounts")
        ordering = ["village", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["village"],
                condition=Q(state=AccountState.VERIFIED),
                name="villages_one_verified_account",
                violation_error_message=_("The village has a verified account."),
            ),
            models.UniqueConstraint(
                fields=["village"],
                condition=Q(state=AccountState.PROPOSED),
                name="villages_one_proposed_account",
                violation_error_message=_("An account of this village is waiting for confirmation."),
            ),
            models.UniqueConstraint(
                fields=["number_index"],
                condition=~Q(state=AccountState.CLOSED),
                name="villages_account_number_once",
                violation_error_message=_("Another village has this account."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="villages_account_two_people",
                violation_error_message=_("Somebody else has to confirm the account."),
            ),
            models.CheckConstraint(
                condition=~Q(state=AccountState.VERIFIED)
                | (Q(confirmed_by__isnull=False) & Q(confirmed_on__isnull=False)),
                name="villages_account_confirmed",
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.legal_transitions(VILLAGE_ACCOUNT),
            guards.frozen(
                [
                    "village_id",
                    "bank_name",
                    "holder_name",
                    "number_index",
                    "last4",
                    "proposed_by_id",
                    "proposed_on",
                ]
            ),
            guards.frozen(["confirmed_by_id", "confirmed_on"], name="confirmed_once", unless="OLD.state = 'proposed'"),
        ]

    def __str__(self) -> str:
        return f"{self.bank_name} {self.masked}"

    def get_absolute_url(self) -> str:
        return reverse("villages:account_detail", kwargs={"pk": self.pk})

    @property
    def masked(self) -> str:
        """The number for showing: dots and the last four digits."""
        return f"****{self.last4}"
