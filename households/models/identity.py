"""Changes of identity: the name or number of somebody who is paid or borrows takes two people."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models.base import FileRecord, recorded_at
from households.models.documents import Document
from households.models.member import IdentityKind, Member
from households.querysets import MemberRecordQuerySet
from households.workflow import IDENTITY_CHANGE
from yuping.accounts.scoping import AreaManager
from yuping.core import guards
from yuping.core.codes import CodeField
from yuping.core.fields import SealedField
from yuping.core.history import tracked


class IdentityChangeState(models.TextChoices):
    PROPOSED = "proposed", _("waiting for a second person")
    CONFIRMED = "confirmed", _("carried out")
    REFUSED = "refused", _("refused")


@tracked()
class IdentityChange(FileRecord):
    """A member's name or identity number as it should be, until another person has compared it with the papers.

    What was proposed never changes; an empty number means that the number stays.
    """

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="identity_changes", verbose_name=_("household member")
    )
    old_name = models.CharField(_("name so far"), max_length=50)
    new_name = models.CharField(_("new name"), max_length=50)
    id_number = SealedField(_("new identity number"), null=True, blank=True)
    id_index = models.CharField(max_length=64, blank=True, editable=False)
    id_kind = models.CharField(_("kind of number"), max_length=15, choices=IdentityKind, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    sex = CodeField(_("sex"), code_set="sex", blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    paper = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="identity_changes",
        verbose_name=_("identity paper"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=IdentityChangeState, default=IdentityChangeState.PROPOSED
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_on = models.DateField(_("proposed on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    refusal = models.CharField(_("why it was refused"), max_length=500, blank=True)
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(MemberRecordQuerySet, path="village")

    class Meta:
        verbose_name = _("change of identity")
        verbose_name_plural = _("changes of identity")
        ordering = ["-proposed_on", "-pk"]
        indexes = [models.Index(fields=["village", "state"], name="households_identity_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(state="proposed"),
                name="households_one_identity_change",
                violation_error_message=_("A change of this person's identity already waits for its second person."),
            ),
            models.CheckConstraint(
                condition=~Q(new_name=F("old_name")) | ~Q(id_index=""), name="households_identity_changes_something"
            ),
            models.CheckConstraint(
                condition=Q(id_index="", id_kind="", sex="", birth_date__isnull=True)
                | (~Q(id_index="") & ~Q(id_kind="") & ~Q(sex="") & Q(birth_date__isnull=False)),
                name="households_identity_number_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_on__isnull=True)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_on__isnull=False)),
                name="households_identity_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(decided_by=F("proposed_by")),
                name="households_identity_two_people",
                violation_error_message=_("Another person has to confirm the change."),
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(
                [
                    "household_id",
                    "village_id",
                    "member_id",
                    "old_name",
                    "new_name",
                    "id_index",
                    "id_kind",
                    "birth_date",
                    "sex",
                    "reason",
                    "paper_id",
                    "proposed_by_id",
                    "proposed_on",
                ]
            ),
            guards.legal_transitions(IDENTITY_CHANGE),
        ]

    def __str__(self) -> str:
        return f"{self.old_name} → {self.new_name}" if self.old_name != self.new_name else self.old_name

    def get_absolute_url(self) -> str:
        return reverse("households:identity_detail", kwargs={"pk": self.pk})
