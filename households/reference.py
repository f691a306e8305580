"""Loading of the poverty standards and the scoring templates, and the standard that counts for a year of income."""

from decimal import Decimal

from django.db import transaction

from households.models import PovertyLine, ScoringItem, ScoringTemplate
from yuping.core import reference


@reference.loader("poverty lines")
def load_poverty_lines() -> int:
    """New standards only: a county edits its own afterwards."""
    rows = reference.rows_of("poverty_lines")
    PovertyLine.objects.bulk_create([PovertyLine(**row) for row in rows], ignore_conflicts=True)
    return len(rows)


@reference.loader("scoring templates")
def load_scoring_templates() -> int:
    """New templates only: a county makes its own versions afterwards."""
    rows = reference.rows_of("scoring_templates")
    known = set(ScoringTemplate.objects.values_list("code", flat=True))
    for row in rows:
        if row["code"] in known:
            continue
        items = row.pop("items")
        with transaction.atomic():
            template = ScoringTemplate.objects.create(**row)
            ScoringItem.objects.bulk_create(
                ScoringItem(template=template, position=place, **item) for place, item in enumerate(items, start=1)
            )
    return len(rows)


def poverty_line(year: int, *, level: str = "guizhou", purpose: str = "exit") -> Decimal | None:
    """The standard of a year of income: the province's, else the national one, else None."""
    lines = PovertyLine.objects.filter(year=year, purpose=purpose)
    amounts = dict(lines.values_list("level", "amount"))
    return amounts.get(level, amounts.get("national"))
