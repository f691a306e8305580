"""The audit room: the append-only record of every verb, every reveal, every refusal."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "yuping.audit"
    label = "audit"
    verbose_name = _("audit")

    def ready(self) -> None:
        import_module("yuping.audit.checks").declare()
