"""The villages room: townships, villages, indicators, task forces, collective income and spending."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VillagesConfig(AppConfig):
    name = "villages"
    verbose_name = _("villages")
