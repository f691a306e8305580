"""``figures``: every registered figure for an area and a day, as a table or as JSON alone on standard output."""

import datetime
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yuping.accounts.access import Scope
from yuping.core import clock, figures
from yuping.core.models import Installation


class Command(BaseCommand):
    """The same registry that the pages and exports read."""

    help = "Print every figure of an area (default: the county) as of a day (default: the business date)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--area", help="code of county, township or village")
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, help="YYYY-MM-DD")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        area = options["area"] or Installation.objects.values_list("county_code", flat=True).first()
        if not area or not area.isdigit() or len(area) not in {6, 9, 12}:
            raise CommandError("name an area by its code of 6, 9 or 12 digits")
        day = options["as_of"] or clock.today()
        scope = Scope(frozenset({area}))
        rows = [
            {
                "key": figure.key,
                "title": str(figure.title),
                "unit": str(figure.unit),
                "value": _plain(figures.compute(figure.key, scope, day), figure.places),
            }
            for figure in figures.all_figures()
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"area": area, "as_of": day.isoformat(), "figures": rows}, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(f"{row['key']:<32} {row['value']:>20} {row['unit']}")


def _plain(value: figures.Value, places: int) -> int | str:
    """Counts as numbers, decimals as text with their places."""
    return f"{value:.{places}f}" if places else int(value)
