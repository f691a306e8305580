"""The loans room: 精扶贷 from application to settlement, interest subsidy, risk fund."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

NAVIGATION = [
    (_("Loans"), "loans:loan_list", "loans.view_loan"),
    (_("Households in neither group"), "loans:without_loan_list", "loans.view_creditrating"),
    (_("Credit ratings"), "loans:rating_list", "loans.view_creditrating"),
    (_("Repayments"), "loans:repayment_list", "loans.view_repayment"),
    (_("Interest subsidy"), "loans:quarter_list", "loans.view_subsidyquarter"),
    (_("Risk fund"), "loans:movement_list", "loans.view_riskfundmovement"),
    (_("Lenders"), "loans:lender_list", "loans.view_lender"),
    (_("Editions of the loan"), "loans:product_list", "loans.view_loanproduct"),
    (_("Published rates"), "loans:rate_list", "loans.view_benchmarkrate"),
]


class LoansConfig(AppConfig):
    name = "loans"
    verbose_name = _("loans")

    def ready(self) -> None:
        from loans import worklist as waiting
        from loans.sentences import SENTENCES
        from yuping.accounts import navigation, sentences, worklist

        sentences.register(SENTENCES)
        worklist.register(waiting.loans)
        worklist.register(waiting.recalls)
        worklist.register(waiting.subsidies)
        for order, (label, address, permission) in enumerate(NAVIGATION, start=10):
            navigation.register("loans", label, address, permission, order=order)
        for name in ("reference", "indicators", "figures", "quality", "standing"):
            import_module(f"loans.{name}")
        import_module("loans.checks").declare()
