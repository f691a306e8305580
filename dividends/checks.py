"""What ``verify`` proves of the dividends: lines against instalments, batches, decisions, bank file and journal."""

import hashlib
from collections.abc import Iterable

from django.db import connection
from django.db.models import F

from dividends import lines
from dividends.bank_format import write_payments
from dividends.models import BankFile, Batch, Payout, VillageShare
from dividends.services.bank import payments_of
from dividends.workflow import BATCH, BatchState
from yuping.core.checks import Fault, register

WHOLE = "verification reads the whole county"
# After the move in the key, the batch has a decision of every move in the value.
EXPECTED = {
    BatchState.LOCKED: {"lock"},
    BatchState.ON_NOTICE: {"lock", "publish"},
    BatchState.CONFIRMED: {"lock", "publish", "confirm"},
    BatchState.APPROVED: {"lock", "publish", "confirm", "approve"},
    BatchState.ISSUED: {"lock", "publish", "confirm", "approve", "issue"},
    BatchState.RESULTS_LOADED: {"lock", "publish", "confirm", "approve", "issue", "load"},
    BatchState.SETTLED: {"lock", "publish", "confirm", "approve", "issue", "load", "settle"},
    BatchState.CLOSED: {"lock", "publish", "confirm", "approve", "issue", "load", "settle", "close"},
}


def frozen_batches() -> Iterable[Batch]:
    rows = Batch.objects.all_areas(reason=WHOLE).select_related("scheme")
    return rows.exclude(state__in=[BATCH.initial, BatchState.CANCELLED])


def batches_equal_their_lines() -> Iterable[Fault]:
    """The digest and the totals of a locked batch are those of its lines."""
    for batch in frozen_batches():
        if lines.digest(batch) != batch.digest:
            yield Fault("dividends_payout", batch.number, "the lines of the batch are not the locked ones")
        if lines.totals(batch) != (batch.line_count, batch.household_total, batch.village_total):
            yield Fault("dividends_batch", batch.number, "the totals are not the sums of the lines")


def lines_equal_instalments() -> Iterable[Fault]:
    """A household line is exactly its instalment's part, for the participation's household and village."""
    wrong = (
        Payout.objects.all_areas(reason=WHOLE)
        .exclude(
            amount=F("instalment__household_amount"),
            household=F("participation__household"),
            village=F("participation__village"),
            participation=F("instalment__participation"),
            agreement=F("participation__agreement"),
        )
        .values_list("pk", flat=True)
    )
    return [Fault("dividends_payout", str(pk), "differs from its instalment") for pk in wrong]


def decisions_lead_to_the_state() -> Iterable[Fault]:
    """Every state has the decisions that lead to it, and a decision's audit entry stands."""
    for batch in frozen_batches():
        taken = set(batch.decisions.filter(round=batch.round).values_list("move", flat=True))
        missing = EXPECTED[BatchState(batch.state)] - taken
        if missing:
            yield Fault("dividends_decision", batch.number, f"no decision for {', '.join(sorted(missing))}")


def bank_files_say_what_was_sent() -> Iterable[Fault]:
    """The stored file has its digest, and writing it again from the lines gives the same bytes."""
    for bank_file in BankFile.objects.all_areas(reason=WHOLE).select_related("batch"):
        content = bytes(bank_file.content)
        if hashlib.sha256(content).hexdigest() != bank_file.sha256:
            yield Fault("dividends_bankfile", str(bank_file.pk), "the content has another digest")
        if write_payments(payments_of(bank_file.batch).values()) != content:
            yield Fault("dividends_bankfile", str(bank_file.pk), "the lines sent are not those of the file")


_RESULTS = """
    SELECT '{table}', line.id FROM {table} line
    LEFT JOIN dividends_bankresultline said ON said.{column} = line.id
        AND said.result_id IN (SELECT id FROM dividends_bankresult WHERE discarded_on IS NULL)
    WHERE line.state IN ('paid', 'returned') AND (said.id IS NULL OR said.outcome <> line.state
        OR said.bank_reference <> line.bank_reference OR said.paid_on IS DISTINCT FROM line.paid_on
        OR said.reason <> line.return_reason)
"""


def results_are_the_banks() -> Iterable[Fault]:
    """A paid or returned line says exactly what the standing result file says."""
    with connection.cursor() as cursor:
        for table, column in (("dividends_payout", "payout_id"), ("dividends_villageshare", "share_id")):
            cursor.execute(_RESULTS.format(table=table, column=column))
            for name, pk in cursor.fetchall():
                yield Fault(name, str(pk), "differs from the bank's result")


_JOURNAL = """
    SELECT batch.number, coalesce(lines.amount, 0), coalesce(journal.amount, 0)
    FROM dividends_batch batch
    LEFT JOIN (
        SELECT batch_id, sum(amount) AS amount FROM (
            SELECT batch_id, amount FROM dividends_payout WHERE state = 'paid'
            UNION ALL SELECT batch_id, amount - held_amount FROM dividends_villageshare WHERE state = 'paid'
        ) paid GROUP BY batch_id
    ) lines ON lines.batch_id = batch.id
    LEFT JOIN (
        SELECT entry.source_id, sum(posting.credit) AS amount
        FROM ledger_journalentry entry JOIN ledger_posting posting ON posting.entry_id = entry.id
        JOIN ledger_account account ON account.id = posting.account_id AND account.code = 'bank'
        WHERE entry.source_type = 'dividends.Batch' GROUP BY entry.source_id
    ) journal ON journal.source_id = batch.id::text
    WHERE coalesce(lines.amount, 0) <> coalesce(journal.amount, 0)
"""


def journal_equals_lines() -> Iterable[Fault]:
    """What a batch paid out stands in the scheme's journal to the fen."""
    with connection.cursor() as cursor:
        cursor.execute(_JOURNAL)
        for number, paid, posted in cursor.fetchall():
            yield Fault("ledger_posting", number, f"paid {paid}, posted {posted}")


def shares_equal_village_parts() -> Iterable[Fault]:
    """A village share is the sum of the village parts of its batch's lines."""
    for share in VillageShare.objects.all_areas(reason=WHOLE).filter(reissue_of__isnull=True).select_related("batch"):
        parts = [line.village_amount for line in share.batch.payouts.filter(village=share.village_id)]
        if sum(parts) != share.amount:
            yield Fault("dividends_villageshare", str(share.pk), "is not the sum of the village's parts")


def declare() -> None:
    for check in (
        batches_equal_their_lines,
        lines_equal_instalments,
        decisions_lead_to_the_state,
        bank_files_say_what_was_sent,
        results_are_the_banks,
        journal_equals_lines,
        shares_equal_village_parts,
    ):
        register(f"dividends.{check.__name__}", check)
