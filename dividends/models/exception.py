"""The exception under which an agreement may be signed after the scheme's last date."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dividends.models.enterprise import Enterprise
from dividends.models.scheme import Scheme
from yuping.accounts.models import User
from yuping.core import guards


class AgreementException(models.Model):
    """A named document that allows one agreement with one enterprise: asked for by one person, confirmed by another."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="exceptions", verbose_name=_("scheme"))
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="exceptions", verbose_name=_("enterprise"))
    document = models.CharField(_("document"), max_length=120)
    reason = models.CharField(_("reason"), max_length=200)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    requested_on = models.DateField(_("asked for on"))
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("exception for a new agreement")
        verbose_name_plural = _("exceptions for new agreements")
        ordering = ["-requested_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "enterprise"],
                name="dividends_exception_document_once",
                violation_error_message=_("An exception for this enterprise names this document already."),
            ),
            models.CheckConstraint(
                condition=~Q(document="") & ~Q(reason=""), name="dividends_exception_names_a_document"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("requested_by")),
                name="dividends_exception_two_people",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_on__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                name="dividends_exception_confirmed_whole",
            ),
        ]
        triggers = [
            guards.no_delete(),
            guards.frozen(["scheme_id", "enterprise_id", "document", "reason", "requested_by_id", "requested_on"]),
            guards.frozen(
                ["confirmed_by_id", "confirmed_on"], name="confirmed_once", unless="OLD.confirmed_by_id IS NULL"
            ),
        ]

    def __str__(self) -> str:
        return self.document
