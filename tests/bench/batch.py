"""The second year's batch of all invested households, each verb against raw SQL on the same tables.

The raw statements write the same lines, household files and decision under the same constraints and triggers, and
nothing else: no check of people, area, money or stop list, no digest, bank file, journal or audit.
"""

import datetime
import uuid
from collections.abc import Callable, Iterator

from django.db import connection, transaction
from django.db.models import F, Sum

from dividends import lines, services, stop_list
from dividends.models import Batch, Enterprise, Instalment, Payout, VillageShare
from dividends.notice_days import last_day, villages_of
from households.models import HouseholdYear
from tests.bench.databases import copied
from tests.bench.timing import Row, against, seconds, undone
from yuping.accounts.models import User
from yuping.core import clock
from yuping.demo.builder.bank import results_file
from yuping.demo.builder.dividends import PHOTO
from yuping.demo.builder.people import clerks, person

YEAR = 2017
PREPARED, PAID = datetime.date(2017, 12, 1), datetime.date(2017, 12, 28)
RAW = "raw SQL"
TIMES = 3
# Work, seconds of the verb, seconds of the raw statements.
Measure = tuple[str, float, float]


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
            ahead=True,
        )


def rows() -> Iterator[Row]:
    """Generate, lock, approve, issue and settle, each the best of several years in copies of the county."""
    best: dict[str, tuple[float, float]] = {}
    for _time in range(TIMES):
        with copied("yuping_bench_batch"):
            for work, taken, floor in _year():
                before = best.get(work, (taken, floor))
                best[work] = min(taken, before[0]), min(floor, before[1])
    for work, (taken, floor) in best.items():
        yield against(work, taken, floor, RAW)


def _year() -> Iterator[Measure]:
    with clock.fixed(PREPARED):
        receive()
        yield from _prepare()
    with clock.fixed(PAID):
        yield from _decide(Batch.unguarded.get(due_year=YEAR))


def _prepare() -> Iterator[Measure]:
    company = person("company1")
    call = {"scheme_code": "5411", "due_year": YEAR}
    made: list[Batch] = []
    taken = seconds(lambda: made.append(services.create_batch(actor=company, key=uuid.uuid4(), **call)))
    batch = made[0]
    count = batch.payouts.count()
    yield f"generate {count:,} lines", taken, _raw_insert(batch)
    for stopped in stop_list.of_batch(batch):
        if not stopped.is_village:
            services.remove_lines(actor=company, payout_ids=[stopped.line_id], reason="bench")
    floor = undone(_raw_lock(batch, company))
    yield "lock", seconds(lambda: services.lock_batch(actor=company, batch_id=batch.pk)), floor
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


def _decide(batch: Batch) -> Iterator[Measure]:
    services.confirm_batch(actor=person("poverty1"), batch_id=batch.pk)
    digest = lines.payable(batch)[1]
    services.approve_batch(actor=person("finance1"), batch_id=batch.pk, digest=digest)
    second, cashier, company = person("finance2"), person("cashier1"), person("company1")
    floor = undone(_sql(_APPROVE, _DECIDED, values=_values(batch, second, "approve", digest)))
    taken = seconds(lambda: services.approve_batch(actor=second, batch_id=batch.pk, digest=digest))
    yield "approve (reads lines, money and stop list again)", taken, floor
    floor = undone(_sql(*_ISSUE, _DECIDED, values=_values(batch, cashier, "issue")))
    yield "issue", seconds(lambda: services.issue_batch(actor=cashier, batch_id=batch.pk)), floor
    batch.refresh_from_db()
    content = results_file(batch, returned={}, paid_on=PAID)
    load = {"batch_id": batch.pk, "name": "bench.csv", "content": content}
    services.load_results(actor=person("union1"), **load)
    floor = undone(_sql(*_SETTLE, _FILES, _DECIDED, values=_values(batch, company, "settle")))
    yield "settle", seconds(lambda: services.settle_batch(actor=company, batch_id=batch.pk)), floor


def _values(batch: Batch, actor: User, move: str, digest: str = "") -> dict[str, object]:
    return {
        "batch": batch.pk,
        "round": batch.round,
        "move": move,
        "actor": actor.pk,
        "on": clock.today(),
        "digest": digest,
        "year": YEAR,
    }


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
        return undone(_sql(*(f"INSERT INTO {table} SELECT * FROM {copy}" for copy, table in copies), values=values))

    with transaction.atomic():
        found = write()
        transaction.set_rollback(True)
    return found


def _raw_lock(batch: Batch, company: User) -> Callable[[], None]:
    count, households, villages = lines.totals(batch)
    values = {"count": count, "households": households, "villages": villages} | _values(batch, company, "lock")

    def run() -> None:
        # Payee, terms and seal of each line are one statement in the verb too.
        lines.take_snapshots(batch)
        _sql(_LOCK, _DECIDED, values=values)()

    return run


_LOCK = """UPDATE dividends_batch SET state = 'locked', digest = 'x', line_count = %(count)s,
        household_total = %(households)s, village_total = %(villages)s WHERE id = %(batch)s"""
_DECIDED = """INSERT INTO dividends_decision (batch_id, round, move, actor_id, "on", recorded_at, digest, note, facts)
    VALUES (%(batch)s, %(round)s, %(move)s, %(actor)s, %(on)s, now(), %(digest)s, '', '{}')"""
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
# As many files of a year as the verb begins, of the same width, taken from those of the year before.
_COLUMNS = [field.column for field in HouseholdYear._meta.concrete_fields if not (field.generated or field.primary_key)]
_FILES = f"""INSERT INTO households_householdyear ({", ".join(_COLUMNS)})
    SELECT {", ".join("%(year)s + 1" if name == "year" else name for name in _COLUMNS)} FROM households_householdyear
    WHERE year = %(year)s AND household_id IN (SELECT household_id FROM dividends_payout WHERE batch_id = %(batch)s)"""
