"""What ``verify`` proves of the dividends: lines against instalments, batches, decisions, bank file and journal."""

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, fields

from django.db import connection
from django.db.models import F

from dividends import lines, seals
from dividends.bank_format import write_payments
from dividends.models import Agreement, BankFile, Batch, Instalment, Notice, Payout, Receipt, VillageShare
from dividends.schedule import Due, schedule
from dividends.services.bank import payments_of
from dividends.services.preparation import CREATE, REISSUE
from dividends.workflow import BATCH, AgreementState, BatchState
from yuping.audit.models import AuditEntry
from yuping.core import vault
from yuping.core.checks import Fault, register
from yuping.core.crypto import Tampered
from yuping.core.kept_files import altered
from yuping.ledger.models import JournalEntry

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
    """Each line of a locked batch is as it was locked; none is missing, none was put in."""
    for model in (Payout, VillageShare):
        table = model._meta.db_table
        yield from (Fault(table, str(pk), "is not the line that was locked") for pk in seals.broken(model))
    for batch in frozen_batches():
        if lines.digest(batch) != batch.digest:
            yield Fault("dividends_batch", batch.number, "the lines of the batch are not the locked ones")
        count, households, villages = lines.totals(batch)
        if (count, households) != (batch.line_count, batch.household_total):
            yield Fault("dividends_payout", f"batch {batch.number}", "lines are missing or too many")
        if villages != batch.village_total:
            yield Fault("dividends_villageshare", f"batch {batch.number}", "shares are missing or too many")


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
    """Every state has the decisions that lead to it, none of a day before the one it follows."""
    for batch in frozen_batches():
        taken = set(batch.decisions.filter(round=batch.round).values_list("move", flat=True))
        missing = EXPECTED[BatchState(batch.state)] - taken
        if missing:
            yield Fault("dividends_decision", batch.number, f"no decision for {', '.join(sorted(missing))}")
        days = list(batch.decisions.order_by("pk").values_list("on", flat=True))
        if days != sorted(days):
            yield Fault("dividends_decision", batch.number, "a decision is of a day before the one it follows")


_UNNOTICED = """
    SELECT DISTINCT batch.number, line.village_id FROM dividends_batch batch
    JOIN dividends_decision confirmed ON confirmed.batch_id = batch.id AND confirmed.round = batch.round
        AND confirmed.move = 'confirm'
    JOIN (
        SELECT batch_id, village_id, state FROM dividends_payout
        UNION ALL SELECT batch_id, village_id, state FROM dividends_villageshare
    ) line ON line.batch_id = batch.id AND line.state <> 'dropped'
    WHERE NOT EXISTS (
        SELECT 1 FROM dividends_notice notice WHERE notice.batch_id = batch.id AND notice.village_id = line.village_id
            AND notice.round = batch.round AND notice.digest = batch.digest AND notice.starts_on >= batch.locked_on
            AND notice.ends_on - notice.starts_on >= batch.notice_workdays AND notice.ends_on < confirmed."on"
    )
    ORDER BY 1, 2
"""


def notices_hung_in_time() -> Iterable[Fault]:
    """A confirmed list hung in every village of it after its lock, for its days, and these were over.

    Days are counted without the holidays, of which the table may be completed afterwards.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNNOTICED)
        for number, village in cursor.fetchall():
            yield Fault("dividends_notice", f"batch {number} village {village}", "no notice of the full days")


def notice_photos_are_those_kept() -> Iterable[Fault]:
    """The photograph of each notice lies in the store, with the digest that was taken when it came in."""
    return altered(Notice, file="photo", digest="photo_sha256")


def bank_files_say_what_was_sent() -> Iterable[Fault]:
    """The stored file has its digest, and writing it again from the lines gives the same bytes."""
    for bank_file in BankFile.objects.all_areas(reason=WHOLE).select_related("batch"):
        content = bytes(bank_file.content)
        if hashlib.sha256(content).hexdigest() != bank_file.sha256:
            yield Fault("dividends_bankfile", str(bank_file.pk), "the content has another digest")
        if not _says_the_lines(bank_file, content):
            yield Fault("dividends_bankfile", str(bank_file.pk), "the lines sent are not those of the file")


def _says_the_lines(bank_file: BankFile, content: bytes) -> bool:
    try:
        return write_payments(payments_of(bank_file.batch).values()) == content
    except Tampered:
        return False


# What a line must say, from the state of its batch, its hold, and the result that stands.
_EXPECTED_PAYOUTS = """
    SELECT line.id FROM dividends_payout line JOIN dividends_batch batch ON batch.id = line.batch_id
    LEFT JOIN dividends_hold hold ON hold.payout_id = line.id AND hold.confirmed_by_id IS NOT NULL
    LEFT JOIN dividends_bankresult result ON result.batch_id = batch.id AND result.discarded_on IS NULL
        AND batch.state IN ('settled', 'closed')
    LEFT JOIN dividends_bankresultline said ON said.result_id = result.id AND said.payout_id = line.id
    WHERE ROW(line.state, line.bank_reference, line.paid_on, line.return_reason) IS DISTINCT FROM ROW(
        CASE WHEN batch.state IN ('draft', 'locked', 'on_notice', 'confirmed', 'approved') THEN 'pending'
            WHEN batch.state = 'cancelled' THEN 'dropped'
            WHEN hold.id IS NOT NULL THEN 'held'
            ELSE coalesce(said.outcome, 'sent') END,
        coalesce(said.bank_reference, ''), said.paid_on, coalesce(said.reason, ''))
"""
_EXPECTED_SHARES = """
    SELECT line.id FROM dividends_villageshare line JOIN dividends_batch batch ON batch.id = line.batch_id
    LEFT JOIN LATERAL (
        SELECT coalesce(sum(p.village_amount), 0) AS amount FROM dividends_payout p
        JOIN dividends_hold h ON h.payout_id = p.id AND h.confirmed_by_id IS NOT NULL
        WHERE p.batch_id = line.batch_id AND p.village_id = line.village_id AND line.reissue_of_id IS NULL
    ) held ON TRUE
    LEFT JOIN dividends_bankresult result ON result.batch_id = batch.id AND result.discarded_on IS NULL
        AND batch.state IN ('settled', 'closed')
    LEFT JOIN dividends_bankresultline said ON said.result_id = result.id AND said.share_id = line.id
    WHERE ROW(line.held_amount, line.state, line.bank_reference, line.paid_on, line.return_reason) IS DISTINCT FROM ROW(
        CASE WHEN batch.issued_on IS NULL THEN 0 ELSE held.amount END,
        CASE WHEN batch.state IN ('draft', 'locked', 'on_notice', 'confirmed', 'approved') THEN 'pending'
            WHEN batch.state = 'cancelled' THEN 'dropped'
            WHEN line.amount = held.amount THEN 'held'
            ELSE coalesce(said.outcome, 'sent') END,
        coalesce(said.bank_reference, ''), said.paid_on, coalesce(said.reason, ''))
"""


def lines_stand_where_their_batch_does() -> Iterable[Fault]:
    """A line is pending, sent, held or dropped with its batch, and paid or returned exactly as the bank said."""
    with connection.cursor() as cursor:
        for table, expected in (("dividends_payout", _EXPECTED_PAYOUTS), ("dividends_villageshare", _EXPECTED_SHARES)):
            cursor.execute(expected)
            for (pk,) in cursor.fetchall():
                yield Fault(table, str(pk), "differs from its batch, its hold or the bank's result")


def accounts_are_the_locked_ones() -> Iterable[Fault]:
    """The sealed account number of a line opens to the account of which it has the index and the last digits."""
    for model, purpose in ((Payout, "account"), (VillageShare, "village_account")):
        rows = model.objects.all_areas(reason=WHOLE).exclude(batch__state__in=["draft", "cancelled"])
        for line in rows.only("pk", "account_number", "account_digest", "account_last4").iterator(chunk_size=2000):
            if not _opens(line, purpose):
                yield Fault(model._meta.db_table, str(line.pk), "its account number is not the locked one")


def _opens(line: Payout | VillageShare, purpose: str) -> bool:
    try:
        number = line.account_number.open() if line.account_number else ""
    except Tampered:
        return False
    return vault.index_of(number, purpose) == line.account_digest and number[-4:] == line.account_last4


def instalments_are_the_schedule() -> Iterable[Fault]:
    """What falls due is exactly what edition and agreement say, for each participation."""
    agreements = Agreement.objects.all_areas(reason=WHOLE).select_related("scheme")
    for agreement in agreements:
        due = schedule(agreement.scheme.edition, first_due=agreement.first_due_on, matures_on=agreement.matures_on)
        expected = {row.number: astuple(row) for row in due}
        rows = Instalment.objects.all_areas(reason=WHOLE).filter(participation__agreement=agreement)
        missing = {(pk, number) for pk in agreement.participations.values_list("pk", flat=True) for number in expected}
        for pk, participation, village, home, *values in rows.values_list(
            "pk", "participation_id", "village_id", "participation__village_id", *(f.name for f in fields(Due))
        ):
            missing.discard((participation, values[0]))
            if tuple(values) != expected.get(values[0]) or village != home:
                yield Fault("dividends_instalment", str(pk), "differs from the schedule of its agreement")
        for participation, number in sorted(missing):
            yield Fault("dividends_instalment", f"participation {participation} number {number}", "is missing")


def money_events_are_posted() -> Iterable[Fault]:
    """Every receipt and every agreement in force has its entry in the journal."""
    keys = [f"received:{pk}" for pk in Receipt.objects.all_areas(reason=WHOLE).values_list("pk", flat=True)]
    started = Agreement.objects.all_areas(reason=WHOLE).exclude(
        state__in=[AgreementState.SIGNED, AgreementState.WITHDRAWN]
    )
    keys += [f"invested:{pk}" for pk in started.values_list("pk", flat=True)]
    posted = set(JournalEntry.objects.filter(key__in=keys).values_list("key", flat=True))
    return [Fault("ledger_journalentry", key, "is missing") for key in keys if key not in posted]


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


_PARTS = """
    SELECT share.id FROM dividends_villageshare share
    LEFT JOIN (SELECT batch_id, village_id, sum(village_amount) AS amount FROM dividends_payout GROUP BY 1, 2) part
        ON part.batch_id = share.batch_id AND part.village_id = share.village_id
    WHERE share.reissue_of_id IS NULL AND share.amount IS DISTINCT FROM part.amount
"""


def shares_equal_village_parts() -> Iterable[Fault]:
    """A village share is the sum of the village parts of its batch's lines."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTS)
        return [Fault("dividends_villageshare", str(pk), "is not the sum of its parts") for (pk,) in cursor.fetchall()]


_RECORDED = """
    SELECT record.id, coalesce(record.household_id, paid.household_id), coalesce(record.year, paid.due_year + 1)
    FROM (
        SELECT line.household_id, batch.due_year, sum(line.amount) AS amount
        FROM dividends_payout line JOIN dividends_batch batch ON batch.id = line.batch_id
        WHERE line.state = 'paid' GROUP BY line.household_id, batch.due_year
    ) paid
    FULL JOIN (
        SELECT id, household_id, year, dividends_recorded FROM households_householdyear WHERE dividends_recorded <> 0
    ) record ON record.household_id = paid.household_id AND record.year = paid.due_year + 1
    WHERE record.dividends_recorded IS DISTINCT FROM paid.amount
    ORDER BY 2, 3
"""


def files_record_what_was_paid() -> Iterable[Fault]:
    """A household file records exactly the dividends of the year before that were paid through this system."""
    with connection.cursor() as cursor:
        cursor.execute(_RECORDED)
        for pk, household, year in cursor.fetchall():
            row = f"household {household} year {year}" if pk is None else str(pk)
            yield Fault("households_householdyear", row, "does not record the dividends that were paid")


def batches_were_prepared() -> Iterable[Fault]:
    """Every batch stands in the audit record with the act that prepared it."""
    prepared = AuditEntry.objects.filter(object_type=Batch._meta.label, verb__in=[CREATE, REISSUE])
    known = set(prepared.values_list("object_id", flat=True))
    keys = Batch.objects.all_areas(reason=WHOLE).values_list("pk", flat=True)
    return [Fault("dividends_batch", str(pk), "no act prepared it") for pk in keys if str(pk) not in known]


def declare() -> None:
    for check in (
        batches_equal_their_lines,
        lines_equal_instalments,
        decisions_lead_to_the_state,
        notices_hung_in_time,
        notice_photos_are_those_kept,
        bank_files_say_what_was_sent,
        lines_stand_where_their_batch_does,
        accounts_are_the_locked_ones,
        instalments_are_the_schedule,
        money_events_are_posted,
        journal_equals_lines,
        shares_equal_village_parts,
        files_record_what_was_paid,
        batches_were_prepared,
    ):
        register(f"dividends.{check.__name__}", check)
