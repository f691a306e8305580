"""What settling a batch writes: line results, journal, village income, household files. Set-based.

Called by ``settle_batch`` inside its transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from dividends import books
from dividends.bank_format import Result
from dividends.models import BankResult, BankResultLine, Batch, Enterprise, Payout, VillageShare
from dividends.workflow import DEAD_LINES, LineState
from households import services as households
from villages import services as villages
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.money import ZERO

WHOLE = "a batch spans the villages of the county"


def result_lines(loaded: BankResult, results: Sequence[Result]) -> Iterable[BankResultLine]:
    """The file's lines tied to ours by the number in their reference."""
    payouts = dict(loaded.batch.payouts.values_list("line_number", "pk"))
    shares = dict(loaded.batch.villageshares.values_list("line_number", "pk"))
    for result in results:
        kind, number = result.reference[-6], int(result.reference[-5:])
        yield BankResultLine(
            result=loaded,
            payout_id=payouts[number] if kind == "P" else None,
            share_id=shares[number] if kind == "V" else None,
            outcome=result.outcome,
            bank_reference=result.bank_reference,
            paid_on=result.paid_on,
            reason=result.reason,
        )


def unknown_lines(batch: Batch, result: BankResult) -> int:
    """Sent lines for which the file has no final word."""
    final = result.lines.exclude(outcome=BankResultLine.Outcome.UNKNOWN)
    payouts = Payout.objects.all_areas(reason=WHOLE).filter(batch=batch, state=LineState.SENT)
    shares = VillageShare.objects.all_areas(reason=WHOLE).filter(batch=batch, state=LineState.SENT)
    open_payouts = payouts.exclude(pk__in=final.exclude(payout=None).values("payout")).count()
    return open_payouts + shares.exclude(pk__in=final.exclude(share=None).values("share")).count()


_APPLY = """
    UPDATE {table} line SET state = said.outcome, bank_reference = said.bank_reference,
        paid_on = said.paid_on, return_reason = said.reason
    FROM dividends_bankresultline said
    WHERE said.result_id = %s AND said.{column} = line.id
"""


def apply(result: BankResult) -> None:
    """Write the bank's word on every line: two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_APPLY.format(table="dividends_payout", column="payout_id"), [result.pk])
        cursor.execute(_APPLY.format(table="dividends_villageshare", column="share_id"), [result.pk])


def counts(batch: Batch) -> tuple[int, int, int]:
    """Household lines paid, returned, held."""
    rows = Payout.objects.all_areas(reason=WHOLE).filter(batch=batch)
    return tuple(rows.filter(state=state).count() for state in (LineState.PAID, LineState.RETURNED, LineState.HELD))


def post(*, actor: User, batch: Batch) -> None:
    """Journal, collective income of the villages, and the dividend item of the household files."""
    paid_households = Payout.objects.all_areas(reason=WHOLE).filter(batch=batch, state=LineState.PAID)
    sums: dict[tuple[int, str], Decimal] = defaultdict(lambda: ZERO)
    by_enterprise = paid_households.order_by().values_list("agreement__enterprise_id", "village_id")
    for enterprise_id, village, amount in by_enterprise.annotate(sum=Sum("amount")):
        sums[enterprise_id, village] += amount
    income: dict[str, Decimal] = defaultdict(lambda: ZERO)
    shares = VillageShare.objects.all_areas(reason=WHOLE).filter(batch=batch, state=LineState.PAID)
    for share in shares:
        income[share.village_id] += share.payable
    for enterprise_id, village, amount in enterprise_parts(batch):
        sums[enterprise_id, village] += amount
    enterprises = Enterprise.objects.in_bulk({enterprise_id for enterprise_id, _village in sums})
    books.post_paid(
        actor=actor,
        batch=batch,
        date=clock.today(),
        paid=[(enterprises[key], village, amount) for (key, village), amount in sorted(sums.items())],
    )
    if income:
        villages.record_dividend_income(actor=actor, date=clock.today(), source=batch, amounts=dict(income))
    per_household = dict(
        paid_households.order_by().values("household_id").annotate(sum=Sum("amount")).values_list("household_id", "sum")
    )
    if per_household:
        # File year N holds the income of N - 1.
        households.record_dividend_income(actor=actor, file_year=batch.due_year + 1, amounts=per_household)


def enterprise_parts(batch: Batch) -> list[tuple[int, str, Decimal]]:
    """The paid shares by the enterprise that paid them in, and village; a reissued share asks the one it replaces."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTERPRISE_PARTS, [batch.pk, sorted(DEAD_LINES - {LineState.RETURNED})])
        return cursor.fetchall()


_ENTERPRISE_PARTS = """
    WITH RECURSIVE asked(village_id, batch_id, replaces) AS (
        SELECT village_id, batch_id, reissue_of_id FROM dividends_villageshare WHERE batch_id = %s AND state = 'paid'
        UNION ALL
        SELECT asked.village_id, before.batch_id, before.reissue_of_id
        FROM asked JOIN dividends_villageshare before ON before.id = asked.replaces
    )
    SELECT agreement.enterprise_id, asked.village_id, sum(line.village_amount)
    FROM asked
    JOIN dividends_payout line ON line.batch_id = asked.batch_id AND line.village_id = asked.village_id
    JOIN dividends_agreement agreement ON agreement.id = line.agreement_id
    WHERE asked.replaces IS NULL AND line.village_amount > 0 AND line.state <> ALL(%s)
    GROUP BY agreement.enterprise_id, asked.village_id
"""
