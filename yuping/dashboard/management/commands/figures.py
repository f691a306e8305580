"""``figures``: every registered figure for an area and a day, as a table or as JSON alone on standard output."""

import datetime
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yuping.accounts import areas, roles
from yuping.accounts.access import Scope
from yuping.core import clock, figures
from yuping.core.figures import Level, Sheet
from yuping.core.models import Installation


class Command(BaseCommand):
    """The same registry that the pages and exports read. Below the county, what only the county has is left out."""

    help = "Print every figure of an area (default: the county) as of a day (default: the business date)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--area", default="", help="code of county, township or village")
        parser.add_argument("--as-of", default="", metavar="DATE", help="YYYY-MM-DD")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        area, day = _area(options["area"]), _day(options["as_of"])
        sheet = Sheet(Scope(frozenset({area})), day)
        rows = [
            {
                "key": figure.key,
                "title": str(figure.title),
                "unit": str(figure.unit),
                "value": _plain(sheet.value(figure.key), figure.places),
            }
            for figure in figures.all_figures()
            if figure.scope is Level.AREA or len(area) == roles.COUNTY
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"area": area, "as_of": day.isoformat(), "figures": rows}, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(f"{row['key']:<32} {row['value']:>20} {row['unit']}")


def _area(code: str) -> str:
    """The area of that code, the installation's county without one; refused when there is none."""
    if not code:
        code = Installation.objects.values_list("county_code", flat=True).first() or ""
        if not code:
            raise CommandError("the installation has no county yet: load_reference, then open it")
    elif areas.name_of(code) is None:
        raise CommandError(f"no county, township or village has the code {code!r}")
    return code


def _day(text: str) -> datetime.date:
    """The day; the business date without one."""
    try:
        return datetime.date.fromisoformat(text) if text else clock.today()
    except ValueError as error:
        raise CommandError(f"{text!r} is no date: write it as 2016-12-31") from error


def _plain(value: figures.Value, places: int) -> int | str:
    """Counts as numbers, decimals as text with their places."""
    return f"{value:.{places}f}" if places else int(value)
