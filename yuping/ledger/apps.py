"""The ledger room: double entry, one book each for scheme, deposit, subsidy and every village."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "yuping.ledger"
    label = "ledger"
    verbose_name = _("ledger")

    def ready(self) -> None:
        from yuping.accounts import navigation

        import_module("yuping.ledger.checks").declare()
        navigation.register("audit", _("Journal"), "ledger:journal_list", "ledger.view_journalentry", order=30)
        navigation.register("audit", _("Account balances"), "ledger:account_list", "ledger.view_account", order=40)
