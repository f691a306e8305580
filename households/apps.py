"""The households room: household files by year, members, payee accounts, visits and measures."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

NAVIGATION = [
    (_("Household files"), "households:household_list", "households.view_household"),
    (_("Imports"), "households:import_list", "households.view_importrun"),
    (_("Roster"), "households:roster_export", "households.export_household"),
]


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = _("households")

    def ready(self) -> None:
        from households.sentences import REFUSALS
        from yuping.accounts import navigation, sentences

        sentences.register(REFUSALS)
        for order, (label, address, permission) in enumerate(NAVIGATION):
            navigation.register("households", label, address, permission, order=10 + order)
        for name in ("reference", "figures"):
            import_module(f"households.{name}")
