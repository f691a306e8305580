"""The ledger room: double entry, one book each for scheme, deposit, subsidy and every village."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "yuping.ledger"
    label = "ledger"
    verbose_name = _("ledger")
