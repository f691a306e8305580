"""The bank's quarterly bill, compared with our lines row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from loans import workflow
from loans.models import SubsidyBill, SubsidyLine, SubsidyQuarter
from loans.services.trail import day_of, digest_of
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.money import ZERO


@dataclass(frozen=True)
class BillRow:
    """One row of the bill: the contract, the days charged, the interest in yuan."""

    contract_number: str
    days: int
    amount: Decimal


def compare_bill(*, actor: User, quarter_id: int, rows: Sequence[BillRow], sha256: str = "") -> SubsidyBill:
    """Put the bank's days and amount beside each of our lines; a newer bill replaces an older one whole.

    Rows whose contract has no line in the paper are kept with the bill. Raises BadInput for a contract named twice,
    NotAllowedNow once the paper is approved.
    """
    permission = "loans.compare_bill"
    with transaction.atomic():
        paper = SubsidyQuarter.objects.for_action(actor, permission).get(pk=quarter_id)
        if paper.state != workflow.PREPARED:
            raise NotAllowedNow("wrong_state", state=paper.state)
        by_contract = {row.contract_number.strip(): row for row in rows}
        if not rows or len(by_contract) != len(rows):
            raise BadInput("contract_twice" if rows else "nothing_chosen", field="file")
        lines = list(
            SubsidyLine.objects.for_action(actor, permission)
            .filter(quarter=paper)
            .prefetch_related("loan")
            .order_by("pk")
        )
        for line in lines:
            row = by_contract.pop(line.loan.contract_number, None)
            line.bill_days, line.bill_amount = (row.days, row.amount) if row else (None, None)
        SubsidyLine.objects.actionable_by(actor, permission).bulk_update(
            lines, ["bill_days", "bill_amount"], batch_size=1000
        )
        unmatched = [[row.contract_number, row.days, str(row.amount)] for row in by_contract.values()]
        bill = SubsidyBill.objects.create(
            quarter=paper,
            loaded_on=day_of(None),
            loaded_by=actor,
            sha256=sha256 or digest_of(f"{row.contract_number}|{row.days}|{row.amount}" for row in rows),
            row_count=len(rows),
            total=sum((row.amount for row in rows), ZERO),
            unmatched=unmatched,
        )
        facts = {"rows": bill.row_count, "total": str(bill.total), "unmatched": len(unmatched), "sha256": bill.sha256}
        record_act(actor=actor, verb=permission, obj=paper, facts=facts)
    return bill
