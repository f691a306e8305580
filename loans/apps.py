"""The loans room: 精扶贷 from application to settlement, interest subsidy, risk fund."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoansConfig(AppConfig):
    name = "loans"
    verbose_name = _("loans")

    def ready(self) -> None:
        for name in ("reference", "indicators", "figures"):
            import_module(f"loans.{name}")
