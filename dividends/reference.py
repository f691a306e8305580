"""Loading the scheme editions of ``fixtures/schemes.json``. An edition that stands is left alone."""

from decimal import Decimal

from dividends.models import Scheme
from yuping.core import reference

COLUMNS = ("code", "title", "aliases", "years", "jobs_per_household", "notice_workdays", "approval_bands")
DATES = ("effective_from", "new_agreements_until")
AMOUNTS = ("principal", "household_dividend", "village_dividend")


@reference.loader("schemes")
def load_schemes() -> int:
    rows = reference.rows_of("schemes")
    Scheme.objects.bulk_create(
        [
            Scheme(
                **{name: row[name] for name in (*COLUMNS, *DATES)},
                **{name: Decimal(row[name]) for name in AMOUNTS},
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )
    return len(rows)
