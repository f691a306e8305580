"""``restore_drill DIR``: proof that a backup can be restored, on a copy that is made for it and dropped again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from yuping.dashboard.backups import restoring
from yuping.dashboard.backups.saying import in_plain_words, tell_faults


class Command(BaseCommand):
    """Compares every table row for row and runs every check on the copy. Exits with 1 and names what is not equal."""

    help = "Restore a backup into a scratch database, prove it equal row for row, run verify there, drop it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder written by backup")

    def handle(self, *args: Any, **options: Any) -> None:
        with in_plain_words():
            faults = restoring.drill(options["folder"], self._say)
        tell_faults(self._say, faults)
        self._say(_("The copy is equal row for row, and every check holds on it."))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
