"""The households room: household files by year, members, payee accounts, visits and measures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = _("households")
