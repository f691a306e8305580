"""The verbs of the dividends room: one function each, one file per noun."""

from dividends.services.agreements import activate_agreement, sign_agreement, withdraw_agreement
from dividends.services.approval import approve_batch, cancel_batch, confirm_batch, return_batch
from dividends.services.bank import discard_results, issue_batch, load_results, settle_batch
from dividends.services.closing import close_batch, hand_in_sheet
from dividends.services.enterprises import register_enterprise, review_enterprise
from dividends.services.exceptions import confirm_new_agreement_exception, request_new_agreement_exception
from dividends.services.holds import confirm_hold, hold_line
from dividends.services.jobs import end_job, record_job
from dividends.services.notices import answer_objection, publish_notice, record_objection
from dividends.services.preparation import create_batch, create_reissue_batch, lock_batch, remove_lines
from dividends.services.receipts import record_receipt, reverse_receipt

__all__ = [
    "activate_agreement",
    "answer_objection",
    "approve_batch",
    "cancel_batch",
    "close_batch",
    "confirm_batch",
    "confirm_hold",
    "confirm_new_agreement_exception",
    "create_batch",
    "create_reissue_batch",
    "discard_results",
    "end_job",
    "hand_in_sheet",
    "hold_line",
    "issue_batch",
    "load_results",
    "lock_batch",
    "publish_notice",
    "record_job",
    "record_objection",
    "record_receipt",
    "register_enterprise",
    "remove_lines",
    "request_new_agreement_exception",
    "return_batch",
    "reverse_receipt",
    "review_enterprise",
    "settle_batch",
    "sign_agreement",
    "withdraw_agreement",
]
