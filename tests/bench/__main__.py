"""Builds the demo county in a folder of its own, once, then measures; whatever it writes is taken back."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> None:
    """Print the table."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuping.settings")
    os.environ.setdefault("YUPING_DATA", str(ROOT / "var" / "bench"))
    django.setup()

    from django.core.management import call_command
    from django.db import transaction

    from tests.bench import batch, imports, pages
    from tests.bench.timing import table
    from yuping.core.database import as_owner

    call_command("demo", "--no-serve", stdout=sys.stderr)
    found = [*imports.rows()]
    # As the owner, so that the copied rows get their statistics; every statement runs under the same triggers.
    with as_owner(), transaction.atomic():
        for part in (batch, pages):
            for row in part.rows():
                sys.stderr.write(f"{row.work}: {row.measured} {row.ratio}\n")
                found.append(row)
        transaction.set_rollback(True)
    commit = subprocess.run(["git", "log", "-1", "--format=%h"], cwd=ROOT, capture_output=True, text=True, check=True)
    sys.stdout.write(f"Measured at {commit.stdout.strip()}, {os.cpu_count()} cores.\n\n{table(found)}\n")


if __name__ == "__main__":
    main()
