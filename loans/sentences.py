"""What the loans room says to people: what its steps are called, why one is refused and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What a step is called in the trail of a loan and on its button.
STEP_LABELS: dict[str, str | Promise] = {
    "apply": _("Apply"),
    "recommend": _("Recommend"),
    "confirm": _("Confirm the borrower"),
    "approve": _("Approve"),
    "draw": _("Pay out"),
    "settle": pgettext_lazy("loan", "Settle"),
    "refuse": pgettext_lazy("loan", "Refuse"),
    "repay": _("Repayment"),
    "reverse": _("Repayment reversed"),
    "compensation": _("Compensation from the risk fund"),
    "recovery": _("Recovered for the risk fund"),
}

SUBSIDY_LABELS: dict[str, str | Promise] = {
    "compare": _("Compare the bill"),
    "approve": _("Approve"),
    "pay": _("Pay"),
    "cancel": _("Cancel the paper"),
}

SENTENCES: dict[str, str | Promise] = {
    "nothing_chosen": _("Choose at least one row."),
    "nothing_done": _("None of the rows could be dealt with."),
    "no_product_in_force": _("No edition of the loan was in force on %(on)s. Check the date."),
    "not_registered_yet": _("The household was not on file on that day. Check the date."),
    "household_only_watched": _("The household was never registered as poor, it is only watched: it can't borrow."),
    "household_left": _("The household is no longer on file, so it can't borrow."),
    "borrower_not_in_household": _("The borrower doesn't live in the household. Choose another member."),
    "borrower_too_young": _("The borrower is too young for this loan. Choose another member."),
    "borrower_too_old": _("The borrower is too old for this loan. Choose another member."),
    "capacity_in_doubt": _(
        "The borrower has a certificate of intellectual or mental disability. Look at proof of full civil capacity "
        "and say so, or choose another member."
    ),
    "amount_out_of_range": _("The amount has to be above zero and at most what the loan allows."),
    "term_out_of_range": _("The term has to be at least one year and at most what the loan allows."),
    "live_pooled_loan": _("The household has a pooled loan already. Settle or refuse that one first."),
    "live_self_chosen_loan": _(
        "The household has a loan for its own project already. Settle or refuse that one first."
    ),
    "household_limit": _("Together with its other loan the household would borrow more than the loan allows."),
    "no_rating_in_force": _("The household has no credit rating in force. Rate it first."),
    "above_rating_limit": _("The amount is above the limit of the household's credit rating."),
    "above_applied_amount": _("The approved amount has to be above zero and at most the amount applied for."),
    "before_the_step_before": _("The day lies before that of the step before. Enter a later day."),
    "rate_not_published": _(
        "This is not the published rate of that day. Enter the published one, or choose the agreed rate as the basis."
    ),
    "contract_taken": _("Another loan of this lender has the contract number. Enter the one of this contract."),
    "principal_outstanding": _("The principal isn't all back. Record the repayments first."),
    "repayment_refused": _("The repayments are refused; none was recorded."),
    "payer_unknown": _("Choose who pays. The county pays through the risk fund."),
    "loan_twice": _("A loan stands in the list twice."),
    "loan_not_drawn": _("The loan was not drawn on that day, or is settled."),
    "above_outstanding": _("The amount is more than what is still owed."),
    "not_reversible": _(
        "This repayment can't be taken back: it is taken back already, came from the risk fund, or its loan is settled."
    ),
    "quarter_not_over": _("The quarter runs until %(last_day)s. Prepare it afterwards."),
    "nothing_to_prepare": _("No loan is left for %(quarter)s: each has its line in a paper already."),
    "subsidy_refused": _("The paper can't be approved yet."),
    "subsidy_changed": _("The lines changed after you opened the page. Read them again, then approve."),
    "bill_missing": _("The bank's bill has not been compared yet. Load it first."),
    "bill_has_unknown_rows": _("The bank's bill has rows that match no line. Clear them with the bank."),
    "bill_differs": _("Some lines differ from the bank's bill. Clear them with the bank, or take them out."),
    "no_lines": _("No line is left in the paper. Cancel it."),
    "contract_twice": _("A contract stands in the bill twice. Have the bank correct it."),
    "lines_of_one_paper": _("Choose lines of one paper at a time. Filter the list by its quarter."),
    "line_taken_out": _("One of the lines is taken out already. Look at the list again."),
    "bill_column_missing": _("The bill has no column %(column)s. Use the heading of the exported lines."),
    "bill_row": _("Row %(row)s of the bill: days have to be a whole number, the interest an amount in yuan."),
    "bill_file": _("The file can't be read as a table. Save it as .xlsx or .csv and load it again."),
    "voucher_needed": _("Enter the number of the payment voucher."),
    "movement_kind": _("Choose what kind of movement it is."),
    "loan_needed": _("Compensation and recovery belong to a loan. Enter its contract number."),
    "loan_not_wanted": _("A payment into the deposit and its interest belong to no loan. Leave the number empty."),
    "loan_of_another_lender": _("The loan is one of another lender."),
    "loan_unknown": _("No loan has this contract number."),
    "risk_fund_refused": _("The movement is refused."),
    "loan_not_overdue": _("The risk fund pays only for an overdue loan."),
    "compensated_before": _("The risk fund has paid for this loan already."),
    "deposit_too_small": _("The deposit holds less than this."),
    "above_compensation": _("The amount is more than the compensation still to be recovered."),
    "loans.standing": _("Loan %(number)s is at “%(state)s”: it has to be settled or refused first."),
}
