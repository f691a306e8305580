"""Uploads of household files: what was read stays on the server for its person, until confirmed or an hour old."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core import guards
from yuping.core.fields import SealedField

KEPT = datetime.timedelta(hours=1)


class ImportState(models.TextChoices):
    CHECKED = "checked", _("checked, not imported")
    WRITTEN = "written", _("imported")
    DISCARDED = "discarded", _("discarded")


class ImportRunQuerySet(models.QuerySet):
    """Uploads. They carry no area until written, so they are one's own until then."""

    def own(self, user: User) -> "ImportRunQuerySet":
        """Those the person uploaded."""
        return self.filter(actor=user)

    def visible_to(self, user: User) -> "ImportRunQuerySet":
        """One's own, and what others have imported into areas one may look at."""
        scope = access.scope_of(user, "households.view_importrun")
        if scope.empty:
            return self.none()
        found = Q(actor=user)
        for code in scope.codes:
            found |= Q(state=ImportState.WRITTEN, area_code__startswith=code)
        return self.filter(found)

    def stale(self) -> "ImportRunQuerySet":
        """Checked longer ago than an upload is kept."""
        return self.filter(state=ImportState.CHECKED, uploaded_at__lt=timezone.now() - KEPT)


class ImportRun(models.Model):
    """One uploaded file. File and verdict are kept sealed and are wiped when it is imported, discarded or stale."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    file_name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.CHECKED)
    households = models.PositiveIntegerField(_("households"), default=0)
    members = models.PositiveIntegerField(_("household members"), default=0)
    errors = models.PositiveIntegerField(_("errors"), default=0)
    warnings = models.PositiveIntegerField(_("doubts"), default=0)
    payload = SealedField(_("rows"), blank=True, default="")
    verdict = SealedField(_("verdict"), blank=True, default="")
    area_code = models.CharField(_("area code"), max_length=12, blank=True)
    imported_on = models.DateField(_("imported on"), null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of household files")
        verbose_name_plural = _("imports of household files")
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="checked") | Q(payload="", verdict=""), name="households_import_wiped"
            ),
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(state="written"), name="households_file_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(state="written", imported_on__isnull=False)
                | (~Q(state="written") & Q(imported_on__isnull=True)),
                name="households_imported_on_a_day",
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(["actor_id", "file_name", "sha256", "size", "uploaded_at"], name="stays"),
            guards.frozen(["state", "area_code", "imported_on"], unless="OLD.state = 'checked'"),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("households:import_detail", args=[self.pk])

    @property
    def is_stale(self) -> bool:
        return self.uploaded_at < timezone.now() - KEPT
