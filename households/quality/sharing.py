"""Values that stand in two households: how the rules find them without comparing every row with every other."""

from collections.abc import Iterator

from django.db.models import Count, QuerySet

from yuping.accounts.quality import Asked


def in_two_households(rows: QuerySet, asked: Asked, column: str, *, owner: str = "household") -> QuerySet:
    """Of the rows asked about, those whose value another household of the county has too."""
    rows = rows.exclude(**{column: ""}).order_by()
    mine = asked.within(rows, household=owner)
    near = rows if asked.whole else rows.filter(**{f"{column}__in": mine.values(column)})
    counted = near.values(column).annotate(homes=Count(owner, distinct=True)).filter(homes__gt=1)
    return mine.filter(**{f"{column}__in": counted.values(column)})


def alike(rows: QuerySet, asked: Asked, *columns: str) -> Iterator[object]:
    """Of the rows asked about, those that agree in all columns with a row of another household; rows as objects."""
    rows = rows.order_by()
    mine = asked.within(rows)
    first, *_rest = columns
    near = rows if asked.whole else rows.filter(**{f"{first}__in": mine.values(first)})
    groups = (
        near.values(*columns)
        .annotate(homes=Count("household", distinct=True))
        .filter(homes__gt=1)
        .values_list(*columns)
    )
    twins = set(groups)
    for row in mine.filter(**{f"{first}__in": {twin[0] for twin in twins}}):
        if tuple(getattr(row, column) for column in columns) in twins:
            yield row
