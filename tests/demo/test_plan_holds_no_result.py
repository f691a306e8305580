"""The demo is made from its village rows: no result of the report stands in its code or data."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path for ending in ("py", "csv", "json") for path in (ROOT / "yuping" / "demo").rglob(f"*.{ending}"))
KEYS = {
    "registered_households", "registered_persons", "self_chosen_households", "pooled_households", "invested_households",
    "no_mode_households", "pooled_principal", "invested_principal", "household_dividends_paid",
    "village_dividends_paid", "risk_deposit", "projected_village_income_3y", "persons_lifted_by_dividend",
}  # fmt: skip


def results() -> re.Pattern[str]:
    """The report's larger figures as they could be written, with or without separators and fen."""
    rows = json.loads((ROOT / "fixtures" / "report_figures.json").read_text(encoding="utf-8"))["rows"]
    values = {int(row["value"].removesuffix(".00")) for row in rows if row["key"] in KEYS}
    written = {form for value in values for form in (f"{value}", f"{value:,}", f"{value:_}")}
    return re.compile(r"(?<![\w.,])(" + "|".join(sorted(written)) + r")(?:\.0+)?(?![\w.]|,\d{3})")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_the_demo_holds_no_result_of_the_report(path: Path) -> None:
    assert results().findall(path.read_text(encoding="utf-8")) == []
