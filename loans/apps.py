"""The loans room: 精扶貸 from application to settlement, interest subsidy, risk fund."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoansConfig(AppConfig):
    name = "loans"
    verbose_name = _("loans")
