"""``verify`` is clean after a settled year, and the figures count exactly its rows."""

import json

import pytest
from django.core.management import call_command

from tests.dividends.conftest import FIRST, Year
from yuping.accounts.access import Scope
from yuping.core import checks, clock, figures


def test_a_settled_year_is_clean(year: Year):
    year.settled(returned=("P00001",))

    assert list(checks.run()) == []


def test_the_year_counts_what_it_paid(year: Year, capsys: pytest.CaptureFixture[str]):
    year.settled()

    call_command("figures", "--json")

    values = {row["key"]: row["value"] for row in json.loads(capsys.readouterr().out)["figures"]}
    assert values["household_dividends_paid"] == "12000.00"
    assert values["village_dividends_paid"] == "3000.00"
    assert values["invested_households"] == 3
    assert values["invested_principal"] == "150000.00"


def test_townships_add_up_to_the_county(year: Year):
    year.settled()
    county = figures.compute("household_dividends_paid", Scope(frozenset({"520622"})), clock.today())

    townships = [
        figures.compute("household_dividends_paid", Scope(frozenset({village.pk[:9]})), clock.today())
        for village in year.villages
    ]

    assert sum(townships) == county
    assert figures.compute("invested_households", Scope(frozenset({FIRST})), clock.today()) == 2
