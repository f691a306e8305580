"""The telephone numbers for complaints that stand on the notices put up in villages."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuping.accounts.models import User
from yuping.core import guards
from yuping.core.characters import for_reader


class ComplaintPhoneQuerySet(models.QuerySet):
    """Numbers of the county and of townships."""

    def in_force(self) -> "ComplaintPhoneQuerySet":
        """The latest number of each area."""
        return self.order_by("area_code", "-pk").distinct("area_code")


class ComplaintPhone(models.Model):
    """The number of an office, from now on. A newer row takes its place; none is changed."""

    append_only = True

    # Six digits for the county, nine for a township.
    area_code = models.CharField(_("area"), max_length=9)
    area_name = models.CharField(_("office"), max_length=40)
    phone = models.CharField(_("phone for complaints"), max_length=30)
    recorded_on = models.DateField(_("recorded on"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    objects = ComplaintPhoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("phone for complaints")
        verbose_name_plural = _("phones for complaints")
        ordering = ["area_code", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(area_code__regex=r"^(\d{6}|\d{9})$"), name="villages_complaint_phone_area"
            ),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{for_reader(self.area_name)} {self.phone}"
