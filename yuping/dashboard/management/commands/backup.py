"""``backup DIR``: dump, attachments and manifest of one moment in a folder of their own; the key file stays out."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yuping.dashboard.backups import making
from yuping.dashboard.backups.saying import in_plain_words


class Command(BaseCommand):
    """Works beside the running server: the dump is of one moment, and nobody waits for it."""

    help = "Back up database and attachments into a new folder, with a manifest. The key file is left out on purpose."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")

    def handle(self, *args: Any, **options: Any) -> None:
        with in_plain_words():
            making.make(options["folder"], self._say)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
