"""Lists, a household's file, a batch, figures: time and number of queries at 5,005 and at 50,050 households."""

from collections.abc import Iterator

from django.db import connection, models
from django.test import Client
from django.urls import reverse

from dividends.models import Batch
from households.models import Household, HouseholdYear, Member, MemberYear, PayeeAccount
from loans.models import Loan
from tests.bench.databases import copied
from tests.bench.timing import Row, milliseconds, percentiles, queries
from yuping.core.database import as_owner, gather_statistics
from yuping.demo.builder.people import person

TIMES = 10
# What grows with the county. The owner's own SQL copies the rows with their triggers off, in a database that is
# dropped afterwards: built by the verbs, so many would take an hour.
COPIED = (Household, Member, HouseholdYear, MemberYear, PayeeAccount, Loan)
# Columns that stand once in the county: a copy gets others.
DIFFERS = {
    "number": "'B' || {n} || substr({column}, 3)",
    "contract_number": "CASE WHEN {column} = '' THEN '' ELSE {column} || '-' || {n} END",
    "id_index": "CASE WHEN {column} = '' THEN '' ELSE md5({column} || {n}) || md5({n} || {column}) END",
    "number_index": "md5({column} || {n}) || md5({n} || {column})",
    # Else every copied person were the same as the first one.
    "birth_date": "{column} - {n}",
    "phone_index": "CASE WHEN {column} = '' THEN '' ELSE md5({column} || {n}) || md5({n} || {column}) END",
}
LISTS = (
    ("household list", "households:household_list", ""),
    ("household list, page 40", "households:household_list", "?page=40"),
    ("household list, searched by initials", "households:household_list", "?q=yw"),
    ("loan list", "loans:loan_list", ""),
    ("payout list", "dividends:payout_list", ""),
    ("work list", "accounts:work_list", ""),
    ("dashboard", "dashboard:overview", ""),
    ("all figures", "dashboard:all_figures", ""),
)


def _addresses() -> Iterator[tuple[str, str]]:
    for title, name, query in LISTS:
        yield title, reverse(name) + query
    household = Household.unguarded.order_by("pk").first()
    yield "household's file", reverse("households:household_detail", args=[household.pk])
    batch = Batch.unguarded.order_by("pk").first()
    yield "batch", reverse("dividends:batch_detail", args=[batch.pk])


def rows() -> Iterator[Row]:
    """Each page at both sizes, as the poverty office opens it."""
    with copied("yuping_bench_pages"):
        client = Client(SERVER_NAME="localhost")
        client.force_login(person("poverty1"))
        small = {title: _measured(client, url) for title, url in _addresses()}
        copy_households()
        for title, url in _addresses():
            few, many = small[title], _measured(client, url)
            yield Row(
                f"{title}: p50 / p95, queries",
                f"50,050: {milliseconds(many[0])} / {milliseconds(many[1])}, {many[2]}",
                f"5,005: {milliseconds(few[0])} / {milliseconds(few[1])}, {few[2]}",
                f"{many[0] / few[0]:.1f}×",
            )


def _measured(client: Client, url: str) -> tuple[float, float, int]:
    def opened() -> None:
        answer = client.get(url)
        if answer.status_code != 200:
            raise AssertionError(f"{url} answered {answer.status_code}")

    return *percentiles(opened), queries(opened)


def copy_households(*further: type[models.Model]) -> None:
    """Ten times the households with their persons, years, accounts and loans, and further records of their files."""
    copied_models = (*COPIED, *further)
    with as_owner(), connection.cursor() as cursor:
        offsets = {model: model._base_manager.order_by("-pk").first().pk for model in copied_models}
        for model in copied_models:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
            cursor.execute(_copy(model, offsets))
    gather_statistics()


def _copy(model: type[models.Model], offsets: dict[type[models.Model], int]) -> str:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field, offsets) for field in fields)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table}, generate_series(1, {TIMES - 1}) AS n"


def _value(field: models.Field, offsets: dict[type[models.Model], int]) -> str:
    """A copied row leads to copied rows; of the rest it keeps what the first one has."""
    owner = field.model if field.primary_key else field.related_model
    if owner in offsets:
        return f'"{field.column}" + n * {offsets[owner]}'
    pattern = "{column}" if field.is_relation else DIFFERS.get(field.name, "{column}")
    return pattern.format(n="n", column=f'"{field.column}"')
