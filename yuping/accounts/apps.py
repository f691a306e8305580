"""The accounts room: people, postings, roles, and who may see and do what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "yuping.accounts"
    label = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        from yuping.accounts import navigation, sentences, texts, waiting, worklist
        from yuping.audit import seals

        seals.vouch_for(self.get_model("Posting"))
        sentences.register(texts.SENTENCES)
        worklist.register(waiting.unconfirmed_postings)
        navigation.register("work", _("Work list"), "accounts:work_list", "", order=0)
        navigation.register("audit", _("Audit record"), "audit:entry_list", "audit.view_auditentry", order=10)
        navigation.register("accounts", _("Accounts"), "accounts:user_list", "accounts.view_user", order=10)
        navigation.register("accounts", _("Postings"), "accounts:posting_list", "accounts.view_posting", order=20)
        attempts = "accounts:sign_in_attempt_list"
        navigation.register("accounts", _("Sign-in attempts"), attempts, "accounts.view_signinattempt", order=30)
