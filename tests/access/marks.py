"""What the rows of the access county are known by: the days, and the words that stand in the other township only."""

import datetime
from decimal import Decimal

STEPS = ("proposed", "discussed", "deliberated", "decided", "published")
TODAY = datetime.date(2016, 11, 30)
SUMMER = datetime.date(2016, 6, 1)
# Names and amounts that stand in the other township only.
FOREIGN_NAMES = ("欧阳别乡", "上官远村", "司徒外寨")
FOREIGN_AMOUNT = Decimal("76543.21")
FOREIGN_TEXTS = (
    *FOREIGN_NAMES,
    "76,543.21",
    "76543.21",
    "别乡异议",
    "别乡茶园",
    "别乡走访",
    "别乡土鸡",
    "YP-2016-77",
    "R-77",
)

# For each kind of row, what the address holds: of one of the own, and of one of the other township.
Rows = dict[str, tuple[dict[str, object], dict[str, object]]]
