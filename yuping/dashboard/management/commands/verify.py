"""``verify``: recompute journal, totals, chains and invariants; exit 1 naming table, row and reason of what fails."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yuping.core import checks


class Command(BaseCommand):
    """Runs every check that the apps registered."""

    help = "Prove the stored rows. Exits with 1 when anything does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        faults = [
            {"check": name, "table": fault.table, "row": fault.pk, "reason": fault.reason}
            for name, fault in checks.run()
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"checks": list(checks.all_checks()), "faults": faults}, ensure_ascii=False))
        else:
            for fault in faults:
                self.stdout.write(f"{fault['table']} {fault['row']}: {fault['reason']} ({fault['check']})")
            self.stdout.write(f"{len(checks.all_checks())} checks, {len(faults)} faults")
        if faults:
            raise SystemExit(1)
