"""The households room: household files by year, members, payee accounts, visits and measures."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Records of which every row stands in the audit record, with the act that wrote it.
VOUCHED = (
    "PayeeAccount",
    "IdentityChange",
    "Score",
    "IdentificationStep",
    "AdjustmentStep",
    "WatchRisk",
    "NoticeObjection",
    "StatusChange",
    "LeadStep",
    "Document",
)
# Section of the navigation to its entries: label, page, permission.
NAVIGATION = {
    "households": [
        (_("Household files"), "households:household_list", "households.view_household"),
        (_("Half-entered forms"), "households:draft_list", "households.keep_draft"),
        (_("Persons on file"), "households:member_list", "households.view_member"),
        (_("Payee accounts"), "households:account_list", "households.view_payeeaccount"),
        (_("Changes of identity"), "households:identity_list", "households.view_identitychange"),
        (_("Imports"), "households:import_list", "households.view_importrun"),
        (_("Roster"), "households:roster_export", "households.export_household"),
    ],
    "quality": [
        (_("Problems found"), "households:finding_list", "households.view_finding"),
        (_("Problems of my post"), "households:finding_own", "households.view_own_finding"),
        (_("Likely doubles"), "households:double_list", "households.view_likelydouble"),
        (_("Negative list"), "households:lead_list", "households.view_lead"),
        (_("Rules of data quality"), "households:rule_list", "households.view_finding"),
    ],
    "cases": [
        (_("Identification"), "households:identification_list", "households.view_identification"),
        (_("Four-look scores"), "households:score_list", "households.view_score"),
        (_("Adjustments"), "households:adjustment_list", "households.view_adjustment"),
        (_("Yearly adjustment"), "households:adjustment_year", "households.view_adjustment"),
        (_("Notices of the villages"), "households:notice_list", "households.view_identification"),
        (_("Objections to notices"), "households:objection_list", "households.view_noticeobjection"),
        (_("Changes of status"), "households:status_list", "households.view_statuschange"),
        (_("Life events"), "households:event_list", "households.view_lifeevent"),
    ],
    "help": [
        (_("Pairings"), "households:pairing_list", "households.view_pairing"),
        (_("Visits"), "households:visit_list", "households.view_visit"),
        (_("Measures"), "households:measure_list", "households.view_measure"),
        (_("Effects of the assistance"), "households:quarter_list", "households.view_householdquarter"),
        (_("Produce sold"), "households:sale_list", "households.view_sale"),
        (_("Trainings"), "households:training_list", "households.view_training"),
        (_("Relocations"), "households:relocation_list", "households.view_relocation"),
    ],
}


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = pgettext_lazy("records", "households")

    def ready(self) -> None:
        from django.conf import settings

        from households.case_sentences import CASE_REFUSALS
        from households.import_sentences import IMPORT_REFUSALS
        from households.paper_sentences import PAPER_REFUSALS
        from households.policy.numbers import set_form
        from households.procedures import CASE_VERBS
        from households.sentences import LEAD_STEPS, REFUSALS, STEPS
        from households.worklist import (
            cases_waiting,
            casework_waiting,
            files_waiting,
            identities_waiting,
            leads_waiting,
        )
        from yuping.accounts import fact_names, navigation, sentences, verbs, worklist
        from yuping.audit import seals

        set_form(settings.HOUSEHOLD_NUMBER_LENGTHS)
        seals.vouch_for(*map(self.get_model, VOUCHED))
        sentences.register(REFUSALS)
        sentences.register(CASE_REFUSALS)
        sentences.register(IMPORT_REFUSALS)
        sentences.register(PAPER_REFUSALS)
        fact_names.say("state", dict(import_module("households.models").HouseholdState.choices))
        fact_names.say("account_kind", dict(self.get_model("PayeeAccount")._meta.get_field("kind").flatchoices))
        models = import_module("households.models")
        fact_names.say("band", models.BANDS)
        fact_names.say("kind", models.LEAD_KINDS)
        fact_names.say("lead_step", LEAD_STEPS)
        fact_names.say("move", STEPS)
        verbs.tell_apart(CASE_VERBS, import_module("households.history").case_act)
        for source in (files_waiting, casework_waiting, cases_waiting, identities_waiting, leads_waiting):
            worklist.register(source)
        for section, entries in NAVIGATION.items():
            for order, (label, address, permission) in enumerate(entries):
                navigation.register(section, label, address, permission, order=10 + order)
        for name in (
            "reference",
            "advice_pages",
            "figures",
            "indicators",
            "checks",
            "case_checks",
            "import_checks",
            "rule_sentences",
            "quality",
        ):
            import_module(f"households.{name}")
