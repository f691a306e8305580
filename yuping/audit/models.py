"""The audit record. Who acted is kept as plain columns, so it stays true when accounts and areas change."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuping.core import guards


class Outcome(models.TextChoices):
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")


class AuditEntry(models.Model):
    """One verb by one person in one posting, chained to the entry before it.

    Personal values never stand here; where one matters, ``facts`` holds its keyed digest.
    """

    append_only = True

    seq = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("recorded at"))
    business_date = models.DateField(_("business date"))
    actor_id = models.BigIntegerField(_("account"), null=True)
    actor_name = models.CharField(_("person"), max_length=60)
    role = models.CharField(_("role"), max_length=30, blank=True)
    area_code = models.CharField(_("area code"), max_length=12, blank=True, db_index=True)
    verb = models.CharField(_("act"), max_length=80, db_index=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.DONE)
    object_type = models.CharField(_("kind of record"), max_length=60)
    object_id = models.CharField(_("record number"), max_length=40)
    object_text = models.CharField(_("record"), max_length=200)
    reason = models.TextField(_("reason"), blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    # When the act's transaction began: the same instant stands on every line of history that it wrote.
    began_at = models.DateTimeField(_("transaction of"), null=True, editable=False)
    history_context = models.UUIDField(_("history context"), null=True)
    address = models.GenericIPAddressField(_("network address"), null=True)
    previous = models.CharField(_("code of the entry before"), max_length=64, unique=True)
    link = models.CharField(_("code of the entry"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit record")
        ordering = ["-seq"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_object")]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.seq} {self.object_text}"

    def get_absolute_url(self) -> str:
        return reverse("audit:entry_detail", args=[self.pk])
