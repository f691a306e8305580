"""The papers of a household: scans and photographs, and those among them that were withdrawn."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from households.models.base import FileRecord, recorded_at, recorded_by, stays
from households.querysets.documents import DocumentQuerySet
from yuping.accounts.scoping import AreaManager
from yuping.core import guards

WITHDRAWAL = ("withdrawn_on", "withdrawn_by_id", "withdrawal_reason")
# What a paper is stays; one that was wrong is withdrawn and another handed in.
KEPT = ("kind", "title", "file", "sha256", "size", "content_type", "dated_on", "recorded_by_id", "recorded_at")


class DocumentKind(models.TextChoices):
    APPLICATION = "application", _("application")
    FORM = "form", _("signed form")
    MEETING = "meeting", _("minutes of a meeting")
    NOTICE = "notice", _("photograph of a notice")
    INCOME = "income", _("income statement")
    HEAD_PHOTO = "head_photo", _("photograph of the head")
    HOUSE_PHOTO = "house_photo", _("photograph of the house")
    PHOTO = "photo", _("photograph")
    IDENTITY = "identity", _("copy of an identity paper")
    OTHER = "other", _("other paper")


class Document(FileRecord):
    """A scan or photograph in the household's file; never replaced, told apart by its digest. A wrong one is withdrawn:
    it stays readable, and the same file may be handed in again under its right name."""

    kind = models.CharField(_("kind of paper"), max_length=15, choices=DocumentKind)
    title = models.CharField(_("title"), max_length=100)
    file = models.FileField(_("file"), upload_to="households/%Y/%m")
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    content_type = models.CharField(_("type of file"), max_length=40, editable=False)
    dated_on = models.DateField(_("date of the paper"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawal_reason = models.CharField(_("reason of the withdrawal"), max_length=200, blank=True)
    recorded_by = recorded_by()
    recorded_at = recorded_at()

    unguarded = models.Manager()
    objects = AreaManager(DocumentQuerySet, path="village")

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-dated_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "sha256"],
                condition=Q(withdrawn_on__isnull=True),
                name="households_document_once",
                violation_error_message=_("This file already stands in the household's papers."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_on__gte=F("dated_on"), withdrawn_by__isnull=False) & ~Q(withdrawal_reason="")),
                name="households_document_withdrawn_with_reason",
            ),
        ]
        triggers = [
            *stays(*KEPT),
            guards.frozen(WITHDRAWAL, name="stays_withdrawn", unless="OLD.withdrawn_on IS NULL"),
            guards.no_truncate(),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_picture(self) -> bool:
        """Whether a page can show it."""
        return self.content_type.startswith("image/")
