"""The dashboard room: gathers the figures and integrity checks that each app registers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    name = "yuping.dashboard"
    label = "dashboard"
    verbose_name = _("dashboard")
