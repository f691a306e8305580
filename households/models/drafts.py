"""Half-entered forms: kept sealed for the one who types, until the form is saved, thrown away or too old.

A draft is no record of anybody's: it stands in no figure, list, export or check but its owner's own list.
"""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from households.policy.drafts import Typed, unpack_typed
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core import guards
from yuping.core.fields import SealedField

# Real days after the last answer.
KEPT_DAYS = 30


class DraftPage(models.TextChoices):
    """The form that is half entered."""

    REGISTER = "register", _("registration of a household")
    MEMBERS = "members", _("members of a household")
    MEMBER = "member", _("one member")
    MEMBER_ADD = "member_add", _("new member")
    YEAR = "year", _("yearly record")


# Who may do this on the household may also go on with its draft.
VERB_OF = {
    DraftPage.REGISTER: "households.register_household",
    DraftPage.MEMBERS: "households.save_member",
    DraftPage.MEMBER: "households.save_member",
    DraftPage.MEMBER_ADD: "households.save_member",
    DraftPage.YEAR: "households.save_household_year",
}


class DraftQuerySet(models.QuerySet):
    """Drafts. There is no door to another person's."""

    def fresh(self) -> "DraftQuerySet":
        return self.filter(saved_at__gte=timezone.now() - datetime.timedelta(days=KEPT_DAYS))

    def stale(self) -> "DraftQuerySet":
        """Left alone for longer than a draft is kept."""
        return self.filter(saved_at__lt=timezone.now() - datetime.timedelta(days=KEPT_DAYS))

    def own(self, user: User) -> "DraftQuerySet":
        """The person's own, of forms that he may still send and of villages that are still his."""
        found = Q(pk__in=[])
        for page, verb in VERB_OF.items():
            scope = access.scope_of(user, verb)
            if not scope.empty:
                found |= Q(page=page) & (Q(village=None) | scope.q("village"))
        return self.fresh().filter(found, owner=user)

    def visible_to(self, user: User) -> "DraftQuerySet":
        """The person's own."""
        return self.own(user)


class Draft(models.Model):
    """What a person has typed into a form so far. ``revision`` rises with each keeping: an older window is told."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    page = models.CharField(_("form"), max_length=12, choices=DraftPage)
    household = models.ForeignKey(
        "households.Household", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("household")
    )
    member = models.ForeignKey(
        "households.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("household member")
    )
    year = models.PositiveSmallIntegerField(_("file year"), null=True, blank=True)
    village = models.ForeignKey(
        "villages.Village", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("village")
    )
    content = SealedField(_("what is entered"), editable=False)
    # Digest of what stood on file when the draft was begun, to tell when others have changed it since.
    basis = models.CharField(max_length=64, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("last kept"), default=timezone.now, editable=False)

    # It is gone as soon as the form is saved.
    erasable = True
    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("half-entered form")
        verbose_name_plural = _("half-entered forms")
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "page", "household", "member", "year"],
                condition=Q(household__isnull=False),
                nulls_distinct=False,
                name="households_draft_once",
            ),
            models.CheckConstraint(
                condition=Q(page="register", household=None) | (~Q(page="register") & Q(household__isnull=False)),
                name="households_draft_of_a_household",
            ),
            models.CheckConstraint(
                condition=(Q(page="member") | Q(member=None)) & (~Q(page="member") | Q(member__isnull=False)),
                name="households_draft_of_a_member",
            ),
        ]
        indexes = [models.Index(fields=["saved_at"], name="households_drafts_by_age")]
        triggers = [guards.frozen(["owner_id", "page", "household_id", "member_id", "year", "begun_at"], name="stays")]

    def __str__(self) -> str:
        named = self.household.head_name if self.household else self.typed.head_name
        words = [str(self.get_page_display()), str(self.year or ""), named]
        return " · ".join(filter(None, words))

    def get_absolute_url(self) -> str:
        """Where it is gone on with."""
        if self.page == DraftPage.REGISTER:
            return f"{reverse('households:household_register')}?draft={self.pk}"
        if self.page == DraftPage.YEAR:
            return reverse("households:year_edit", kwargs={"pk": self.household_id, "year": self.year})
        if self.page == DraftPage.MEMBER:
            return reverse("households:member_edit", kwargs={"pk": self.household_id, "member": self.member_id})
        if self.year is not None:
            return reverse("households:members_edit_year", kwargs={"pk": self.household_id, "year": self.year})
        name = "members_edit" if self.page == DraftPage.MEMBERS else "member_add"
        return reverse(f"households:{name}", kwargs={"pk": self.household_id})

    @cached_property
    def typed(self) -> Typed:
        """What was typed, opened."""
        return unpack_typed(self.content.open())
