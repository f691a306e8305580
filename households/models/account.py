"""Payee accounts: proposed by one person, confirmed by another; a newly confirmed one closes the old."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from households.models.base import FileRecord, recorded_at
from households.models.member import Member
from households.workflow import PAYEE_ACCOUNT
from yuping.core import guards
from yuping.core.fields import SealedField
from yuping.core.history import tracked


class AccountKind(models.TextChoices):
    CARD = "card", _("bank card")
    PASSBOOK = "passbook", _("passbook")


class AccountState(models.TextChoices):
    PROPOSED = "proposed", _("waiting for a second person")
    VERIFIED = "verified", pgettext_lazy("account", "in force")
    REFUSED = "refused", _("refused")
    CLOSED = "closed", pgettext_lazy("account", "closed")


@tracked()
class PayeeAccount(FileRecord):
    """The account to which a household is paid. Its holder is a member, not always the head.

    Number, holder and bank never change; another account is another row.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="payee_accounts", verbose_name=_("holder"))
    holder_name = models.CharField(_("name on the account"), max_length=50)
    bank_name = models.CharField(_("bank"), max_length=80)
    kind = models.CharField(_("kind of account"), max_length=10, choices=AccountKind)
    number = SealedField(_("account number"))
    number_index = models.CharField(max_length=64, editable=False, db_index=True)
    last4 = models.CharField(_("last four digits"), max_length=4)
    state = models.CharField(_("state"), max_length=10, choices=AccountState, default=AccountState.PROPOSED)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_on = models.DateField(_("proposed on"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    recorded_at = recorded_at()

    class Meta:
        verbose_name = _("payee account")
        verbose_name_plural = _("payee accounts")
        ordering = ["household", "-proposed_on", "-pk"]
        indexes = [models.Index(fields=["village", "state"], name="households_account_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(state="verified"), name="households_one_verified_account"
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(state="proposed"),
                name="households_one_proposed_account",
                violation_error_message=_("An account of this household already waits for its second person."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="households_account_two_people",
                violation_error_message=_("Another person has to confirm the account."),
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                name="households_verified_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["refused", "closed"], closed_on__isnull=False)
                | (Q(state__in=["proposed", "verified"]) & Q(closed_on__isnull=True)),
                name="households_account_closed_on_a_date",
            ),
            models.CheckConstraint(condition=Q(last4__regex=r"^[0-9]{4}$"), name="households_account_last4"),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(
                [
                    "household_id",
                    "village_id",
                    "member_id",
                    "holder_name",
                    "bank_name",
                    "kind",
                    "number_index",
                    "last4",
                    "proposed_by_id",
                    "proposed_on",
                ]
            ),
            guards.legal_transitions(PAYEE_ACCOUNT),
        ]

    def __str__(self) -> str:
        return f"{self.holder_name} ****{self.last4}"

    @property
    def is_in_another_name(self) -> bool:
        """In force, but its holder is called otherwise by now: the bank would return what is sent to it."""
        return self.state == AccountState.VERIFIED and self.holder_name != self.member.name
