"""The summary (汇总表): households and persons, by attribute, cause and exit. It holds no names.

A county's has a line for each township, a township's one for each village, a village's one for each group.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from households.models import HouseholdYear, Member
from households.resources.roster import NUMBERED
from yuping.core.codes import code_list
from yuping.core.excel import Column

PARTS = {"attribute": "household_attribute", "main_cause": "cause", "exit_flag": "exit_flag"}
TOTAL, NO_GROUP = "合计", "未分组"


@dataclass(frozen=True, slots=True)
class _Level:
    """What stands in a line: its heading, and the paths from a household to its order and its name."""

    heading: str
    order: str
    name: str


LEVELS = (
    _Level("乡镇", "village__township_id", "village__township__name"),
    _Level("行政村", "village_id", "village__short_name"),
    _Level("村民组", "group_id", "group__name"),
)


def summary_of(homes: QuerySet, *, year: int, of_village: bool) -> tuple[list[Column], list[list[Any]]]:
    """Columns and rows: a row for each part of the area, then the total; six questions whatever the county's size.

    ``of_village``: the area is one village.
    """
    level = LEVELS[2] if of_village else _level_of(homes)
    lists = {name: code_list(code_set, year=year) for name, code_set in PARTS.items()}
    columns = [NUMBERED, Column(level.heading, width=18), Column("户数", "integer", 10), Column("人口", "integer", 10)]
    columns += [Column(label, "integer", 12) for labels in lists.values() for label in labels.values()]
    columns.append(Column("未填年度记录", "integer", 14))
    order = (level.order, level.name)
    counted = homes.order_by(*order).values_list(*order).annotate(count=Count("pk"))
    names, sizes = {}, {}
    for key, name, count in counted:
        names[key], sizes[key] = name or NO_GROUP, count
    living = Member.unguarded.filter(household__in=homes, state="living_here").order_by()
    persons = dict(living.values_list(f"household__{level.order}").annotate(count=Count("pk")))
    found = {name: _parts(homes, year, name, level) for name in PARTS}
    rows = [
        [
            number,
            names[key],
            sizes[key],
            persons.get(key, 0),
            *(found[name][key][value] for name, labels in lists.items() for value in labels),
            sizes[key] - sum(found["exit_flag"][key].values()),
        ]
        for number, key in enumerate(names, start=1)
    ]
    total = ["", TOTAL, *(sum(row[place] for row in rows) for place in range(2, len(columns)))]
    return columns, [*rows, total]


def _level_of(homes: QuerySet) -> _Level:
    """Townships, where there are several; the villages of one."""
    townships = homes.order_by().values_list("village__township_id").distinct()
    return LEVELS[0] if len(townships[:2]) > 1 else LEVELS[1]


def _parts(homes: QuerySet, year: int, name: str, level: _Level) -> dict[Any, Counter[str]]:
    """Part of the area to the number of households for each code of an answer."""
    records = HouseholdYear.unguarded.filter(Q(year=year), household__in=homes).order_by()
    found: dict[Any, Counter[str]] = defaultdict(Counter)
    for key, value, count in records.values_list(f"household__{level.order}", name).annotate(count=Count("pk")):
        found[key][value] += count
    return found
