"""The dashboard room: gathers the figures and integrity checks that each app registers."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    name = "yuping.dashboard"
    label = "dashboard"
    verbose_name = _("dashboard")

    def ready(self) -> None:
        from yuping.accounts import navigation

        import_module("yuping.dashboard.figures")
        pages = (
            (_("Where we stand"), "dashboard:overview"),
            (_("All figures"), "dashboard:all_figures"),
            (_("Trend of data quality"), "dashboard:findings"),
        )
        for order, (label, address) in enumerate(pages, start=10):
            navigation.register("figures", label, address, "dashboard.view_figures", order=order)
