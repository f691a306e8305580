"""The villages room: townships, villages, indicators, task forces, collective income and spending."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VillagesConfig(AppConfig):
    name = "villages"
    verbose_name = _("villages")

    def ready(self) -> None:
        from villages.querysets import posting_areas, predecessors
        from yuping.accounts import access, areas

        access.set_predecessors(predecessors)
        areas.provide(posting_areas)
        for name in ("reference", "income", "figures", "checks"):
            import_module(f"villages.{name}")
