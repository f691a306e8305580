"""Record pages of the loans room: to look at; every change is a step of a loan, a quarter or the risk fund."""

from loans.models import (
    BenchmarkRate,
    CreditRating,
    Lender,
    Loan,
    LoanEvent,
    LoanProduct,
    Repayment,
    RiskFundMovement,
    SubsidyBill,
    SubsidyLine,
    SubsidyQuarter,
)
from loans.overview import facts_of
from loans.sentences import STEP_LABELS
from yuping.accounts.record_values import by_label, pairs
from yuping.accounts.records import to_look_at

to_look_at(
    LoanProduct,
    "code",
    "title",
    "max_amount",
    "max_years",
    "effective_from",
    "effective_until",
    never_shown=("title_en",),
)
to_look_at(BenchmarkRate, "kind", "term", "effective_from", "percent", list_filter=("kind",))
to_look_at(Lender, "code", "name", "active")
to_look_at(CreditRating, "household", "village", "grade", "score", "limit", "rated_on", page_of="household")
to_look_at(
    Loan,
    "household",
    "village",
    "kind",
    "state",
    "principal",
    "drawn_on",
    list_filter=("state", "kind"),
    search_fields=("contract_number", "household__number", "household__head_name"),
)
to_look_at(
    LoanEvent,
    "loan",
    "village",
    "move",
    "date",
    "amount",
    page_of="loan",
    words={"move": by_label(STEP_LABELS)},
    told={"facts": lambda event: pairs(facts_of(event))},
)
to_look_at(Repayment, "loan", "village", "date", "payer", "principal", "interest", page_of="loan")
to_look_at(RiskFundMovement, "date", "lender", "kind", "amount", "document", county_only=True)
to_look_at(SubsidyQuarter, "lender", "year", "number", "state", "approved_total", county_only=True)
to_look_at(SubsidyLine, "quarter", "loan", "village", "days", "amount", "bill_amount", "live", page_of="loan")
to_look_at(SubsidyBill, "quarter", "loaded_on", "row_count", "total", county_only=True, page_of="quarter")
