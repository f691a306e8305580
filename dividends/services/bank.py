"""The bank: issuing the payment file, loading and discarding its results, settling."""

import datetime
import hashlib
from collections.abc import Sequence

from django.db import connection, transaction

from dividends import lines, settlement
from dividends.bank_format import BadResultFile, Payment, Result, RowFault, read_results, write_payments
from dividends.models import BankFile, BankResult, BankResultLine, Batch, Payout, VillageShare
from dividends.services.moves import load_for_move, record_decision, set_state
from dividends.workflow import BatchState, LineState
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.copying import copy_rows
from yuping.core.errors import NotAllowedNow, PolicyRefused, StaleRecord
from yuping.core.money import ZERO

WHOLE = "a batch spans the villages of the county"


def issue_batch(*, actor: User, batch_id: int) -> BankFile:
    """Mark the held lines, send the rest, and write the bank file: its bytes and SHA-256 in this transaction.

    Raises NotAllowedNow for a hold nobody has confirmed, StaleRecord when the lines are not the approved ones.
    """
    with transaction.atomic():
        batch, move = load_for_move(actor=actor, batch_id=batch_id, name="issue")
        if lines.unconfirmed_holds(batch):
            raise NotAllowedNow("hold_unconfirmed", move="issue", state=batch.state)
        if lines.digest(batch) != batch.digest:
            raise StaleRecord("lines_changed")
        payable, digest = lines.payable(batch)
        _mark_lines(batch)
        payments = list(payments_of(batch).values())
        total = sum((payment.amount for payment in payments), ZERO)
        if total != payable:
            raise StaleRecord("file_differs")
        content = write_payments(payments)
        bank_file = BankFile.objects.create(
            batch=batch,
            name=f"{batch.number}.csv",
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            line_count=len(payments),
            total=total,
        )
        set_state(batch, move, issued_on=clock.today())
        record_decision(
            actor=actor, batch=batch, move=move, digest=digest, file=bank_file.sha256, total=total, lines=len(payments)
        )
    return bank_file


def _mark_lines(batch: Batch) -> None:
    """Held lines and the village parts that ride on them stay; everything else is sent."""
    payouts = Payout.objects.all_areas(reason=WHOLE).filter(batch=batch, state=LineState.PENDING)
    payouts.filter(holds__confirmed_by__isnull=False).update(state=LineState.HELD)
    payouts.filter(holds__isnull=True).update(state=LineState.SENT)
    with connection.cursor() as cursor:
        cursor.execute(_SHARES_AT_ISSUE, [batch.pk])


_SHARES_AT_ISSUE = """
    UPDATE dividends_villageshare share SET
        held_amount = held.amount,
        state = CASE WHEN share.amount = held.amount THEN 'held' ELSE 'sent' END
    FROM (
        SELECT s.id, coalesce(sum(p.village_amount) FILTER (WHERE p.state = 'held'), 0) AS amount
        FROM dividends_villageshare s
        LEFT JOIN dividends_payout p ON p.batch_id = s.batch_id AND p.village_id = s.village_id
            AND s.reissue_of_id IS NULL
        WHERE s.batch_id = %s AND s.state = 'pending'
        GROUP BY s.id
    ) held
    WHERE held.id = share.id
"""


def payments_of(batch: Batch) -> dict[str, Payment]:
    """The lines that were sent, by reference: households first, then villages."""
    purpose = f"{batch.due_year}年度分红"
    found = {}
    sent = (LineState.SENT, LineState.PAID, LineState.RETURNED)
    payouts = Payout.objects.all_areas(reason=WHOLE).filter(batch=batch, state__in=sent)
    for line in payouts.order_by("line_number"):
        reference = f"{batch.number}-P{line.line_number:05d}"
        found[reference] = Payment(reference, line.payee_name, line.account_number.open(), line.amount, purpose)
    shares = VillageShare.objects.all_areas(reason=WHOLE).filter(batch=batch, state__in=sent)
    for share in shares.order_by("line_number"):
        reference = f"{batch.number}-V{share.line_number:05d}"
        found[reference] = Payment(reference, share.payee_name, share.account_number.open(), share.payable, purpose)
    return found


def load_results(*, actor: User, batch_id: int, name: str, content: bytes) -> BankResult:
    """Take the bank's result file whole. The file that stands already is recognised and changes nothing.

    Raises BadResultFile with every faulty row, be it for a bank reference of another batch, NotAllowedNow when another
    file stands.
    """
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        standing = _standing(actor, batch_id)
        if standing is not None and standing.sha256 == digest:
            return standing
        batch, move = load_for_move(actor=actor, batch_id=batch_id, name="load")
        # A bank may date a payment before our issue day by mistake of one of the two, never before its year.
        first_day = datetime.date(batch.due_year, 1, 1)
        results = read_results(content, payments_of(batch), earliest=first_day, latest=clock.today())
        _refuse_used_references(results)
        loaded = BankResult.objects.create(
            batch=batch,
            name=name,
            content=content,
            sha256=digest,
            loaded_by=actor,
            loaded_on=clock.today(),
        )
        copy_rows(list(settlement.result_lines(loaded, results)))
        set_state(batch, move)
        counts = {code: sum(result.outcome == code for result in results) for code in ("paid", "returned", "unknown")}
        record_decision(actor=actor, batch=batch, move=move, digest=digest, **counts)
    return loaded


def _refuse_used_references(results: Sequence[Result]) -> None:
    """A reference that a standing result of another batch bears is refused here, while the bank can still mend it."""
    references = [result.bank_reference for result in results if result.bank_reference]
    standing = BankResultLine.objects.filter(result__discarded_on__isnull=True, bank_reference__in=references)
    used = set(standing.values_list("bank_reference", flat=True))
    faults = [
        RowFault(row, "bank_reference_used") for row, line in enumerate(results, 2) if line.bank_reference in used
    ]
    if faults:
        raise BadResultFile(*faults)


def _standing(actor: User, batch_id: int) -> BankResult | None:
    batch = Batch.objects.for_action(actor, "dividends.load_results").get(pk=batch_id)
    if batch.state != BatchState.RESULTS_LOADED:
        return None
    return batch.results.get(discarded_on__isnull=True)


def discard_results(*, actor: User, batch_id: int, reason: str) -> Batch:
    """Set a wrong result file aside, with a reason; the file itself is kept."""
    with transaction.atomic():
        batch, move = load_for_move(actor=actor, batch_id=batch_id, name="discard", reason=reason)
        result = batch.results.select_for_update().get(discarded_on__isnull=True)
        result.discarded_on, result.discard_reason = clock.today(), reason
        result.save(update_fields=["discarded_on", "discard_reason"])
        set_state(batch, move)
        record_decision(actor=actor, batch=batch, move=move, digest=result.sha256, note=reason)
    return batch


def settle_batch(*, actor: User, batch_id: int) -> Batch:
    """Every line becomes paid or returned as the bank said; journal, village income and household files follow.

    Raises PolicyRefused with the number of lines whose result is unknown: unknown is not failed.
    """
    with transaction.atomic():
        batch, move = load_for_move(actor=actor, batch_id=batch_id, name="settle")
        result = batch.results.get(discarded_on__isnull=True)
        if unknown := settlement.unknown_lines(batch, result):
            raise PolicyRefused("results_unknown", about=unknown)
        settlement.apply(result)
        set_state(batch, move, settled_on=clock.today())
        settlement.post(actor=actor, batch=batch)
        paid, returned, held = settlement.counts(batch)
        record_decision(
            actor=actor, batch=batch, move=move, digest=result.sha256, paid=paid, returned=returned, held=held
        )
    return batch
