"""Charts of data quality: problems found, put right and open by month, and what is open in each part of the area."""

import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yuping.accounts.pages.figured import AREA, DAY
from yuping.core import show
from yuping.dashboard.charts.base import Chart, Mark, Series
from yuping.dashboard.trend import Course

UNIT = pgettext_lazy("unit", "problems")


def page_of(code: str, on: datetime.date) -> str:
    """The page of the trend for an area."""
    return f"{reverse('dashboard:findings')}?{urlencode({AREA: code, DAY: show.show_day(on)})}"


def _mark(count: int, url: str = "") -> Mark:
    return Mark(count, f"{show.show_count(count)} {UNIT}", url)


def by_month(course: Course) -> Chart:
    """Found, put right and open at the end of each month."""
    names = [f"{month.first:%Y-%m}" for month in course.months]
    series = [
        Series(gettext_lazy("found in the month"), [_mark(month.found) for month in course.months]),
        Series(gettext_lazy("put right in the month"), [_mark(month.mended) for month in course.months]),
        Series(gettext_lazy("open at its end"), [_mark(month.open) for month in course.months]),
    ]
    finding = _("%(found)s problems found in twelve months, %(mended)s put right, %(open)s open") % {
        "found": show.show_count(course.found),
        "mended": show.show_count(course.mended),
        "open": show.show_count(course.open),
    }
    return Chart("trend", finding, gettext_lazy("Problems by month"), names, series, UNIT, stacked=False)


def by_part(courses: list[Course], on: datetime.date) -> Chart | None:
    """What is open in each part, and how much of it is overdue."""
    if not courses:
        return None
    most = max(courses, key=lambda course: course.open)
    words = {"place": most.place.name, "open": show.show_count(most.open)}
    finding = _("%(place)s has the most problems open: %(open)s") % words
    in_time = [_mark(max(0, one.open - one.overdue), page_of(one.place.code, on)) for one in courses]
    overdue = [_mark(one.overdue, page_of(one.place.code, on)) for one in courses]
    series = [Series(gettext_lazy("open, in time"), in_time), Series(gettext_lazy("overdue"), overdue)]
    names = [one.place.name for one in courses]
    kind = gettext_lazy("Open problems by area")
    return Chart("parts", finding, kind, names, series, UNIT, horizontal=True)
