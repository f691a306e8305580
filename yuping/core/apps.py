"""The core room: pure helpers and base classes that every other app stands on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "yuping.core"
    label = "core"
    verbose_name = _("installation")
