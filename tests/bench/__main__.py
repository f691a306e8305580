"""Builds the demo county in a folder of its own, once, then measures in copies of it."""

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

    from tests.bench import batch, imports, pages, rules
    from tests.bench.timing import Row, table

    call_command("demo", "--no-serve", stdout=sys.stderr)
    wanted = [
        part for part in (batch, pages, imports, rules) if part.__name__.rpartition(".")[2] in (sys.argv[1:] or PARTS)
    ]
    found: list[Row] = []
    for part in wanted:
        for row in part.rows():
            sys.stderr.write(f"{row.work}: {row.measured} {row.against} {row.ratio}\n")
            found.append(row)
    commit = subprocess.run(["git", "log", "-1", "--format=%h"], cwd=ROOT, capture_output=True, text=True, check=True)
    load = f"{os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}"
    sys.stdout.write(f"Measured at {commit.stdout.strip()}, {load}.\n\n{table(found)}\n")


PARTS = ("batch", "pages", "imports", "rules")

if __name__ == "__main__":
    main()
