"""``restore DIR``: a backup put back into an empty database, compared with its manifest."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from yuping.dashboard.backups import restoring
from yuping.dashboard.backups.saying import in_plain_words, tell_faults


class Command(BaseCommand):
    """Whole or not at all, and never over anything. Exits with 1 and names each table that is not equal."""

    help = "Restore a backup into the empty database and attachments' folder of this installation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder written by backup")

    def handle(self, *args: Any, **options: Any) -> None:
        with in_plain_words():
            faults = restoring.restore(options["folder"], self._say)
        tell_faults(self._say, faults)
        self._say(_("Restored. Run migrate if the program is newer than the backup, then verify."))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
