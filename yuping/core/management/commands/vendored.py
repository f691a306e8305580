"""``vendored --check``: the third-party files that are served stand as their manifest says."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

FOLDER = settings.BASE_DIR / "yuping" / "static" / "vendor"
MANIFEST = "manifest.json"


def differences(folder: Path) -> list[str]:
    """What does not agree between the folder and its manifest: missing, altered and unlisted files."""
    listed: dict[str, str] = {}
    for package in json.loads((folder / MANIFEST).read_text(encoding="utf-8")):
        listed |= package["files"]
    present = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    found = [f"{name}: missing" for name in sorted(listed.keys() - present.keys())]
    found += [f"{name}: not in the manifest" for name in sorted(present.keys() - listed.keys())]
    found += [f"{name}: altered" for name in sorted(listed.keys() & present.keys()) if listed[name] != present[name]]
    return found


class Command(BaseCommand):
    """Lists the vendored packages; with ``--check`` also compares every file. Needs no network."""

    help = "List the vendored front-end packages; --check compares every file with the manifest."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="exit 1 when a file differs from the manifest")

    def handle(self, *args: Any, **options: Any) -> None:
        for package in json.loads((FOLDER / MANIFEST).read_text(encoding="utf-8")):
            self.stdout.write(f"{package['package']} {package['version']} ({package['licence']})")
        if options["check"]:
            wrong = differences(FOLDER)
            if wrong:
                raise CommandError("\n".join(wrong))
