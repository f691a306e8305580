"""The households room: household files by year, members, payee accounts, visits and measures."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = _("households")

    def ready(self) -> None:
        from households.sentences import REFUSALS
        from yuping.accounts import sentences

        sentences.register(REFUSALS)
        for name in ("reference", "figures"):
            import_module(f"households.{name}")
