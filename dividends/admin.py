"""Record pages of the dividends room: to look at; papers, batches and lines change on their own pages alone."""

from dividends.models import (
    Agreement,
    AgreementException,
    BankFile,
    BankResult,
    BankResultLine,
    Batch,
    BatchCounter,
    Decision,
    Enterprise,
    EnterpriseReview,
    Hold,
    Instalment,
    Job,
    Notice,
    Objection,
    Participation,
    Payout,
    Receipt,
    ReceiptAllocation,
    Scheme,
    SignatureSheet,
    VillageShare,
)
from dividends.overview import MOVE_LABELS
from yuping.accounts.record_values import by_label
from yuping.accounts.records import to_look_at

# The search key of the account number, as of lock.
SEARCH_KEY = ("account_digest",)

to_look_at(Scheme, "code", "title", "principal", "household_dividend", "village_dividend", "new_agreements_until")
to_look_at(Enterprise, "name", "credit_code", "business", "registered_on", search_fields=("name", "credit_code"))
to_look_at(EnterpriseReview, "enterprise", "reviewed_on", "direction_ok", "risk_ok", "project_ok", page_of="enterprise")
to_look_at(AgreementException, "document", "enterprise", "scheme", "requested_on", "confirmed_on", page_of="enterprise")
to_look_at(Agreement, "number", "enterprise", "scheme", "state", "signed_on", list_filter=("state",), county_only=True)
to_look_at(
    Participation, "household", "village", "agreement", "principal", "starts_on", "ended_on", page_of="agreement"
)
to_look_at(
    Instalment,
    "participation",
    "village",
    "part",
    "year",
    "due_on",
    "household_amount",
    list_filter=("part", "year"),
    list_select_related=("participation__household", "participation__agreement", "village"),
    page_of="participation__agreement",
)
to_look_at(Job, "member", "village", "post", "monthly_wage", "started_on", "ended_on")
to_look_at(Receipt, "enterprise", "received_on", "amount", "bank_reference", county_only=True)
to_look_at(
    ReceiptAllocation, "receipt", "village", "amount", view_permission="dividends.view_receipt", page_of="receipt"
)
to_look_at(BatchCounter, "year", "last", view_permission="dividends.view_batch", county_only=True)
to_look_at(
    Batch,
    "number",
    "scheme",
    "due_year",
    "kind",
    "state",
    "household_total",
    "village_total",
    list_filter=("state", "kind"),
    county_only=True,
)
to_look_at(
    Payout,
    "payee_name",
    "batch",
    "village",
    "line_number",
    "amount",
    "state",
    list_filter=("state",),
    search_fields=("payee_name", "head_name"),
    never_shown=SEARCH_KEY,
)
to_look_at(
    VillageShare,
    "village",
    "batch",
    "line_number",
    "amount",
    "state",
    list_filter=("state",),
    page_of="batch",
    never_shown=SEARCH_KEY,
)
to_look_at(Hold, "payout", "village", "proposed_by", "proposed_on", "confirmed_by", page_of="payout")
to_look_at(Notice, "batch", "village", "place", "starts_on", "ends_on", page_of="batch")
to_look_at(Objection, "notice", "village", "raised_by", "raised_on", "answered_on", page_of="notice__batch")
to_look_at(
    Decision,
    "batch",
    "round",
    "move",
    "actor",
    "on",
    county_only=True,
    page_of="batch",
    words={"move": by_label(MOVE_LABELS)},
)
to_look_at(BankFile, "batch", "name", "line_count", "total", county_only=True, page_of="batch")
to_look_at(BankResult, "batch", "name", "loaded_by", "loaded_on", county_only=True, page_of="batch")
to_look_at(
    BankResultLine,
    "payout",
    "share",
    "outcome",
    "paid_on",
    list_filter=("outcome",),
    view_permission="dividends.view_bankresult",
    area_paths=("payout__village", "share__village"),
    page_of="payout",
)
to_look_at(SignatureSheet, "batch", "village", "handed_in_on", "signed_count", "signed_amount", page_of="batch")
