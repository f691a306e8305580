"""Leading enterprises and the reviews they pass before an agreement."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dividends.querysets import EnterpriseQuerySet
from yuping.accounts.models import User
from yuping.core import guards
from yuping.core.fields import MoneyField, SealedField
from yuping.core.history import tracked


@tracked()
class Enterprise(models.Model):
    """An enterprise that takes the households' principal and owes the dividends."""

    credit_code = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    name = models.CharField(_("enterprise"), max_length=80)
    legal_representative = models.CharField(_("legal representative"), max_length=60)
    contact_phone = models.CharField(_("contact phone"), max_length=20, blank=True)
    address = models.CharField(_("address"), max_length=120)
    business = models.CharField(_("line of business"), max_length=120)
    registered_capital = MoneyField(_("registered capital"), default=0)
    capacity_households = models.PositiveIntegerField(_("households it can take"))
    bank_name = models.CharField(_("bank"), max_length=60)
    account_number = SealedField(_("account number"))
    account_last4 = models.CharField(_("last digits of the account"), max_length=4)
    registered_on = models.DateField(_("registered on"))

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(credit_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"), name="dividends_credit_code_form"
            )
        ]
        triggers = [guards.no_delete()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dividends:enterprise_detail", args=[self.pk])


class EnterpriseReview(models.Model):
    """The verdict of the county's project review group: direction, risk, project, enterprise."""

    append_only = True

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="reviews", verbose_name=_("enterprise"))
    reviewed_on = models.DateField(_("reviewed on"))
    direction_ok = models.BooleanField(_("direction fits"))
    risk_ok = models.BooleanField(_("risk can be borne"))
    project_ok = models.BooleanField(_("project is sound"))
    enterprise_ok = models.BooleanField(_("enterprise is sound"))
    opinion = models.TextField(_("opinion"))
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))

    class Meta:
        verbose_name = _("review of an enterprise")
        verbose_name_plural = _("reviews of enterprises")
        ordering = ["-reviewed_on", "-pk"]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.enterprise} {self.reviewed_on:%Y-%m-%d}"

    @property
    def passed(self) -> bool:
        return self.direction_ok and self.risk_ok and self.project_ok and self.enterprise_ok
