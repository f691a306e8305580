"""``load_reference``: bring the reference data of ``fixtures/`` into the database. Repeating it changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from yuping.core import reference


class Command(BaseCommand):
    """Runs every loader that the apps registered, in the order of the rooms."""

    help = "Load areas, code lists, poverty lines, holidays, indicators and schemes from fixtures/."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, load in reference.loaders():
            with transaction.atomic():
                count = load()
            if options["verbosity"]:
                self.stdout.write(f"{name}: {count}")
