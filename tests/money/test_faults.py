"""An error at any statement of a money verb leaves nothing half done: every table is as it was before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, connection

from dividends import services as dividends
from loans import services as loans
from tests.dividends.conftest import Year
from tests.money.verbs import CASES

MOST = 400
OURS = ("audit", "ledger", "villages", "households", "loans", "dividends", "accounts")
# Verbs of a loan's way to its approval: no money yet.
LEFT_OUT = {
    # These only read.
    "heads_of",
    "published_rate",
    "register_lender",
    "rate_credit",
    "apply_for_loan",
    "recommend_loan",
    "confirm_borrower",
    "refuse_loan",
}


class Planted(OperationalError):
    """The connection fails at the chosen statement."""


class FailAt:
    """Lets statements pass and fails the n-th, once."""

    def __init__(self, number: int) -> None:
        self.left = number
        self.failed = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            self.failed = True
            raise Planted(sql)
        return execute(sql, params, many, context)


def everything() -> dict[str, str]:
    """Each table with the number and the digest of its rows; one statement."""
    tables = [model._meta.db_table for label in OURS for model in apps.get_app_config(label).get_models()]
    parts = [
        f"SELECT '{table}', count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') "
        f'FROM "{table}" t'
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


@pytest.mark.parametrize("verb", CASES)
def test_an_error_at_any_statement_changes_nothing(year: Year, verb: str):
    call = CASES[verb](year)
    before = everything()

    for number in range(1, MOST):
        fault = FailAt(number)
        try:
            with connection.execute_wrapper(fault):
                call()
        except Planted:
            assert everything() == before, f"{verb} left something behind at statement {number}"
        else:
            break

    assert not fault.failed, f"{verb} went on after the failure of statement {number}"
    assert number > 5
    assert everything() != before


def test_every_money_verb_is_tried():
    verbs = {*dividends.__all__, *(name for name in loans.__all__ if name[0].islower())} - LEFT_OUT

    assert sorted(verbs - set(CASES)) == []
