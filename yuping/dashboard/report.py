"""The county's survey report beside the figures computed from our rows: equal, equal once rounded, or explained.

Only the comparison page and the tests read the report's numbers; nothing is computed from them.
"""

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuping.core.figures import Sheet, Value

SOURCE = settings.BASE_DIR / "fixtures" / "report_figures.json"
# The day the report speaks of.
AS_OF = datetime.date(2016, 12, 31)
# How many of our units one unit of the report's print is.
FACTORS = {"万元": 10_000, "亿元": 100_000_000}

EXPLANATIONS: dict[str, str | Promise] = {
    "registered_persons": _("Not printed; implied by the report's number of persons lifted and their share."),
    "no_mode_households": _("Neither printed nor explained by the report: registered less pooled less self-chosen."),
    "counted_villages": _("The statistics office lists more: the development zone and one community are left out."),
    "villages_at_or_above_50000": _("Holds the villages at or above 100,000 yuan too."),
    "villages_without_income": _("The report says in words that none is left."),
    "participation_rate": _("The report cuts off after one decimal; rounding would print one tenth more."),
    "projected_village_income_3y": _("A forecast; the report gives it in round numbers."),
    "persons_lifted_by_dividend": _("An amount of money divided by the poverty line, not a count of heads."),
    "persons_lifted_rate": _("Follows from the number of persons lifted."),
    "jobs_promised": _("Not printed; one job for each invested household by the agreements."),
    "projected_jobs": _("The report's number is a forecast of more than one job a household; ours counts one."),
}


@dataclass(frozen=True)
class Line:
    """One figure of the report: what it prints, where and in which words, and what our rows give."""

    key: str
    section: str
    quote: str
    printed: Decimal | None
    printed_unit: str
    expected: Decimal
    ours: Value

    @property
    def explanation(self) -> str | Promise:
        return EXPLANATIONS.get(self.key, "")

    @property
    def reported(self) -> Decimal | None:
        """The printed number in the figure's own unit."""
        if self.printed is None:
            return None
        return self.printed * FACTORS.get(self.printed_unit.partition("/")[0], 1)

    @property
    def difference(self) -> Decimal | None:
        """Ours less the report's."""
        return None if self.reported is None else Decimal(self.ours) - self.reported

    @property
    def verdict(self) -> str:
        """A key of VERDICTS; ``rounded`` is equal once ours is written as coarsely as the report's."""
        if self.reported is None:
            return "not_printed"
        if not self.difference:
            return "equal"
        step = coarseness(self.reported)
        ways = (
            Decimal(self.ours / step).quantize(Decimal(1), rounding=way) * step for way in (ROUND_DOWN, ROUND_HALF_UP)
        )
        return "rounded" if self.reported in set(ways) else "differs"


def coarseness(number: Decimal) -> Decimal:
    """The step in which a printed number counts: 0.1 for 25.9, 10 for 1650."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def compare(sheet: Sheet) -> Iterator[Line]:
    """Every figure of the report, in its order, with ours of the sheet's area and day."""
    for row in json.loads(SOURCE.read_text(encoding="utf-8"))["rows"]:
        yield Line(
            key=row["key"],
            section=row["section"],
            quote=row["quote"],
            printed=None if row["printed"] is None else Decimal(row["printed"]),
            printed_unit=row["printed_unit"],
            expected=Decimal(row["value"]),
            ours=sheet.value(row["key"]),
        )
