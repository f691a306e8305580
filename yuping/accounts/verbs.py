"""What each verb is called where people read of it: the audit record, the roles page."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, str | Promise] = {
    "accounts.open_installation": _("open the installation"),
    "accounts.sign_in": _("sign in"),
    "accounts.sign_out": _("sign out"),
    "accounts.create_user": _("create an account"),
    "accounts.reset_password": _("reset a password"),
    "accounts.change_own_password": _("change one's own password"),
    "accounts.disable_user": _("disable an account"),
    "accounts.unlock_user": _("unlock an account"),
    "accounts.request_posting": _("ask for a posting"),
    "accounts.confirm_posting": _("confirm a posting"),
    "accounts.end_posting": _("end a posting"),
    "accounts.move_demo_date": _("move the business date of the demo"),
    "dashboard.view_figures": _("look at the figures"),
    "dashboard.export_figures": _("export the figures"),
    "dividends.activate_agreement": _("put an agreement in force"),
    "dividends.answer_objection": _("answer an objection"),
    "dividends.approve_batch": _("approve a batch"),
    "dividends.cancel_batch": _("cancel a batch"),
    "dividends.close_batch": _("close a batch"),
    "dividends.confirm_batch": _("confirm a batch"),
    "dividends.confirm_hold": _("confirm a hold"),
    "dividends.confirm_new_agreement_exception": _("confirm an exception for a new agreement"),
    "dividends.create_batch": _("create a batch"),
    "dividends.create_reissue_batch": _("create a reissue batch"),
    "dividends.discard_results": _("discard bank results"),
    "dividends.download_bank_file": _("download a bank file"),
    "dividends.hand_in_sheet": _("hand in a signature sheet"),
    "dividends.hold_line": _("hold a payout"),
    "dividends.issue_batch": _("issue a batch"),
    "dividends.load_results": _("load bank results"),
    "dividends.lock_batch": _("lock a batch"),
    "dividends.publish_notice": _("publish a notice"),
    "dividends.record_job": _("record a job"),
    "dividends.record_objection": _("record an objection"),
    "dividends.record_receipt": _("record a receipt"),
    "dividends.register_enterprise": _("register an enterprise"),
    "dividends.remove_line": _("take a line out of a batch"),
    "dividends.request_new_agreement_exception": _("ask for an exception for a new agreement"),
    "dividends.reverse_receipt": _("take back a receipt"),
    "dividends.return_batch": _("return a batch"),
    "dividends.review_enterprise": _("review an enterprise"),
    "dividends.settle_batch": _("settle a batch"),
    "dividends.sign_agreement": _("sign an agreement"),
    "dividends.withdraw_agreement": _("withdraw an agreement"),
    "households.accept_pairing": _("accept a hand-over of a household"),
    "households.answer_objection": _("answer an objection to a notice"),
    "households.apply_for_identification": _("apply for identification"),
    "households.attach_document": _("attach a document"),
    "households.withdraw_document": _("withdraw a document"),
    "households.change_status": _("change a household's status"),
    "households.clear_double": _("decide that two files are not the same"),
    "households.reopen_double": _("take up two files again that were found not the same"),
    "households.check_lead": _("check a lead of the negative list"),
    "households.close_payee_account": _("close a payee account"),
    "households.close_problem": _("close a problem of a visit"),
    "households.confirm_identity_change": _("confirm a change of identity"),
    "households.confirm_merger": _("confirm a merger of two files"),
    "households.defer_double": _("look at two files again later"),
    "households.merge_double": _("merge two files"),
    "households.propose_identity_change": _("propose a change of identity"),
    "households.refuse_identity_change": _("refuse a change of identity"),
    "households.refuse_merger": _("refuse a merger of two files"),
    "households.search_doubles": _("search for likely doubles"),
    "households.confirm_identification": _("confirm an identification"),
    "households.confirm_payee_account": _("confirm a payee account"),
    "households.decide_adjustment": _("decide an adjustment for the county"),
    "households.decide_lead": _("decide a lead of the negative list"),
    "households.confirm_import": _("carry out an import"),
    "households.discard_import": _("discard an upload"),
    "households.edit_household": _("change a household's particulars"),
    "households.edit_scoring_template": _("edit a scoring template"),
    "households.exempt_finding": _("exempt a finding"),
    "households.accept_file": _("accept a file without identification"),
    "households.export_adjustment": _("export the yearly adjustment"),
    "households.export_household": _("export household files"),
    "households.import_households": _("import household files"),
    "households.import_leads": _("import a negative list"),
    "households.keep_draft": _("keep half-entered forms"),
    "households.pair_cadre": _("pair a cadre with a household"),
    "households.propose_adjustment": _("propose an adjustment and record the village's steps"),
    "households.propose_payee_account": _("propose a payee account"),
    "households.publish_scoring_template": _("put a scoring template in force"),
    "households.record_dividend_income": _("enter dividend income in household files"),
    "households.record_life_event": _("record a life event"),
    "households.record_measure": _("record a measure"),
    "households.correct_measure": _("correct a measure"),
    "households.withdraw_measure": _("withdraw a measure"),
    "households.sign_measure": _("note the signature for a measure"),
    "households.record_objection": _("record an objection to a notice"),
    "households.record_relocation": _("record a relocation"),
    "households.record_score": _("record a score"),
    "households.record_quarter": _("record the income of a quarter"),
    "households.correct_quarter": _("correct the income of a quarter"),
    "households.record_sale": _("record a sale of produce"),
    "households.correct_sale": _("correct a sale of produce"),
    "households.withdraw_sale": _("withdraw a sale of produce"),
    "households.record_training": _("record a training"),
    "households.record_visit": _("record a visit"),
    "households.correct_visit": _("correct a visit"),
    "households.withdraw_visit": _("withdraw a visit"),
    "households.refresh_findings": _("check household files anew"),
    "households.refuse_payee_account": _("refuse a payee account"),
    "households.register_household": _("register a household"),
    "households.reveal": _("look at a full number"),
    "households.review_adjustment": _("check an adjustment for the township"),
    "households.save_household_year": _("save a yearly record"),
    "households.save_member": _("save a household member"),
    "households.set_case_rule": _("set a rule for cases"),
    "households.settle_life_event": _("settle a life event"),
    "households.undo_import": _("undo an import"),
    "households.withdraw_life_event": _("withdraw a life event"),
    "households.view_history": _("look at the history of a file"),
    "loans.apply_for_loan": _("apply for a loan"),
    "loans.approve_loan": _("approve a loan"),
    "loans.approve_subsidy_quarter": _("approve the interest subsidy of a quarter"),
    "loans.cancel_subsidy_quarter": _("cancel the interest subsidy of a quarter"),
    "loans.compare_bill": _("compare the bank's bill"),
    "loans.confirm_borrower": _("confirm a borrower"),
    "loans.draw_loan": _("pay out a loan"),
    "loans.pay_subsidy_quarter": _("pay the interest subsidy of a quarter"),
    "loans.prepare_subsidy_quarter": _("prepare the interest subsidy of a quarter"),
    "loans.rate_credit": _("rate credit"),
    "loans.recommend_loan": _("recommend a loan"),
    "loans.record_repayment": _("record a repayment"),
    "loans.record_risk_fund": _("record a movement of the risk fund"),
    "loans.refuse_loan": _("refuse a loan"),
    "loans.register_lender": _("register a lender"),
    "loans.reverse_repayment": _("reverse a repayment"),
    "loans.settle_loan": _("settle a loan"),
    "loans.take_out_subsidy_lines": _("take lines out of an interest subsidy"),
    "villages.assign_responsibility": _("assign a responsibility"),
    "villages.change_code": _("change a code list"),
    "villages.change_holiday": _("change a holiday"),
    "villages.set_complaint_phone": _("set a phone for complaints"),
    "villages.change_task_force": _("change a task force"),
    "villages.change_village": _("change a village's record"),
    "villages.close_village_account": _("close a village account"),
    "villages.confirm_village_account": _("confirm a village account"),
    "villages.edit_cadre": _("change a cadre's record"),
    "villages.end_responsibility": _("end a responsibility"),
    "villages.enter_indicator": _("enter indicators"),
    "villages.propose_village_account": _("propose a village account"),
    "villages.publish_resolution_result": _("publish the result of a resolution"),
    "villages.recode_village": _("recode a village"),
    "villages.recompute_indicators": _("recompute indicators"),
    "villages.record_collective_entry": _("record income or spending of a village"),
    "villages.record_dividend_income": _("enter dividend income of villages"),
    "villages.record_resolution": _("record a village resolution"),
    "villages.register_cadre": _("register a cadre"),
    "villages.register_task_force": _("register a task force"),
    "villages.register_village": _("register a village"),
    "villages.register_village_group": _("register a village group"),
    "villages.reject_village_account": _("reject a village account"),
    "villages.reverse_collective_entry": _("reverse income or spending of a village"),
    "villages.review_indicator": _("review indicators"),
}


class Told(Protocol):
    """An entry of the audit record, as far as its act is named here."""

    verb: str
    facts: dict[str, Any]


# What an act was, from its facts, where one verb does several; "" where the facts do not tell.
_acts: dict[str, Callable[[Mapping[str, Any]], str]] = {}


def tell_apart(verbs: Iterable[str], words: Callable[[Mapping[str, Any]], str]) -> None:
    """Called once by the room whose verbs do several acts: what the facts of an entry say was done."""
    _acts.update(dict.fromkeys(verbs, words))


def act_of(entry: Told) -> str:
    """What was done, in words: the step of a case where the entry names one, else what the verb is called."""
    told = _acts.get(entry.verb)
    return (told(entry.facts) if told else "") or name_of(entry.verb)


def name_of(verb: str) -> str:
    """The verb in words; views and exports are named after the records they show."""
    if verb in NAMES:
        return str(NAMES[verb])
    room, _dot, act = verb.partition(".")
    kind, _line, model = act.partition("_")
    if kind in {"view", "export"} and (found := _model(room, model)):
        words = _("look at: %(records)s") if kind == "view" else _("export: %(records)s")
        return str(words) % {"records": found._meta.verbose_name_plural}
    return verb


def kind_of(label: str) -> str:
    """The kind of record behind a model's label, in words."""
    room, _dot, model = label.partition(".")
    found = _model(room, model)
    return str(found._meta.verbose_name) if found else label


def kinds() -> list[tuple[str, str]]:
    """(label, words) of every kind of record of ours."""
    rooms = {verb.partition(".")[0] for verb in NAMES} | {"ledger", "core", "audit"}
    models = [model for room in sorted(rooms) for model in apps.get_app_config(room).get_models()]
    return [(m._meta.label, str(m._meta.verbose_name)) for m in models if not hasattr(m, "pgh_tracked_model")]


def _model(room: str, model: str) -> type | None:
    try:
        return apps.get_model(room, model)
    except LookupError:
        return None
