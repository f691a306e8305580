"""The second year's batch of all invested households, each verb against raw SQL on the same tables.

The raw statements write the same rows under the same constraints and triggers, and nothing else: no check of people,
area, money or stop list, no journal, no audit.
"""

import datetime
import uuid
from collections.abc import Callable, Iterator

from django.db import connection
from django.db.models import F, Sum

from dividends import lines, services, stop_list
from dividends.models import Batch, Enterprise, Instalment, Payout, VillageShare
from dividends.notice_days import last_day, villages_of
from tests.bench.timing import Row, against, seconds, undone
from yuping.core import clock
from yuping.demo.builder.bank import results_file
from yuping.demo.builder.dividends import PHOTO
from yuping.demo.builder.people import clerks, person

YEAR = 2017
PREPARED, PAID = datetime.date(2017, 12, 1), datetime.date(2017, 12, 28)
RAW = "raw SQL"


def _sql(*statements: str, values: dict[str, object]) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, values)

    return run


def receive() -> None:
    """The enterprises pay what they owe for the second year."""
    due = Instalment.unguarded.filter(year=YEAR, part="dividend").values("participation__agreement__enterprise")
    sums = due.annotate(sum=Sum(F("household_amount") + F("village_amount"))).order_by()
    for row in sums.values_list("participation__agreement__enterprise", "sum"):
        enterprise = Enterprise.objects.get(pk=row[0])
        services.record_receipt(
            actor=person("company1"),
            enterprise_id=enterprise.pk,
            received_on=clock.today(),
            amount=row[1],
            bank_reference=f"BENCH-{enterprise.pk}",
        )


def rows() -> Iterator[Row]:
    """Generate, lock, approve, issue and settle; in between the moves that are not timed."""
    with clock.fixed(PREPARED):
        receive()
        yield from _prepare()
    with clock.fixed(PAID):
        yield from _decide(Batch.unguarded.get(due_year=YEAR))


def _prepare() -> Iterator[Row]:
    company = person("company1")
    call = {"scheme_code": "5411", "due_year": YEAR}
    made: list[Batch] = []
    taken = seconds(lambda: made.append(services.create_batch(actor=company, key=uuid.uuid4(), **call)))
    batch = made[0]
    count = batch.payouts.count()
    yield against(f"generate {count:,} lines", taken, _raw_insert(batch), RAW)
    for stopped in stop_list.of_batch(batch):
        if not stopped.is_village:
            services.remove_line(actor=company, payout_id=stopped.line_id, reason="bench")
    floor = undone(_raw_lock(batch))
    yield against("lock", seconds(lambda: services.lock_batch(actor=company, batch_id=batch.pk)), floor, RAW)
    batch.refresh_from_db()
    for code in sorted(villages_of(batch)):
        services.publish_notice(
            actor=clerks(code[:9])[0],
            batch_id=batch.pk,
            village_code=code,
            place="bench",
            starts_on=PREPARED,
            ends_on=last_day(PREPARED, batch.notice_workdays),
            photo=PHOTO.read_bytes(),
        )


def _decide(batch: Batch) -> Iterator[Row]:
    services.confirm_batch(actor=person("poverty1"), batch_id=batch.pk)
    digest = lines.payable(batch)[1]
    floor = undone(_sql(_APPROVE, values={"batch": batch.pk}))
    services.approve_batch(actor=person("finance1"), batch_id=batch.pk, digest=digest)
    taken = seconds(lambda: services.approve_batch(actor=person("finance2"), batch_id=batch.pk, digest=digest))
    yield against("approve", taken, floor, RAW)
    floor = undone(_sql(*_ISSUE, values={"batch": batch.pk}))
    yield against(
        "issue", seconds(lambda: services.issue_batch(actor=person("cashier1"), batch_id=batch.pk)), floor, RAW
    )
    batch.refresh_from_db()
    content = results_file(batch, returned={}, paid_on=PAID)
    load = {"batch_id": batch.pk, "name": "bench.csv", "content": content}
    services.load_results(actor=person("union1"), **load)
    floor = undone(_sql(*_SETTLE, values={"batch": batch.pk}))
    taken = seconds(lambda: services.settle_batch(actor=person("company1"), batch_id=batch.pk))
    yield against("settle", taken, floor, RAW)


def _raw_insert(batch: Batch) -> float:
    """The rows that the verb wrote, written once more from a copy, under a draft of their own."""
    values = {"batch": batch.pk}
    copies = [(f"bench_{model._meta.model_name}", model._meta.db_table) for model in (Payout, VillageShare)]
    _sql(
        *(f"CREATE TEMP TABLE {copy} AS SELECT * FROM {table} WHERE batch_id = %(batch)s" for copy, table in copies),
        values=values,
    )()

    def write() -> float:
        _sql(*(f"DELETE FROM {table} WHERE batch_id = %(batch)s" for _copy, table in copies), values=values)()
        return seconds(_sql(*(f"INSERT INTO {table} SELECT * FROM {copy}" for copy, table in copies), values=values))

    found: list[float] = []
    undone(lambda: found.append(write()))
    return found[0]


def _raw_lock(batch: Batch) -> Callable[[], None]:
    count, households, villages = lines.totals(batch)
    values = {"batch": batch.pk, "count": count, "households": households, "villages": villages}
    return _sql(*_LOCK, values=values)


_LOCK = (
    """UPDATE dividends_payout line SET payee_name = a.holder_name, bank_name = a.bank_name, account_number = a.number,
        account_digest = a.number_index, account_last4 = a.last4
    FROM households_payeeaccount a
    WHERE line.batch_id = %(batch)s AND a.household_id = line.household_id AND a.state = 'verified'""",
    """UPDATE dividends_villageshare line SET payee_name = a.holder_name, bank_name = a.bank_name,
        account_number = a.number, account_digest = a.number_index, account_last4 = a.last4
    FROM villages_villageaccount a
    WHERE line.batch_id = %(batch)s AND a.village_id = line.village_id AND a.state = 'verified'""",
    """UPDATE dividends_batch SET state = 'locked', digest = 'x', line_count = %(count)s,
        household_total = %(households)s, village_total = %(villages)s WHERE id = %(batch)s""",
)
_APPROVE = "UPDATE dividends_batch SET state = 'approved' WHERE id = %(batch)s"
_ISSUE = (
    "UPDATE dividends_payout SET state = 'sent' WHERE batch_id = %(batch)s",
    "UPDATE dividends_villageshare SET state = 'sent' WHERE batch_id = %(batch)s",
    "UPDATE dividends_batch SET state = 'issued' WHERE id = %(batch)s",
)
_SETTLE = (
    *(
        f"""UPDATE {table} line SET state = said.outcome, bank_reference = said.bank_reference, paid_on = said.paid_on
        FROM dividends_bankresultline said JOIN dividends_bankresult result ON result.id = said.result_id
        WHERE result.batch_id = %(batch)s AND said.{column} = line.id"""
        for table, column in (("dividends_payout", "payout_id"), ("dividends_villageshare", "share_id"))
    ),
    "UPDATE dividends_batch SET state = 'settled' WHERE id = %(batch)s",
)
