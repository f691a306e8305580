"""Lists, a household's file, a batch and the figures: time and number of queries at 5,005 and at 50,050 households."""

from collections.abc import Callable, Iterator

from django.db import connection, models
from django.test import Client
from django.urls import NoReverseMatch, reverse

from dividends.models import Batch
from households.models import Household, HouseholdYear, Member
from tests.bench.timing import Row, milliseconds, percentiles, queries
from yuping.core.database import checked_at_once
from yuping.demo.builder.people import person

TIMES = 10
# Columns that stand once in the county: a copy gets others.
DIFFERS = {
    "number": "'B' || {n} || substr(number, 3)",
    "id_index": "CASE WHEN id_index = '' THEN '' ELSE md5(id_index || {n}) || md5({n} || id_index) END",
}


def _addresses() -> Iterator[tuple[str, str]]:
    household = Household.unguarded.order_by("pk").first()
    batch = Batch.unguarded.order_by("pk").first()
    yield "household list", reverse("households:household_list")
    yield "household list, searched by initials", f"{reverse('households:household_list')}?q=yw"
    yield "household's file", reverse("households:household_detail", args=[household.pk])
    yield "payout list", reverse("dividends:payout_list")
    yield "batch", reverse("dividends:batch_detail", args=[batch.pk])
    try:
        yield "dashboard", reverse("dashboard:overview")
    except NoReverseMatch:
        yield "work list", reverse("accounts:work_list")


def rows() -> Iterator[Row]:
    """Each page at both sizes, as the poverty office opens it."""
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


def copy_households() -> None:
    """Ten times the households with their persons and years; the owner's statistics follow."""
    step = Household.unguarded.order_by("-pk").first().pk
    with checked_at_once(), connection.cursor() as cursor:
        for model in (Household, Member, HouseholdYear):
            _copy(cursor.execute, model, step)
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def _copy(execute: Callable[..., None], model: type[models.Model], step: int) -> None:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    offset = model._base_manager.order_by("-pk").first().pk
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field, offset, step) for field in fields)
    execute(
        f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values} "
        f"FROM {model._meta.db_table}, generate_series(1, {TIMES - 1}) AS n"
    )


def _value(field: models.Field, offset: int, step: int) -> str:
    if field.primary_key:
        return f"id + n * {offset}"
    if field.name == "household":
        return f"household_id + n * {step}"
    return DIFFERS.get(field.name, f'"{field.column}"').format(n="n")
