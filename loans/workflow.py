"""The ways of a loan and of a subsidy quarter: buttons, services, tests and triggers read these tables. Pure."""

from yuping.core.workflow import Move, Workflow

APPLIED, RECOMMENDED, CONFIRMED, APPROVED = "applied", "recommended", "confirmed", "approved"
DRAWN, SETTLED, REFUSED = "drawn", "settled", "refused"

# Ended loans no longer bar the household from another; a refused one never was lent.
ENDED = frozenset({SETTLED, REFUSED})
# The states in which the credit union has granted the loan.
GRANTED = frozenset({APPROVED, DRAWN, SETTLED})
# Money was paid out under these.
LENT = frozenset({DRAWN, SETTLED})

LOAN = Workflow.of(
    APPLIED,
    Move("recommend", frozenset({APPLIED}), RECOMMENDED, "loans.recommend_loan"),
    Move("confirm", frozenset({RECOMMENDED}), CONFIRMED, "loans.confirm_borrower"),
    Move("approve", frozenset({CONFIRMED}), APPROVED, "loans.approve_loan", not_done_by=frozenset({"apply"})),
    Move("draw", frozenset({APPROVED}), DRAWN, "loans.draw_loan"),
    Move("settle", frozenset({DRAWN}), SETTLED, "loans.settle_loan"),
    Move(
        "refuse",
        frozenset({APPLIED, RECOMMENDED, CONFIRMED, APPROVED}),
        REFUSED,
        "loans.refuse_loan",
        needs_reason=True,
    ),
)

PREPARED, PAID, CANCELLED = "prepared", "paid", "cancelled"

SUBSIDY = Workflow.of(
    PREPARED,
    Move(
        "approve",
        frozenset({PREPARED}),
        APPROVED,
        "loans.approve_subsidy_quarter",
        not_done_by=frozenset({"prepare"}),
    ),
    Move(
        "pay",
        frozenset({APPROVED}),
        PAID,
        "loans.pay_subsidy_quarter",
        not_done_by=frozenset({"prepare", "approve"}),
    ),
    Move("cancel", frozenset({PREPARED}), CANCELLED, "loans.cancel_subsidy_quarter", needs_reason=True),
)
