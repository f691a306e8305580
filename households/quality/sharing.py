"""Values that stand in two households: how the rules find them without comparing every row with every other.

The values asked about are fetched before they are looked for. Nested in one question, a server that has no statistics
yet of tables just filled compares every row with every other, and takes minutes over an import.
"""

from collections.abc import Iterator, Sequence

from django.db.models import Count, QuerySet

from yuping.accounts.quality import Asked


def in_two_households(
    rows: QuerySet, asked: Asked, columns: Sequence[str], wanted: Sequence[str], *, owner: str = "household"
) -> Iterator[tuple]:
    """Of the rows asked about, the wanted values of those that agree in all columns with another household's row.

    An empty text in the first column agrees with nothing.
    """
    first, width = columns[0], len(columns)
    rows = rows.exclude(**{first: ""}).order_by()
    mine = list(asked.within(rows, household=owner).values_list(*columns, *wanted))
    near = rows if asked.whole else rows.filter(**{f"{first}__in": {row[0] for row in mine}})
    counted = near.values(*columns).annotate(homes=Count(owner, distinct=True)).filter(homes__gt=1)
    shared = set(counted.values_list(*columns))
    return (row[width:] for row in mine if row[:width] in shared)
