"""Whoever alters, deletes or adds one row past the triggers is found: ``verify`` names the table and the row.

Every column of the money's tables is tried, taken from the models, so a new column is covered or fails here.
"""

import datetime
import json
import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models.fields.files import FieldFile

from dividends import services
from dividends.models import (
    Agreement,
    AgreementException,
    Batch,
    Decision,
    Enterprise,
    EnterpriseReview,
    Hold,
    Instalment,
    Notice,
    Objection,
    Participation,
    Payout,
    SignatureSheet,
    VillageShare,
)
from dividends.notice_days import villages_without_full_notice
from dividends.workflow import BatchState, LineState
from households.models import Household, Member, PayeeAccount
from loans.models import Lender, Loan
from tests.dividends.conftest import FIRST, SECOND, Year, approved_loans
from tests.factories import make_household
from villages.models import VillageAccount
from yuping.accounts.models import Posting as UserPosting
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core import checks, clock
from yuping.core.database import as_owner
from yuping.core.fields import Sealed
from yuping.ledger.models import JournalEntry, JournalSeal, Posting

MONEY = (Payout, VillageShare, Instalment, Hold, JournalEntry, Posting, Decision, AuditEntry)
# What the payments rest on.
PAPERS = (Agreement, Participation, Notice, Objection, SignatureSheet, EnterpriseReview, AgreementException)
SEATS = (PayeeAccount, VillageAccount, UserPosting)
TABLES = (*MONEY, *PAPERS, *SEATS)
COLUMNS = [(model, field) for model in TABLES for field in model._meta.concrete_fields]


@pytest.fixture(scope="module")
def _paid_year(django_db_setup: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A year with a paid, a returned and a held line, committed into a database of its own."""
    from tests.conftest import copy_database, drop_database, use_database

    name, shared = f"yuping_own_{uuid.uuid4().hex[:8]}", connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        copy_database(django_db_setup, name)
        use_database(name)
        with clock.fixed(datetime.date(2016, 11, 30)):
            _walk(Year())
        assert list(checks.run()) == []
        with as_owner():
            yield
        use_database(shared)
        drop_database(name)


def _walk(year: Year) -> None:
    batch = year.locked()
    year.publish(batch)
    _objection(year, batch)
    services.confirm_batch(actor=year.cast.office, batch_id=batch.pk)
    line = Payout.unguarded.filter(batch=batch, village=FIRST).first()
    hold = services.hold_line(actor=year.cast.clerk, payout_id=line.pk, reason="户主去世")
    services.confirm_hold(actor=year.cast.office, hold_id=hold.pk)
    year.approve(Batch.unguarded.get(pk=batch.pk))
    services.issue_batch(actor=year.cast.cashier, batch_id=batch.pk)
    year.load(Batch.unguarded.get(pk=batch.pk), returned=("P00002",))
    services.settle_batch(actor=year.cast.company, batch_id=batch.pk)
    _sheet(year, batch)
    _exception(year)
    year.agreement("YP-2016-02", [make_household(year.villages[0])])
    year.receipt("5000.00", "R-2")
    services.create_batch(actor=year.cast.company, scheme_code="5411", due_year=2016, key=uuid.uuid4())
    # A loan in no agreement, to stand in for another one.
    approved_loans([make_household(year.villages[0])], year.cast)


def _objection(year: Year, batch: Batch) -> None:
    notice = Notice.unguarded.get(batch=batch, village=FIRST)
    asked = services.record_objection(
        actor=year.cast.clerk, notice_id=notice.pk, raised_by="杨某", raised_on=notice.starts_on, text="漏了一户"
    )
    services.answer_objection(actor=year.cast.office, objection_id=asked.pk, answer="该户未入股")


def _sheet(year: Year, batch: Batch) -> None:
    services.hand_in_sheet(
        actor=year.cast.clerk2,
        batch_id=batch.pk,
        village_code=SECOND,
        handed_in_on=clock.today(),
        signed_count=1,
        signed_amount=Decimal("4000.00"),
    )


def _exception(year: Year) -> None:
    asked = services.request_new_agreement_exception(
        actor=year.cast.company,
        scheme_code="5411",
        enterprise_id=year.partner.pk,
        document="黔扶通〔2017〕3号",
        reason="县委会议纪要",
    )
    services.confirm_new_agreement_exception(actor=year.cast.office, exception_id=asked.pk)


@pytest.fixture
def owner(_paid_year: None) -> Iterator[None]:
    """Inside a transaction of the owner role with the triggers off; everything is taken back afterwards."""
    transaction.set_autocommit(False)
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
    yield
    connection.rollback()
    transaction.set_autocommit(True)


def _row(model: type[models.Model]) -> models.Model:
    """The row to be touched: of the lines a paid one, of the rest one from the middle."""
    rows = list(model._base_manager.order_by("pk"))
    if model is JournalEntry:
        rows = [row for row in rows if row.book.kind == "scheme"]
    if model is Instalment:
        rows = [row for row in rows if row.payouts.exists()]
    if issubclass(model, Payout | VillageShare):
        rows = [row for row in rows if row.state == LineState.PAID]
    return rows[len(rows) // 2]


def _other(field: models.Field, value: object, row: models.Model) -> object:
    """A value of the column's kind that differs from what stands there."""
    if field.is_relation:
        rows = field.related_model._base_manager.exclude(pk=value)
        if field.one_to_one:
            rows = rows.exclude(pk__in=type(row)._base_manager.exclude(**{field.name: None}).values(field.attname))
        return rows.order_by("pk").values_list("pk", flat=True).last()
    if field.choices:
        return next(code for code, _label in field.flatchoices if code != value)
    if value is None:
        return next((found for kind, found in FIRST_VALUES.items() if isinstance(field, kind)), 1)
    if isinstance(value, Sealed):
        return f"{value.token[:-1]}#"
    if isinstance(value, FieldFile):
        value = value.name
    return next(change(value) for kind, change in CHANGES.items() if isinstance(value, kind))


FIRST_VALUES = {
    models.UUIDField: str(uuid.UUID(int=1)),
    models.GenericIPAddressField: "10.0.0.1",
    models.DateField: "2016-01-01",
}
CHANGES = {
    bool: lambda value: not value,
    int | Decimal: lambda value: value + 1,
    datetime.date: lambda value: value + datetime.timedelta(days=1),
    dict: lambda value: json.dumps({**value, "extra": "1"}),
    str: lambda value: f"{value[:-1]}#" if value else "x",
}


def _stored(value: object) -> object:
    """A value as its column takes it."""
    match value:
        case dict():
            return json.dumps(value)
        case Sealed():
            return value.token
        case FieldFile():
            return value.name
    return value


def _refused_or_found(statement: str, values: list[object], model: type[models.Model], key: object) -> None:
    """The database itself refuses the statement, or ``verify`` names the table and the row."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        try:
            cursor.execute(statement, values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except (IntegrityError, DataError):
            return
    found = [fault for _name, fault in checks.run() if fault.table == table]
    assert found, f"nothing was found in {table}"
    assert any(str(key) in fault.pk or "batch" in fault.pk or "entry" in fault.pk for fault in found), found


@pytest.mark.parametrize(("model", "field"), COLUMNS, ids=[f"{m.__name__}-{f.name}" for m, f in COLUMNS])
def test_an_altered_value_is_found(owner: None, model: type[models.Model], field: models.Field):
    row = _row(model)
    other = _other(field, getattr(row, field.attname), row)
    key = other if field.primary_key else row.pk
    assert other is not None

    _refused_or_found(
        f'UPDATE {model._meta.db_table} SET "{field.column}" = %s WHERE {model._meta.pk.column} = %s',
        [other, row.pk],
        model,
        key,
    )


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_a_deleted_row_is_found(owner: None, model: type[models.Model]):
    row = _row(model)
    trace = _trace(row)
    with connection.cursor() as cursor:
        for relation in model._meta.related_objects:
            remote = relation.field
            table = relation.related_model._meta.db_table
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table} WHERE {remote.column} = %s", [row.pk])

    _refused_or_found(f"DELETE FROM {model._meta.db_table} WHERE {model._meta.pk.column} = %s", [row.pk], model, trace)


def _trace(row: models.Model) -> str:
    """By what a missing row is named: by its key, by its place, or by the row after it."""
    match row:
        case Instalment():
            return f"participation {row.participation_id} number {row.number}"
        case AuditEntry():
            return str(row.seq + 1)
        case JournalEntry():
            following = JournalSeal.objects.filter(book=row.book_id, number__gt=row.seal.number).first()
            return str(following.pk)
        case Posting():
            return str(row.entry_id)
    return str(row.pk)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_an_added_row_is_found(owner: None, model: type[models.Model]):
    row = _row(model)
    values = {field: getattr(row, field.attname) for field in model._meta.concrete_fields}
    for field in values:
        if field.primary_key and not field.is_relation:
            values[field] = 99_999
        elif field.unique or field.name in {"line_number", "number", "bank_reference"}:
            values[field] = _other(field, values[field], row) if not field.is_relation else None
    columns = ", ".join(f'"{field.column}"' for field in values)
    plain = [_stored(value) for value in values.values()]

    _refused_or_found(
        f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(plain))})",
        plain,
        model,
        99_999,
    )


@pytest.mark.parametrize(
    ("column", "day"),
    [("starts_on", "2016-11-10"), ("ends_on", "2016-11-30"), ("ends_on", "2016-11-20")],
    ids=["before the lock", "not over", "too short"],
)
def test_a_notice_that_did_not_hang_its_days_is_found_and_serves_no_confirmation(owner: None, column: str, day: str):
    batch = Batch.unguarded.get(state=BatchState.SETTLED)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE dividends_notice DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE dividends_notice SET {column} = %s WHERE village_id = %s", [day, FIRST])

    found = {(fault.table, fault.pk) for _name, fault in checks.run()}

    assert ("dividends_notice", f"batch {batch.number} village {FIRST}") in found
    with clock.fixed(datetime.date(2016, 11, 30)):
        assert villages_without_full_notice(batch) == [FIRST]


def test_a_decision_of_a_day_before_the_one_it_follows_is_found(owner: None):
    batch = Batch.unguarded.get(state=BatchState.SETTLED)
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE dividends_decision SET "on" = '2016-11-29' WHERE batch_id = %s AND move = 'issue'""", [batch.pk]
        )

    reasons = {(fault.pk, fault.reason) for _name, fault in checks.run()}

    assert (batch.number, "a decision is of a day before the one it follows") in reasons


# Rows that may be edited, with a column of each and another value for it.
EDITED = [
    (Household, "address", "别处1号"),
    (Member, "name", "杨改名"),
    (Loan, "purpose", "盖房"),
    (Lender, "name", "别家银行"),
    (Enterprise, "address", "别处2号"),
    (User, "must_change_password", True),
]


@pytest.mark.parametrize("past", ["verbs", "triggers"])
@pytest.mark.parametrize(("model", "column", "value"), EDITED, ids=lambda given: getattr(given, "__name__", None))
def test_a_change_of_an_edited_row_is_found(
    owner: None, past: str, model: type[models.Model], column: str, value: object
):
    row, table = _row(model), model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} {'DISABLE' if past == 'triggers' else 'ENABLE'} TRIGGER USER")
        cursor.execute(f'UPDATE {table} SET "{column}" = %s WHERE id = %s', [value, row.pk])

    check = {"verbs": "audit.history_is_explained", "triggers": "audit.rows_follow_their_history"}[past]
    assert (check, table, str(row.pk)) in {(name, fault.table, fault.pk) for name, fault in checks.run()}


def test_an_edited_row_taken_out_or_put_in_past_its_history_is_found(owner: None):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE loans_lender DISABLE TRIGGER USER; ALTER TABLE loans_loan DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM loans_lender RETURNING id")
        gone = cursor.fetchone()[0]
        columns = "code, name, contact, phone, active"
        cursor.execute(f"INSERT INTO loans_lender (id, {columns}) VALUES (99999, 'KONGKE', '空壳银行', '', '', true)")

    found = {(fault.pk, fault.reason) for _name, fault in checks.run() if fault.table == "loans_lender"}
    assert {(str(gone), "was taken out past its history"), ("99999", "was put in past its history")} <= found
