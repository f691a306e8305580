"""The accounts room: people, postings, roles, and who may see and do what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "yuping.accounts"
    label = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        from yuping.accounts import navigation, sentences, texts

        sentences.register(texts.SENTENCES)
        navigation.register("work", _("Work list"), "accounts:work_list", "", order=0)
