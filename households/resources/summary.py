"""The summary by township (汇总表): households and persons, by attribute, cause and exit. It holds no names."""

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count, Q, QuerySet

from households.models import HouseholdYear, Member
from yuping.core.codes import code_list
from yuping.core.excel import Column

PARTS = {"attribute": "household_attribute", "main_cause": "cause", "exit_flag": "exit_flag"}
TOTAL = "合计"


def summary_by_township(homes: QuerySet, *, year: int) -> tuple[list[Column], list[list[Any]]]:
    """Columns and rows: a row for each township, then the total; five questions whatever the county's size."""
    lists = {name: code_list(code_set, year=year) for name, code_set in PARTS.items()}
    columns = [Column("乡镇", width=18), Column("户数", "integer", 10), Column("人口", "integer", 10)]
    columns += [Column(label, "integer", 12) for labels in lists.values() for label in labels.values()]
    columns.append(Column("未填年度记录", "integer", 14))
    order = ("village__township_id", "village__township__name")
    counted = homes.order_by(*order).values_list(*order).annotate(count=Count("pk"))
    names, sizes = {}, {}
    for code, name, count in counted:
        names[code], sizes[code] = name, count
    living = Member.unguarded.filter(household__in=homes, state="living_here").order_by()
    persons = dict(living.values_list("village__township_id").annotate(count=Count("pk")))
    found = {name: _parts(homes, year, name) for name in PARTS}
    rows = [
        [
            names[code],
            sizes[code],
            persons.get(code, 0),
            *(found[name][code][value] for name, labels in lists.items() for value in labels),
            sizes[code] - sum(found["exit_flag"][code].values()),
        ]
        for code in names
    ]
    total = [TOTAL, *(sum(row[place] for row in rows) for place in range(1, len(columns)))]
    return columns, [*rows, total]


def _parts(homes: QuerySet, year: int, name: str) -> dict[str, Counter[str]]:
    """Township to the number of households for each code of an answer."""
    records = HouseholdYear.unguarded.filter(Q(year=year), household__in=homes).order_by()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for code, value, count in records.values_list("village__township_id", name).annotate(count=Count("pk")):
        found[code][value] += count
    return found
