"""The verbs of the households room: one function each, one file per noun; the plural ones take lists."""

from households.services.accounts import (
    AccountRow,
    close_payee_account,
    confirm_payee_account,
    confirm_payee_accounts,
    propose_payee_account,
    propose_payee_accounts,
    refuse_payee_account,
)
from households.services.adjustments import (
    Proposal,
    RiskRow,
    move_adjustment,
    move_adjustments,
    propose_adjustment,
    propose_adjustments,
)
from households.services.apart import Apart, LooksLikeOthers
from households.services.case_rules import set_case_rule
from households.services.checking import check_batch
from households.services.corrections import (
    correct_measure,
    correct_visit,
    sign_measure,
    withdraw_measure,
    withdraw_visit,
)
from households.services.dividends import record_dividend_income
from households.services.documents import attach_document, withdraw_document
from households.services.doubles import clear_double, defer_double, reopen_double, search_doubles
from households.services.drafts import DraftPlace, Seen, discard_draft, drop_draft, keep_draft, sweep_drafts
from households.services.events import Split, record_life_event, settle_life_event
from households.services.exports import export_roster, export_summary
from households.services.findings import accept_file, exempt_finding, refresh_findings
from households.services.identification import Application, apply_for_identification, move_identification
from households.services.identity import (
    RightIdentity,
    confirm_identity_change,
    propose_identity_change,
    refuse_identity_change,
)
from households.services.import_jobs import import_apart, read_again, receive_upload
from households.services.import_undo import undo_import
from households.services.imports import HowToRead, confirm_import, discard_import, sweep_uploads, upload_households
from households.services.leads import CheckFacts, check_lead, decide_lead, take_up_lead
from households.services.members import save_member, save_members
from households.services.merging import confirm_merger, merge_double, refuse_merger
from households.services.objections import answer_objection, record_objection
from households.services.pairings import PairingRow, accept_pairing, accept_pairings, pair_cadre, pair_cadres
from households.services.particulars import Particulars, edit_household
from households.services.quarters import QuarterIncome, correct_quarter, record_quarter, record_quarters
from households.services.registration import import_households, register_household
from households.services.revealing import reveal, reveal_on_form
from households.services.sales import SaleRow, correct_sale, record_sale, record_sales, withdraw_sale
from households.services.scoring import ScoreRow, correct_score, record_score, record_scores
from households.services.scoring_templates import (
    ItemFacts,
    TemplateHead,
    draft_scoring_template,
    edit_scoring_template,
    publish_scoring_template,
    remove_scoring_item,
    save_scoring_item,
)
from households.services.status import change_status
from households.services.steps import StepFacts
from households.services.support import (
    MeasureRow,
    RelocationRow,
    TrainingRow,
    record_measure,
    record_measures,
    record_relocation,
    record_relocations,
    record_training,
    record_trainings,
)
from households.services.visits import VisitRow, close_problem, record_visit, record_visits
from households.services.withdrawing import withdraw_life_event
from households.services.years import save_household_year

__all__ = [
    "AccountRow",
    "Apart",
    "Application",
    "CheckFacts",
    "DraftPlace",
    "HowToRead",
    "ItemFacts",
    "LooksLikeOthers",
    "MeasureRow",
    "PairingRow",
    "Particulars",
    "Proposal",
    "QuarterIncome",
    "RelocationRow",
    "RightIdentity",
    "RiskRow",
    "SaleRow",
    "ScoreRow",
    "Seen",
    "Split",
    "StepFacts",
    "TemplateHead",
    "TrainingRow",
    "VisitRow",
    "accept_file",
    "accept_pairing",
    "accept_pairings",
    "answer_objection",
    "apply_for_identification",
    "attach_document",
    "change_status",
    "check_batch",
    "check_lead",
    "clear_double",
    "close_payee_account",
    "close_problem",
    "confirm_identity_change",
    "confirm_import",
    "confirm_merger",
    "confirm_payee_account",
    "confirm_payee_accounts",
    "correct_measure",
    "correct_quarter",
    "correct_sale",
    "correct_score",
    "correct_visit",
    "decide_lead",
    "defer_double",
    "discard_draft",
    "discard_import",
    "draft_scoring_template",
    "drop_draft",
    "edit_household",
    "edit_scoring_template",
    "exempt_finding",
    "export_roster",
    "export_summary",
    "import_apart",
    "import_households",
    "keep_draft",
    "merge_double",
    "move_adjustment",
    "move_adjustments",
    "move_identification",
    "pair_cadre",
    "pair_cadres",
    "propose_adjustment",
    "propose_adjustments",
    "propose_identity_change",
    "propose_payee_account",
    "propose_payee_accounts",
    "publish_scoring_template",
    "read_again",
    "receive_upload",
    "record_dividend_income",
    "record_life_event",
    "record_measure",
    "record_measures",
    "record_objection",
    "record_quarter",
    "record_quarters",
    "record_relocation",
    "record_relocations",
    "record_sale",
    "record_sales",
    "record_score",
    "record_scores",
    "record_training",
    "record_trainings",
    "record_visit",
    "record_visits",
    "refresh_findings",
    "refuse_identity_change",
    "refuse_merger",
    "refuse_payee_account",
    "register_household",
    "remove_scoring_item",
    "reopen_double",
    "reveal",
    "reveal_on_form",
    "save_household_year",
    "save_member",
    "save_members",
    "save_scoring_item",
    "search_doubles",
    "set_case_rule",
    "settle_life_event",
    "sign_measure",
    "sweep_drafts",
    "sweep_uploads",
    "take_up_lead",
    "undo_import",
    "upload_households",
    "withdraw_document",
    "withdraw_life_event",
    "withdraw_measure",
    "withdraw_sale",
    "withdraw_visit",
]
