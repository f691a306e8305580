"""Random workbooks through the whole import: each is refused in words or imported whole; none hangs or half-enters."""

import os
import sys
import time

from django.db import transaction

from households.models import Household, ImportRun, Member
from households.resources.row_sheets import ROW_SHEETS
from households.services import imports
from tests.households.fuzzing import spoilt
from villages.models import Village
from yuping.accounts import sentences
from yuping.accounts.models import User
from yuping.core.errors import DomainError

FILES = int(os.environ.get("YUPING_WORKBOOKS", "200"))
FIRST = int(os.environ.get("YUPING_SEED", "1"))
LONGEST = 5
ROWS = tuple(ROW_SHEETS)


def outcome(clerk: User, village: Village, seed: int) -> str:
    """What became of one random file, in a transaction that is taken back."""
    data, name = spoilt(village, seed)
    try:
        run = imports.upload_households(actor=clerk, data=data, name=name)
    except DomainError as error:
        said = [text for _field, text in sentences.explain(error)]
        return "refused" if all(said) else "speechless"
    if run.errors:
        return "faulty"
    done = imports.confirm_import(actor=clerk, run_id=run.pk)
    assert Household.unguarded.count() == done.households, seed
    assert Member.unguarded.count() == done.members, seed
    return "imported"


def read_as_rows(clerk: User, village: Village, seed: int) -> str:
    """What became of the same file, taken for rows about households on file."""
    data, name = spoilt(village, seed)
    try:
        run = imports.upload_households(actor=clerk, data=data, name=name, kind=ROWS[seed % len(ROWS)])
    except DomainError as error:
        return "refused" if all(text for _field, text in sentences.explain(error)) else "speechless"
    return "faulty" if run.errors else "clean"


def test_random_workbooks_are_refused_in_words_or_imported_whole(clerk: User, village: Village) -> None:
    counts: dict[str, int] = {}
    slowest = 0.0
    for seed in range(FIRST, FIRST + FILES):
        started = time.process_time()
        with transaction.atomic():
            found = outcome(clerk, village, seed)
            assert found == "imported" or not Household.unguarded.exists(), seed
            assert read_as_rows(clerk, village, seed) in {"refused", "faulty", "clean"}, seed
            transaction.set_rollback(True)
        counts[found] = counts.get(found, 0) + 1
        slowest = max(slowest, time.process_time() - started)

    assert not ImportRun.objects.exists()
    assert set(counts) == {"refused", "faulty", "imported"}, counts
    assert slowest < LONGEST
    sys.stdout.write(f"{FILES} workbooks from seed {FIRST}: {counts}, the slowest took {slowest:.2f} s\n")
