"""Putting 5,005 households on file at once, against reading a workbook of the same rows, and against the plain path.

The plain path is django-import-export's own: one table, each row looked up, cleaned and saved by itself, nothing else
checked or written.
"""

import io
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import xlsxwriter
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet
from import_export.fields import Field
from import_export.resources import ModelResource
from python_calamine import CalamineWorkbook
from tablib import Dataset

from households.facts import ImportBatch
from households.models import Household, ImportRun
from households.resources.reading import read_households
from households.resources.workbooks import marked_workbook
from households.services import confirm_import, import_households, upload_households
from households.services.checking import check_alone
from tests.bench.timing import Row, against, milliseconds, seconds, undone
from tests.conftest import _execute, drop_database, use_database
from tests.households.sheets_of import rows_of, workbook
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.database import gather_statistics
from yuping.core.memory import growing
from yuping.demo.builder import people, villages
from yuping.demo.builder.households import entered_on, household_facts
from yuping.demo.builder.people import person
from yuping.demo.builder.timeline import walk
from yuping.demo.plan import CountyPlan, build_plan
from yuping.demo.plan.cadres import SINCE

COLUMNS = 30
# The plain path is measured over so many rows and reckoned up: all of them would take minutes.
SAMPLE = 500


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
    """The floor is what the parser needs for the workbook; the import checks everything and writes all tables."""
    plan = build_plan()
    households = [replace(household_facts(row, on=entered_on(row)), pairing=None) for row in plan.households]
    book = _workbook(len(households))
    floor = seconds(lambda: CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python())
    sheet = Dataset(headers=Plain.Meta.fields)
    for row in Household.unguarded.values_list(*Plain.Meta.fields)[:SAMPLE]:
        sheet.append(row)
    with _empty_county(plan), clock.fixed(plan.scenario.as_of):
        actor = person("poverty1")
        filled = workbook(*rows_of(households, year=households[0].years[0].year))
        yield from _whole(actor, filled, len(households))
        taken = undone(lambda: import_households(actor=actor, batch=ImportBatch(households)))
        # Its households have no members, which the commit would refuse.
        sample = undone(lambda: Plain().import_data(sheet, raise_errors=True), to_commit=False)
        plain = sample / SAMPLE * len(households)
    work = f"import of {len(households):,} households"
    yield against(work, taken, floor, "parsing alone")
    yield against(f"{work}, all their tables", taken, plain, "plain django-import-export, one table")


def _whole(actor: User, data: bytes, count: int) -> Iterator[Row]:
    """The filled-in workbook of the county: its check, and its import against reading and checking it in memory."""
    memory = seconds(lambda: _in_memory(data))
    runs: list[ImportRun] = []
    checked = seconds(lambda: runs.append(upload_households(actor=actor, data=data, name="county.xlsx")))
    marked = seconds(lambda: marked_workbook(data, runs[0].tables, []))
    written = undone(lambda: confirm_import(actor=actor, run_id=runs[0].pk))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    what = "reading and checking in memory"
    yield against(f"check of the workbook of {count:,} households", checked, memory, what)
    yield against("its import once confirmed", written, memory, what)
    yield against("its check and import together", checked + written, memory, what)
    yield Row("its marked copy", milliseconds(marked), f"peak memory of it all {peak:,.0f} MB", "")


def _in_memory(data: bytes) -> None:
    with growing():
        check_alone(read_households(data, name="county.xlsx").households)


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
