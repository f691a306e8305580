"""The accounts room: people, postings, roles, and who may see and do what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "yuping.accounts"
    label = "accounts"
    verbose_name = _("accounts")
