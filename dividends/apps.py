"""The dividends room: enterprises, agreements, receipts, batches, payouts, jobs."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What a batch rests on: the gates it passed and who stands in it. Each row is written by a verb that answers for it.
VOUCHED = (
    "AgreementException",
    "EnterpriseReview",
    "Agreement",
    "Participation",
    "Decision",
    "Hold",
    "Notice",
    "Objection",
    "SignatureSheet",
)


class DividendsConfig(AppConfig):
    name = "dividends"
    verbose_name = _("dividends")

    def ready(self) -> None:
        from yuping.accounts import navigation, sentences, worklist
        from yuping.audit import seals

        import_module("dividends.reference")
        import_module("dividends.indicators")
        import_module("dividends.quality")
        import_module("dividends.standing")
        import_module("dividends.figures").declare()
        import_module("dividends.checks").declare()
        seals.vouch_for(*map(self.get_model, VOUCHED))
        sentences.register(import_module("dividends.sentences").SENTENCES)
        waiting = import_module("dividends.worklist")
        worklist.register(waiting.dues)
        worklist.register(waiting.batches)
        worklist.register(waiting.stopped)
        worklist.register(waiting.village_papers)
        worklist.register(waiting.second_looks)
        pages = (
            (_("Dividend batches"), "batch_list", "view_batch"),
            (_("Payouts"), "payout_list", "view_payout"),
            (_("Village shares"), "villageshare_list", "view_villageshare"),
            (_("Returned and held lines"), "failed_list", "view_payout"),
            (_("Sums to recover"), "unduly_paid_list", "view_payout"),
            (_("Holds"), "hold_list", "view_hold"),
            (_("Objections"), "objection_list", "view_objection"),
            (_("Agreements"), "agreement_list", "view_agreement"),
            (_("Participating households"), "participation_list", "view_participation"),
            (_("Instalments"), "instalment_list", "view_instalment"),
            (_("Jobs"), "job_list", "view_job"),
            (_("Receipts"), "receipt_list", "view_receipt"),
            (_("Enterprises"), "enterprise_list", "view_enterprise"),
            (_("Exceptions for new agreements"), "exception_list", "view_agreementexception"),
        )
        for order, (label, url_name, permission) in enumerate(pages, start=10):
            navigation.register("dividends", label, f"dividends:{url_name}", f"dividends.{permission}", order=order)
