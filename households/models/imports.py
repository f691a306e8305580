"""Uploads of household files: what was read stays on the server for its person, until confirmed or an hour old."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuping.core.fields import SealedField


class ImportState(models.TextChoices):
    CHECKED = "checked", _("checked")
    WRITTEN = "written", _("written")
    DISCARDED = "discarded", _("discarded")


class ImportRun(models.Model):
    """One uploaded file. Its rows are kept sealed and are wiped at confirmation, on discarding, or after an hour."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    file_name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.CHECKED)
    households = models.PositiveIntegerField(_("households"), default=0)
    members = models.PositiveIntegerField(_("household members"), default=0)
    errors = models.PositiveIntegerField(_("errors"), default=0)
    warnings = models.PositiveIntegerField(_("warnings"), default=0)
    payload = SealedField(_("rows"), blank=True, default="")

    class Meta:
        verbose_name = _("import of household files")
        verbose_name_plural = _("imports of household files")
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state="checked") | Q(payload=""), name="households_import_wiped")
        ]

    def __str__(self) -> str:
        return self.file_name
