"""What people read when the dividends' rules refuse: what is wrong, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dividends.policy import Reason

# A reason on the stop list or against an agreement, with the way to clear it.
REASONS: dict[str, str | Promise] = {
    Reason.SCHEME_NOT_YET: _("The scheme was not in force on the day of signing. Check the date."),
    Reason.SCHEME_CLOSED: _(
        "New agreements of this kind are barred since the scheme's last date. Existing ones run on."
    ),
    Reason.ENTERPRISE_NOT_REVIEWED: _("The enterprise has not passed its review. Record the review first."),
    Reason.NO_HOUSEHOLDS: _("The agreement has no households. Choose at least one."),
    Reason.ENTERPRISE_FULL: _(
        "The enterprise can take %(capacity)s households: %(placed)s stand with it already, %(asked)s are chosen here. "
        "Take out %(over)s households, or place them with another enterprise."
    ),
    Reason.LOAN_NOT_POOLED: _("Loans for self-chosen projects can't stand in an agreement: %(about)s."),
    Reason.LOAN_NOT_APPROVED: _("Loans that are not approved, or drawn already; take them out: %(about)s."),
    Reason.LOAN_TAKEN: _("Loans that stand in another agreement; take them out: %(about)s."),
    Reason.WRONG_PRINCIPAL: _("Loans that differ from the scheme's principal; take them out: %(about)s."),
    Reason.HOUSEHOLD_DECEASED: _("No head lives in the household. Record the new head, or hold the line."),
    Reason.HOUSEHOLD_MOVED: _("The household moved away. Decide on its participation, or take the line out."),
    Reason.HOUSEHOLD_EXTINCT: _("Nobody of the household lives any more. End its participation, take the line out."),
    Reason.HOUSEHOLD_REMOVED: _("The household was removed from the register. Take the line out."),
    Reason.PARTICIPATION_ENDED: _("The household's participation has ended. Take the line out."),
    Reason.NO_ACCOUNT: _("The household has no verified account. Enter one and have it confirmed."),
    Reason.ACCOUNT_SHARED: _("Another household has the same account. Correct one of the two."),
    Reason.HOLDER_LEFT: _("The account's holder no longer lives in the household. Enter another account."),
    Reason.ACCOUNT_RETURNED: _(
        "The bank returned this payment, and the account is still the same one. Enter another account; where the bank "
        "confirms that the account is good after all, enter the same one again and say so. A second person confirms it."
    ),
    Reason.ACCOUNT_WAITING: _("The account entered after the return waits for its second person. Have it confirmed."),
    Reason.PERSON_TWICE: _("A member is registered in two households. Correct the register."),
    Reason.OPEN_LIFE_EVENT: _("A life event of the household is open. Settle it on the household's page."),
    Reason.OPEN_OBJECTION: _("An objection concerning the household is unanswered. Answer it first."),
    Reason.EARLIER_UNSETTLED: _("An earlier instalment is not settled. Settle that batch first."),
    Reason.BLOCKING_FINDING: _("A data finding blocks payment. Correct it on the household's page."),
    Reason.VILLAGE_NO_ACCOUNT: _("The village has no verified account. Enter one and have it confirmed."),
    Reason.VILLAGE_ACCOUNT_RETURNED: _(
        "The bank returned this share, and the village's account is still the same one. Enter another account, or the "
        "same one again once the bank has confirmed it, and have it confirmed."
    ),
}

RESULT_FAULTS: dict[str, str | Promise] = {
    "too_large": _("The file is larger than 10 MB. Ask the bank for the result file of this batch alone."),
    "encoding": _("The file's characters can't be read. Save it as CSV in GB18030 or UTF-8."),
    "not_csv": _("The file is no CSV file. Save the bank's workbook as CSV first."),
    "header": _("The first row must be the bank's header: 参考号, 户名, 账号, 金额, 结果, 流水号, 日期, 原因."),
    "empty": _("The file holds no result of this batch."),
    "bank_reference_twice": _("Two payments bear the same bank reference. Ask the bank for a corrected file."),
    "columns": _("Row %(row)s: the number of columns is wrong; there are 8."),
    "unknown_reference": _("Row %(row)s: this reference is not in the bank file of this batch."),
    "reference_twice": _("Row %(row)s: this reference stands in the file twice."),
    "outcome": _("Row %(row)s: the result must be 成功, 失败 or 处理中."),
    "name_differs": _("Row %(row)s: the name is not the one that was sent to the bank."),
    "account_differs": _("Row %(row)s: the account is not the one that was sent to the bank."),
    "amount_differs": _("Row %(row)s: the amount is not the one that was sent to the bank."),
    "too_long": _("Row %(row)s: the bank reference or the reason is too long."),
    "not_printable": _("Row %(row)s: the bank reference or the reason holds characters that can't be printed."),
    "reason_missing": _("Row %(row)s: a failed payment needs its reason."),
    "bank_reference_missing": _("Row %(row)s: a payment that succeeded needs the bank's reference."),
    "bank_reference_used": _("Row %(row)s: this bank reference stands in another batch's result already."),
    "date": _("Row %(row)s: the date must be written like 2016-11-30, of the dividend year or later, not ahead."),
    "more": _("%(more)s more rows are faulty."),
}

SENTENCES: dict[str, str | Promise] = {
    **{str(reason): text for reason, text in REASONS.items()},
    "answer_needed": _("Give an answer."),
    "digest_differs": _("The list or the holds changed after you opened the page. Read the page again, then approve."),
    "day_has_passed": _("The business date has moved on since you sent this. Read the page again, then repeat."),
    "lines_changed": _("The lines are not the ones that were locked. Nothing was done; tell the audit office."),
    "file_differs": _("The bank file would differ from the approved sum. Nothing was written."),
    "key_reused": _("This form was used for another batch. Open it anew."),
    "stop_list": _("%(about)s lines stand on the stop list. Clear each of them on the page of the batch first."),
    "nothing_to_pay": _("No instalment of that year is covered by received money and still open."),
    "batch_without_lines": _("The batch has no line left. Cancel it."),
    "money_not_received": _("The enterprise's money for %(about)s lines has not arrived. Record the receipt first."),
    "notice_not_over": _("Villages without a notice of the full days: %(about)s."),
    "objections_open": _("%(about)s objections to the notices are unanswered. Answer them first."),
    "approved_already": _("You have approved this batch already. Another approver is needed."),
    "hold_unconfirmed": _("A hold waits for its second person. Have it confirmed first."),
    "held_already": _("The line is held back already."),
    "hold_confirmed": _("The hold is confirmed already."),
    "too_late_to_hold": _("A line can be held back only between lock and issue."),
    "lines_are_frozen": _("The batch is locked; lines can only be held back."),
    "lines_of_one_batch": _("Choose lines of one batch at a time."),
    "line_has_papers": _("The line has a hold or an objection and stays in the batch."),
    "reissue_lines": _("Choose returned or held lines of one year that were not paid again."),
    "village_not_in_batch": _("The batch has no line in this village."),
    "notice_published": _("The village has its notice in this round already."),
    "notice_too_short": _("The notice must hang at least until %(earliest)s."),
    "notice_before_list": _("The list was locked on %(locked)s; its notice can't have hung before that day."),
    "notice_is_over": _("The notice is over; an objection can no longer be recorded."),
    "not_a_photo": _("The file is no JPEG or PNG photograph of at most 5 MB."),
    "date_in_future": _("The date has not come yet."),
    "date_outside_notice": _("The date lies outside the notice."),
    "date_outside_agreement": _("The date lies before signing or has not come yet."),
    "answered_already": _("The objection has its answer already."),
    "result_file": _("The result file was not taken."),
    **{f"result_file.{fault}": text for fault, text in RESULT_FAULTS.items()},
    "results_unknown": _("The bank has not reported on %(about)s lines. Unknown is not failed: wait."),
    "not_settled": _("Sheets are handed in once the batch is settled."),
    "sheet_handed_in": _("The village's sheet is handed in already."),
    "signatures_differ": _("Signatures and payments differ. Give the reason."),
    "more_signed_than_paid": _("More was signed for than was paid."),
    "sheets_missing": _("Villages that have neither a sheet nor a reason: %(about)s."),
    "agreement_refused": _("The agreement can't be signed."),
    "first_due_before_signing": _("The first dividend falls due after the day of signing."),
    "first_due_after_maturity": _("The first dividend falls due before the agreement matures."),
    "agreement_exists": _("This agreement number is taken."),
    "document_needed": _("Name the document: who issued it, its number and its date."),
    "document_named_before": _("An exception for this enterprise names this document already."),
    "exception_confirmed": _("The exception is confirmed already."),
    "exception_not_usable": _("This exception is not confirmed, is used already, or was given for another enterprise."),
    "participation_has_ended": _("The household's participation has ended."),
    "wage_below_floor": _("The agreement promises at least %(floor)s yuan a month."),
    "not_of_the_household": _("Choose a member who lives in the household."),
    "holds_a_job": _("The person holds a job already. End that one first."),
    "job_has_ended": _("The job has ended already."),
    "date_outside_job": _("The date lies before the start or has not come yet."),
    "loans_not_drawn": _("Loans not drawn by that day: %(about)s. The credit union records the drawing first."),
    "enterprise_exists": _("An enterprise with this code is registered."),
    "amount_above_zero": _("The amount must be above zero."),
    "reference_needed": _("Enter the bank's reference."),
    "reference_used": _("This bank reference was recorded before."),
    "receipt_ahead": _(
        "%(amount)s yuan is more than the %(due)s yuan that falls due up to the end of the year. Compare the amount "
        "with the bank's slip; if it is right, tick that it is paid ahead."
    ),
    "receipt_taken_back": _("The receipt is taken back already."),
    "receipt_paid_out": _("A batch was approved on this money. What was paid out can't be taken back here."),
    "dividends.standing_participation": _("The household has a share in agreement %(agreement)s."),
    "dividends.standing_payout": _("The payout in batch %(batch)s is at “%(state)s”: settle it first."),
}
