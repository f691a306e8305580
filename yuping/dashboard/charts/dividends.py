"""Charts by the parts of the area: in which mode the households are, and what was paid to whom."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuping.core import show
from yuping.core.figures import figure
from yuping.core.templatetags.core import in_wan
from yuping.dashboard.charts.base import Chart
from yuping.dashboard.charts.frame import Frame

MODES = ("invested_households", "undrawn_households", "self_chosen_households", "no_mode_households")
PAID = ("household_dividends_paid", "village_dividends_paid")


def modes_by_part(frame: Frame) -> Chart | None:
    """Households of each part: invested, approved and waiting, on projects of their own, in neither group."""
    parts, series = frame.by_parts(MODES)
    if not parts:
        return None
    invested, _waiting, _own, none = (frame.sheet.value(key) for key in MODES)
    finding = _("%(invested)s of %(all)s households are invested, %(none)s are in no mode yet") % {
        "invested": show.show_count(invested),
        "all": show.show_count(frame.sheet.value("registered_households")),
        "none": show.show_count(none),
    }
    kind = gettext_lazy("Households by area and mode")
    unit = figure("registered_households").unit
    return Chart("modes", finding, kind, [part.name for part in parts], series, unit, horizontal=True)


def dividends_by_part(frame: Frame) -> Chart | None:
    """What was paid in each part, to households and to villages."""
    parts, series = frame.by_parts(PAID)
    if not parts:
        return None
    sums = [sum(one.marks[at].value for one in series) for at in range(len(parts))]
    first = max(range(len(parts)), key=lambda at: sums[at])
    finding = _("%(sum)s paid since the scheme began, most of it in %(place)s: %(most)s") % {
        "sum": in_wan(sum(sums)),
        "place": parts[first].name,
        "most": in_wan(sums[first]),
    }
    kind = gettext_lazy("Dividends paid by area")
    names = [part.name for part in parts]
    return Chart("paid", finding, kind, names, series, _("ten thousand yuan"), horizontal=True, scale=10_000)
