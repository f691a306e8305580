"""How the villages stand by collective income."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from villages.figures import counted
from villages.filters import BAND_LABELS
from villages.policy import BANDS, last_complete_year
from yuping.core import show
from yuping.core.figures import figure
from yuping.dashboard.charts.base import Chart, Mark, Series
from yuping.dashboard.charts.frame import Frame

# From the best band down; together they hold every counted village once.
SHOWN = ("from_100000", "50000_to_100000", "below_50000", "none")


def income_bands(frame: Frame) -> Chart | None:
    """How many villages lie in each income band of the last complete year."""
    on = frame.sheet.on
    incomes = counted(frame.place.scope, on).values_list("income", flat=True)
    numbers = dict.fromkeys(SHOWN, 0)
    for income in incomes:
        for band in SHOWN:
            lowest, below = BANDS[band]
            if (lowest is None or income >= lowest) and (below is None or income < below):
                numbers[band] += 1
    labels = dict(BAND_LABELS)
    unit = figure("counted_villages").unit
    marks = [
        Mark(numbers[band], f"{show.show_count(numbers[band])} {unit}", frame.behind("counted_villages", band=band))
        for band in SHOWN
    ]
    reached = numbers["from_100000"] + numbers["50000_to_100000"]
    finding = _("%(reached)s of %(all)s villages had 50,000 yuan or more in %(year)s, %(none)s had nothing") % {
        "reached": reached,
        "all": sum(numbers.values()),
        "year": last_complete_year(on),
        "none": numbers["none"],
    }
    kind = gettext_lazy("Villages by collective income, all classes")
    names = [str(labels[band]) for band in SHOWN]
    return Chart("bands", finding, kind, names, [Series(pgettext("unit", "villages"), marks)], str(unit))
