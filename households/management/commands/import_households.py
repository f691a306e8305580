"""``manage.py import_households FILE [--dry-run] [--errors OUT.xlsx]``: the import of the page, from a terminal."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from households.models import ImportRun
from households.resources.saying import said
from households.resources.workbooks import marked_workbook
from households.services import import_check, imports
from yuping.accounts import access, sentences
from yuping.accounts.models import Posting, User
from yuping.accounts.roles import Role
from yuping.core.errors import DomainError
from yuping.core.models import Installation

SHOWN = 20


class Command(BaseCommand):
    """Checks the file, says what is wrong, and imports it unless something is. Exit code 1 when nothing is imported."""

    help = "Import household files from the workbook of the page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check only; nothing is kept")
        parser.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="write the workbook, mistakes marked")
        parser.add_argument(
            "--compared",
            action="store_true",
            help="rows that look like somebody on file were compared: they are others",
        )
        parser.add_argument("--reason", default="", help="why households come on file without identification")
        parser.add_argument("--as", dest="person", metavar="NAME", help="sign-in name of the person who imports")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        actor = self._person(options["person"])
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        try:
            self._import(actor, data, path.name, options)
        except DomainError as error:
            raise CommandError("\n".join(text for _field, text in sentences.explain(error))) from error

    def _person(self, name: str | None) -> User:
        """Who imports: named, or in a demo the poverty office. An act needs a person whose area it lies in."""
        if name:
            actor = User.objects.filter(username=name, is_active=True).first()
        elif Installation.objects.filter(is_demo=True).exists():
            posting = (
                Posting.objects.filter(role=Role.POVERTY_OFFICE, confirmed_by__isnull=False).order_by("pk").first()
            )
            actor = posting.user if posting else None
        else:
            raise CommandError("name the person who imports: --as NAME")
        if actor is None or not access.may(actor, imports.IMPORT):
            raise CommandError("there is no such person, or no posting that may import household files")
        return actor

    def _import(self, actor: User, data: bytes, name: str, options: dict[str, Any]) -> None:
        if options["dry_run"]:
            checked = import_check.check_file(actor=actor, data=data, name=name)
            self._tell(checked, data, options["errors"])
            if checked.errors:
                raise CommandError(f"{checked.errors} mistakes")
            return
        run = imports.upload_households(actor=actor, data=data, name=name)
        checked = (
            import_check.check_file(actor=actor, data=data, name=name) if run.errors or options["errors"] else None
        )
        if checked:
            self._tell(checked, data, options["errors"])
        if run.errors:
            imports.discard_import(actor=actor, run_id=run.pk)
            raise CommandError(f"{run.errors} mistakes; nothing was imported")
        done: ImportRun = imports.confirm_import(
            actor=actor, run_id=run.pk, compared=options["compared"], reason=options["reason"]
        )
        self.stdout.write(f"{done.households} households, {done.members} members imported")

    def _tell(self, checked: import_check.Checked, data: bytes, out: Path | None) -> None:
        """Counts and the first mistakes; what a cell holds stays off the terminal."""
        reading = checked.reading
        self.stdout.write(
            f"{len(reading.households)} households, {reading.members} members: "
            f"{checked.errors} mistakes, {checked.warnings} doubts"
        )
        for fault in checked.faults[:SHOWN]:
            text = said(fault.code, {**fault.params, "text": "…"})
            self.stdout.write(f"{fault.spot.sheet} {fault.spot.row} {fault.spot.column}: {text}")
        if out:
            remarks = [
                (fault.spot, said(fault.code, fault.params), fault.level.value == "refused") for fault in checked.faults
            ]
            out.write_bytes(marked_workbook(data, reading.tables, remarks))
