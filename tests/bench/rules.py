"""All rules of data quality over the county, as the poverty office checks all files: at 5,005 and at 50,050 households.

The floor is reading the same files without asking anything of them.
"""

from collections.abc import Iterator

from households.models import Household, LifeEvent, Pairing
from households.services import refresh_findings
from households.services.reading import stored_households
from tests.bench.databases import copied
from tests.bench.pages import copy_households
from tests.bench.timing import Row, against, milliseconds, seconds, undone
from yuping.accounts import quality
from yuping.core import clock
from yuping.demo.builder.people import person

CHUNK = 1000


def rows() -> Iterator[Row]:
    """The run at both sizes against its floor, and the larger against the smaller."""
    with copied("yuping_bench_rules"):
        work = f"{len(quality.rules())} rules of data quality"
        few, floor = _run(), seconds(_read)
        yield against(f"{work}, 5,005 households", few, floor, "reading the files")
        copy_households(Pairing, LifeEvent)
        many, floor = _run(), seconds(_read)
        yield against(f"{work}, 50,050 households", many, floor, "reading the files")
        yield Row(f"{work}: ten times the households", milliseconds(many), milliseconds(few), f"{many / few:.1f}×")


def _run() -> float:
    return undone(lambda: refresh_findings(actor=person("poverty1")))


def _read() -> None:
    """Every file of the year as the rules see it, a thousand at a time."""
    waiting: list[Household] = []
    for row in Household.unguarded.filter(state="active").order_by("pk").iterator(chunk_size=CHUNK):
        waiting.append(row)
        if len(waiting) == CHUNK:
            stored_households(waiting, year=clock.today().year)
            waiting = []
    stored_households(waiting, year=clock.today().year)
