"""Putting 5,005 and 50,050 households on file, against reading and checking them in memory, and the plain path.

The plain path is django-import-export's own: one table, each row looked up, cleaned and saved by itself, nothing else
checked or written.
"""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet
from import_export.fields import Field
from import_export.resources import ModelResource
from python_calamine import CalamineWorkbook
from tablib import Dataset

from households.facts import HouseholdFacts, ImportBatch
from households.models import Household
from households.services import import_households
from tests.bench.copies import further
from tests.bench.timing import Row, against, seconds, undone
from tests.conftest import _execute, drop_database, use_database
from tests.households.sheets_of import rows_of, workbook
from yuping.core import clock
from yuping.core.database import gather_statistics
from yuping.demo.builder import people, villages
from yuping.demo.builder.households import entered_on, household_facts
from yuping.demo.builder.people import person
from yuping.demo.builder.timeline import walk
from yuping.demo.plan import CountyPlan, build_plan
from yuping.demo.plan.cadres import SINCE

COLUMNS = 30
# The plain path is measured over so many rows and reckoned up: all of them would take minutes.
SAMPLE = 500
# A sheet holds 20,000 rows at most: fifty thousand households come as ten workbooks.
WORKBOOKS = 10


class Plain(ModelResource):
    """The households' own table and nothing else."""

    # The key itself, because villages are not read without saying for whom.
    village = Field(column_name="village", attribute="village_id")

    class Meta:
        model = Household
        import_id_fields = ("number",)
        fields = ("number", "village", "head_name", "address", "identification_standard", "registered_on")

    def get_queryset(self) -> QuerySet:
        return Household.unguarded.all()

    def after_import(self, dataset: Dataset, result: object, **options: object) -> None:
        """Leave the sequence as it is: the role that serves may not set it back."""


def rows() -> Iterator[Row]:
    """Ten workbooks of a county one after another, the last into a county of 45,045 households."""
    plan = build_plan()
    households = [replace(household_facts(row, on=entered_on(row)), pairing=None) for row in plan.households]
    with _empty_county(plan), clock.fixed(plan.scenario.as_of):
        yield from _in_one_go(households)
        few, more = households, further(households, WORKBOOKS - 1)
        plain = _plain(few)
        first = _whole(few)
        yield from _beside(first, len(few), plain)
        taken = [first, *map(_whole, more)]
        plain = _plain(few) * WORKBOOKS
        total = {name: sum(one[name] for one in taken) for name in first} | {"peak": max(one["peak"] for one in taken)}
        yield from _beside(total, WORKBOOKS * len(few), plain)
        last = taken[-1]["import"]
        yield against(f"import of the last of {WORKBOOKS} workbooks", last, first["import"], "the first")


def _in_one_go(households: list[HouseholdFacts]) -> Iterator[Row]:
    """The floor is what the parser needs for a workbook of as many rows; the import checks and writes all tables."""
    book = _workbook(len(households))
    floor = seconds(lambda: CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python())
    actor = person("poverty1")
    taken = undone(lambda: import_households(actor=actor, batch=ImportBatch(households)))
    yield against(f"import of {len(households):,} households from facts", taken, floor, "parsing alone")


def _whole(households: list[HouseholdFacts]) -> dict[str, float]:
    """Seconds of check, import, and reading and checking in memory; the peak of a process that does only this."""
    with TemporaryDirectory() as folder:
        book = Path(folder) / "county.xlsx"
        book.write_bytes(workbook(*rows_of(households, year=households[0].years[0].year)))
        database, day = str(connection.settings_dict["NAME"]), str(clock.today())
        command = [sys.executable, "-m", "tests.bench.one_import", database, str(book), day]
        return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def _plain(households: list[HouseholdFacts]) -> float:
    """Seconds of the plain path for as many households, with what is on file already."""
    sheet = Dataset(headers=Plain.Meta.fields)
    for home in households[:SAMPLE]:
        answers = (home.identification_standard, home.registered_on)
        sheet.append((f"{home.number}P", home.village, home.members[0].name, home.address, *answers))
    # Its households have no members, which the commit would refuse.
    sample = undone(lambda: Plain().import_data(sheet, raise_errors=True), to_commit=False)
    return sample / SAMPLE * len(households)


def _beside(taken: dict[str, float], count: int, plain: float) -> Iterator[Row]:
    memory, what = taken["memory"], "reading and checking in memory"
    yield against(f"check of workbooks of {count:,} households", taken["check"], memory, what)
    yield against("their import once confirmed", taken["import"], memory, what)
    yield against("their import, all tables", taken["import"], plain, "plain django-import-export, one table")
    yield Row("most memory of check and import", f"{taken['peak']:,.0f} MB", "a process that does nothing else", "")


@contextmanager
def _empty_county(plan: CountyPlan) -> Iterator[None]:
    """A database of its own with areas, people and village groups, and no household."""
    name, own = "yuping_bench_import", connection.settings_dict["NAME"]
    drop_database(name)
    _execute(f'CREATE DATABASE "{name}"')
    use_database(name)
    try:
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
        walk([*people.steps(), *villages.steps(plan)], until=SINCE, report=lambda line: None)
        gather_statistics()
        yield
    finally:
        use_database(own)
        drop_database(name)


def _workbook(count: int) -> bytes:
    """As many rows as the import has, of the width of the county's form."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(count):
            sheet.write_row(row, 0, [f"值{row}-{column}" for column in range(COLUMNS)])
    return out.getvalue()
