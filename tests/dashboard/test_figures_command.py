"""``manage.py figures``: what it prints, for whom, and what it refuses."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.dividends.conftest import FIRST, Year
from tests.factories import COUNTY
from yuping.core.figures import Level, all_figures


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("figures", *arguments, stdout=out)
    return out.getvalue()


def as_json(*arguments: str) -> dict[str, Any]:
    return json.loads(told("--json", *arguments))


def values(*arguments: str) -> dict[str, Any]:
    return {row["key"]: row["value"] for row in as_json(*arguments)["figures"]}


def test_json_holds_every_figure_of_the_county_on_the_business_date(county: Year) -> None:
    found = as_json()

    assert (found["area"], found["as_of"]) == (COUNTY, "2017-12-31")
    assert [row["key"] for row in found["figures"]] == [one.key for one in all_figures()]
    assert {frozenset(row) for row in found["figures"]} == {frozenset({"key", "title", "unit", "value"})}


def test_counts_are_numbers_and_amounts_text_with_their_places(county: Year) -> None:
    found = values("--as-of", "2016-11-30")

    assert found["invested_households"] == 3
    assert found["invested_principal"] == "150000.00"
    assert found["participation_rate"] == "75.00"


def test_a_day_before_counts_what_was_then(county: Year) -> None:
    assert values("--as-of", "2016-03-19")["invested_households"] == 0


def test_a_township_has_its_own_rows_and_not_what_is_the_countys_alone(county: Year) -> None:
    found = values("--area", FIRST[:9], "--as-of", "2016-11-30")

    assert found["invested_households"] == 2
    assert set(found) == {one.key for one in all_figures() if one.scope is Level.AREA}


def test_the_table_has_a_line_for_each_figure(county: Year) -> None:
    lines = told("--as-of", "2016-11-30").splitlines()

    assert [line.split()[0] for line in lines] == [one.key for one in all_figures()]
    assert "150000.00" in next(line for line in lines if line.startswith("invested_principal"))


@pytest.mark.parametrize("arguments", [("--area", "999999"), ("--area", "x"), ("--as-of", "2016-13-01")])
def test_what_is_no_area_or_day_is_refused(county: Year, arguments: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        told(*arguments)


def test_without_an_installation_the_command_says_what_to_do(db: None) -> None:
    with pytest.raises(CommandError, match="load_reference"):
        told()
