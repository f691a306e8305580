"""The verbs of the loans room. They take lists, write each table once and leave one audit entry."""

from loans.services.applications import apply_for_loan
from loans.services.bills import BillRow, compare_bill
from loans.services.eligibility import Application, heads_of
from loans.services.moves import (
    Contract,
    approve_loan,
    confirm_borrower,
    draw_loan,
    published_rate,
    recommend_loan,
    refuse_loan,
    settle_loan,
)
from loans.services.ratings import RatedHousehold, rate_credit, register_lender
from loans.services.repayments import Back, record_repayment, reverse_repayment
from loans.services.riskfund import record_risk_fund
from loans.services.subsidy import (
    approve_subsidy_quarter,
    cancel_subsidy_quarter,
    pay_subsidy_quarter,
    prepare_subsidy_quarter,
    take_out_subsidy_lines,
)
from loans.services.trail import Outcome

__all__ = [
    "Application",
    "Back",
    "BillRow",
    "Contract",
    "Outcome",
    "RatedHousehold",
    "apply_for_loan",
    "approve_loan",
    "approve_subsidy_quarter",
    "cancel_subsidy_quarter",
    "compare_bill",
    "confirm_borrower",
    "draw_loan",
    "heads_of",
    "pay_subsidy_quarter",
    "prepare_subsidy_quarter",
    "published_rate",
    "rate_credit",
    "recommend_loan",
    "record_repayment",
    "record_risk_fund",
    "refuse_loan",
    "register_lender",
    "reverse_repayment",
    "settle_loan",
    "take_out_subsidy_lines",
]
