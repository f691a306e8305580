"""Tables of the loans room, one file for each group of nouns."""

from loans.models.loan import Loan, LoanEvent, LoanKind, LoanState, Payer, RateBasis, RateType, Repayment
from loans.models.product import BenchmarkRate, Lender, LoanProduct, RateKind, RateTerm
from loans.models.rating import CreditRating
from loans.models.riskfund import MovementKind, RiskFundMovement
from loans.models.subsidy import SubsidyBill, SubsidyLine, SubsidyQuarter, SubsidyState

__all__ = [
    "BenchmarkRate",
    "CreditRating",
    "Lender",
    "Loan",
    "LoanEvent",
    "LoanKind",
    "LoanProduct",
    "LoanState",
    "MovementKind",
    "Payer",
    "RateBasis",
    "RateKind",
    "RateTerm",
    "RateType",
    "Repayment",
    "RiskFundMovement",
    "SubsidyBill",
    "SubsidyLine",
    "SubsidyQuarter",
    "SubsidyState",
]
