"""The result file as the bank would send it: which lines it paid, and which it returned and why."""

import csv
import io
from collections.abc import Mapping
from datetime import date

from dividends.bank_format import ENCODING, RESULT_HEADER
from dividends.models import Batch, Payout
from dividends.services.bank import payments_of
from yuping.core.codes import code_list

PAID, RETURNED = "成功", "失败"
WHY = "the bank answers for every line of its file"


def results_file(batch: Batch, *, returned: Mapping[str, str], paid_on: date) -> bytes:
    """The bank's answer; ``returned`` maps household numbers to codes of return_reason."""
    reasons = code_list("return_reason")
    rows = Payout.objects.all_areas(reason=WHY).filter(batch=batch, household__number__in=list(returned))
    failed = {
        f"{batch.number}-P{number:05d}": reasons[returned[household]]
        for number, household in rows.values_list("line_number", "household__number")
    }
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(RESULT_HEADER)
    for serial, payment in enumerate(payments_of(batch).values(), start=1):
        start = [payment.reference, payment.name, payment.account, format(payment.amount, ".2f")]
        if payment.reference in failed:
            writer.writerow([*start, RETURNED, "", "", failed[payment.reference]])
        else:
            writer.writerow([*start, PAID, f"{paid_on:%Y%m%d}{batch.number[-3:]}{serial:06d}", f"{paid_on}", ""])
    return out.getvalue().encode(ENCODING)
