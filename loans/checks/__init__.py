"""What ``verify`` proves in the loans room, row by row: loans and their trail, journal, subsidy, risk fund."""

from loans.checks.deposit import movements_equal_the_journal, the_deposit_holds
from loans.checks.journal import draws_equal_the_journal, repayments_equal_the_journal
from loans.checks.lending import loans_rest_on_their_rules, loans_say_what_their_steps_say
from loans.checks.repayments import repayments_fit_their_loans
from loans.checks.subsidy import bills_say_what_was_compared, lines_are_the_interest, papers_equal_their_lines
from yuping.core.checks import register

CHECKS = (
    loans_say_what_their_steps_say,
    loans_rest_on_their_rules,
    draws_equal_the_journal,
    repayments_fit_their_loans,
    repayments_equal_the_journal,
    lines_are_the_interest,
    papers_equal_their_lines,
    bills_say_what_was_compared,
    movements_equal_the_journal,
    the_deposit_holds,
)


def declare() -> None:
    for check in CHECKS:
        register(f"loans.{check.__name__}", check)
