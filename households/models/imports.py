"""Uploads of household files: what was read stays on the server for its person, until confirmed or an hour old.

Long work on an upload runs apart from the request that asked for it; how far it is stands in a table of its own,
written by a connection of its own, so that it shows while the work's transaction is still open.
"""

import datetime
from typing import Any

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


class ImportKind(models.TextChoices):
    """What the rows of a file are."""

    HOUSEHOLDS = "households", _("households with their members")
    MEMBERS = "members", _("members of households on file")
    YEARS = "years", _("yearly records of households on file")
    ACCOUNTS = "accounts", _("payee accounts of households on file")
    VISITS = "visits", _("visits to households on file")
    LEADS = "leads", _("negative list of another office")


class ImportState(models.TextChoices):
    RECEIVED = "received", _("being checked")
    CHECKED = "checked", _("checked, not imported")
    WRITTEN = "written", _("imported")
    DISCARDED = "discarded", _("discarded")
    UNDONE = "undone", _("import undone")


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
            found |= Q(state__in=[ImportState.WRITTEN, ImportState.UNDONE], area_code__startswith=code)
        return self.filter(found)

    def watched_by(self, user: User) -> "ImportRunQuerySet":
        """Those whose work the person waits for: one's own uploads, and imports one asked to undo."""
        return self.visible_to(user).filter(Q(actor=user) | Q(progress__undone_by=user))

    def stale(self) -> "ImportRunQuerySet":
        """Uploaded longer ago than an upload is kept."""
        return self.filter(state__in=[ImportState.RECEIVED, ImportState.CHECKED], uploaded_at__lt=timezone.now() - KEPT)


class ImportProgressQuerySet(models.QuerySet):
    """Progress, seen by whoever sees the import."""

    def visible_to(self, user: User) -> "ImportProgressQuerySet":
        """Of the imports the person may look at."""
        return self.filter(run__in=ImportRun.objects.visible_to(user))


class ColumnProfileQuerySet(models.QuerySet):
    """Saved profiles: one's own, and those saved for an area one imports into."""

    def visible_to(self, user: User) -> "ColumnProfileQuerySet":
        """Those the person may import with."""
        return self.usable_by(user)

    def usable_by(self, user: User) -> "ColumnProfileQuerySet":
        """Those the person may import with."""
        scope = access.scope_of(user, "households.import_households")
        if scope.empty:
            return self.none()
        found = Q(owner=user)
        for code in scope.codes:
            found |= Q(area_code__startswith=code) & ~Q(area_code="")
        return self.filter(found)


class ImportRun(models.Model):
    """One uploaded file. File and verdict are kept sealed and are wiped when it is imported, discarded or stale."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    kind = models.CharField(_("what it holds"), max_length=12, choices=ImportKind, default=ImportKind.HOUSEHOLDS)
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
    kept = SealedField(_("checked rows"), blank=True, default="", editable=False)
    tables = models.JSONField(default=dict, blank=True, editable=False)
    headings = models.JSONField(default=dict, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(_("file year chosen"), null=True, blank=True)
    year_read = models.PositiveSmallIntegerField(_("file year"), null=True, blank=True)
    unread = models.JSONField(_("columns not read"), default=list, blank=True)
    written = models.JSONField(default=dict, blank=True, editable=False)
    area_code = models.CharField(_("area code"), max_length=12, blank=True)
    reason = models.CharField(_("why without identification"), max_length=200, blank=True)
    imported_on = models.DateField(_("imported on"), null=True, blank=True)
    undone_on = models.DateField(_("undone on"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )
    undone_reason = models.CharField(_("why it was undone"), max_length=200, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of household files")
        verbose_name_plural = _("imports of household files")
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["received", "checked"]) | Q(payload="", verdict="", kept=""),
                name="households_import_wiped",
            ),
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(state="written"), name="households_file_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["written", "undone"], imported_on__isnull=False)
                | (~Q(state__in=["written", "undone"]) & Q(imported_on__isnull=True)),
                name="households_imported_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_on__isnull=False, undone_by__isnull=False)
                | (~Q(state="undone") & Q(undone_on__isnull=True, undone_by__isnull=True, undone_reason="")),
                name="households_import_undone_by_someone",
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(["actor_id", "file_name", "sha256", "size", "uploaded_at"], name="stays"),
            guards.frozen(
                ["kind", "year", "year_read", "area_code", "imported_on", "written", "reason"],
                name="settled",
                unless="OLD.state IN ('received', 'checked')",
            ),
            guards.frozen(
                ["state"],
                name="moves",
                unless="OLD.state IN ('received', 'checked') OR OLD.state = 'written' AND NEW.state = 'undone'",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("households:import_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Neither imported nor thrown away yet."""
        return self.state in (ImportState.RECEIVED, ImportState.CHECKED)

    @property
    def household_ids(self) -> Any:
        """The households that it put on file, or of which it wrote anything: keys, or a query for them."""
        noted = self.written.get("households")
        return self.rows.exclude(household=None).order_by().values("household") if noted is None else noted

    @property
    def failure(self) -> "ImportProgress | None":
        """The work on an upload that waits, if it ended without a verdict: its problems say why."""
        progress = getattr(self, "progress", None)
        ended = progress is not None and progress.stage == ImportStage.FAILED
        return progress if ended and self.state == ImportState.RECEIVED else None

    @property
    def is_stale(self) -> bool:
        return self.uploaded_at < timezone.now() - KEPT


class ImportStage(models.TextChoices):
    READING = "reading", _("reading the file")
    CHECKING = "checking", _("checking the rows")
    WRITING = "writing", _("putting the rows on file")
    UNDOING = "undoing", _("taking the rows back")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped")


class ImportProgress(models.Model):
    """How far the work on an upload is. Whoever does it holds the run's lock in the database as long as he lives."""

    run = models.OneToOneField(
        ImportRun, models.PROTECT, primary_key=True, related_name="progress", verbose_name=_("import")
    )
    writes = models.BooleanField(_("asked to import"), default=False)
    stage = models.CharField(_("stage"), max_length=10, choices=ImportStage, default=ImportStage.READING)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    problems = models.JSONField(_("what stopped it"), default=list, blank=True)
    # Who asked for the import to be undone, and why; the import itself bears them once it is.
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )
    undone_reason = models.CharField(_("why it was undone"), max_length=200, blank=True)

    objects = ImportProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress of an import")
        verbose_name_plural = _("progress of imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_reason="") | (Q(undone_by__isnull=False) & ~Q(undone_reason="")),
                name="households_asked_to_undo_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.get_stage_display()}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.stage in (ImportStage.DONE, ImportStage.FAILED)

    @property
    def percent(self) -> int:
        """Of the rows of this stage, how many are done."""
        return min(100, 100 * self.done // self.total) if self.total else 0


class ColumnProfile(models.Model):
    """Which heading of a township's own list stands for which field; a heading set to "" is not read."""

    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("what it holds"), max_length=12, choices=ImportKind)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("saved by"))
    area_code = models.CharField(_("area code"), max_length=12, blank=True)
    headings = models.JSONField(_("headings"), default=dict)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)

    # A remembered choice of columns is no record of anybody's.
    erasable = True
    objects = ColumnProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("column profile")
        verbose_name_plural = _("column profiles")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "kind", "name"], name="households_profile_once")]

    def __str__(self) -> str:
        return self.name
