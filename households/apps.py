"""The households room: household files by year, members, payee accounts, visits and measures."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

NAVIGATION = [
    (_("Household files"), "households:household_list", "households.view_household"),
    (_("Persons on file"), "households:member_list", "households.view_member"),
    (_("Problems found"), "households:finding_list", "households.view_finding"),
    (_("Payee accounts"), "households:account_list", "households.view_payeeaccount"),
]


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = _("households")

    def ready(self) -> None:
        from households.sentences import REFUSALS
        from households.worklist import waiting
        from yuping.accounts import navigation, sentences, worklist

        sentences.register(REFUSALS)
        worklist.register(waiting)
        for order, (label, address, permission) in enumerate(NAVIGATION):
            navigation.register("households", label, address, permission, order=10 + order)
        for name in ("reference", "figures", "checks"):
            import_module(f"households.{name}")
