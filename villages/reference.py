"""Loading of the areas and indicators from ``fixtures/``."""

import json

from django.conf import settings

from villages.models import Indicator, Township, Village
from yuping.core import reference


@reference.loader("areas")
def load_areas() -> int:
    """Townships and villages of the county; names and what is counted follow the fixture."""
    areas = json.loads((settings.BASE_DIR / "fixtures" / "areas.json").read_text(encoding="utf-8"))
    Township.unguarded.bulk_create(
        [Township(**row) for row in areas["townships"]],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kind"],
    )
    Village.unguarded.bulk_create(
        [
            Village(
                code=row["code"],
                township_id=row["township"],
                name=row["name"],
                short_name=row["short_name"],
                kind=row["kind"],
                aliases=row["aliases"],
                valid_from=row["valid_from"],
                counts_in_county=row["counts_in_county"],
                not_counted_because=row["not_counted_because"],
            )
            for row in areas["villages"]
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "short_name", "kind", "aliases", "counts_in_county", "not_counted_because"],
    )
    return len(areas["townships"]) + len(areas["villages"])


@reference.loader("indicators")
def load_indicators() -> int:
    """The list of indicators in its order."""
    rows = reference.rows_of("indicators")
    fields = ["title", "title_en", "unit", "unit_en", "value_type", "decimals", "origin", "source", "position"]
    Indicator.objects.bulk_create(
        [
            Indicator(
                code=row["code"],
                title=row["title"],
                title_en=row["english"],
                unit=row["unit"],
                unit_en=row["unit_english"],
                value_type=row["value_type"],
                decimals=row["decimals"],
                origin=row["origin"],
                source=row["source"],
                position=position,
            )
            for position, row in enumerate(rows, start=1)
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=fields,
    )
    return len(rows)
