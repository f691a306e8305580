"""What the schedules in force bring: dividends by month, principal by enterprise, and what the deposit would cover.

All of it is computed from instalments that exist; the pages mark it as a forecast.
"""

import datetime
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dividends.figures import invested, rate
from yuping.core import show
from yuping.core.figures import figure
from yuping.core.templatetags.core import in_wan
from yuping.dashboard.charts.base import Chart, Mark, Series
from yuping.dashboard.charts.frame import Frame
from yuping.dashboard.figures import dividends_to_come, principal_to_come

WAN = gettext_lazy("ten thousand yuan")
ENTERPRISE = "participation__agreement__enterprise"


def months_after(day: datetime.date, count: int) -> list[datetime.date]:
    """The first days of the month of the day and of the following ones."""
    first = day.year * 12 + day.month - 1
    return [datetime.date(at // 12, at % 12 + 1, 1) for at in range(first, first + count)]


def last_day(month: datetime.date) -> datetime.date:
    return months_after(month, 2)[1] - datetime.timedelta(days=1)


def obligations_by_month(frame: Frame) -> Chart | None:
    """Dividends falling due within three years, to households and to villages, for each month in which some do."""
    rows = dividends_to_come(frame.place.scope, frame.sheet.on).order_by().annotate(month=TruncMonth("due_on"))
    sums = {
        row["month"]: (row["households"], row["villages"])
        for row in rows.values("month").annotate(households=Sum("household_amount"), villages=Sum("village_amount"))
    }
    if not sums:
        return None
    months = sorted(sums)
    series = [
        Series(name, [_amount(frame, "dividends_to_come", sums[month][at], month) for month in months])
        for at, name in enumerate((gettext_lazy("To households"), gettext_lazy("To villages")))
    ]
    first = min(sums)
    finding = _("%(sum)s of dividends fall due within three years, next in %(month)s: %(next)s") % {
        "sum": in_wan(frame.sheet.value("dividends_to_come")),
        "month": f"{first:%Y-%m}",
        "next": in_wan(sum(sums[first])),
    }
    kind = gettext_lazy("Dividends due by month")
    names = [f"{month:%Y-%m}" for month in months]
    return Chart("months", finding, kind, names, series, WAN, forecast=True, scale=10_000)


def _amount(frame: Frame, key: str, amount: Decimal | int, month: datetime.date, **further: str) -> Mark:
    if not amount:
        return Mark(0, in_wan(0))
    days = {"due_after": show.show_day(month), "due_before": show.show_day(last_day(month))}
    return Mark(amount, in_wan(amount), frame.behind(key, **days, **further))


def maturity_wall(frame: Frame) -> Chart | None:
    """Principal that has to come back, by month and enterprise."""
    rows = principal_to_come(frame.place.scope, frame.sheet.on).order_by().annotate(month=TruncMonth("due_on"))
    found = rows.values("month", ENTERPRISE, f"{ENTERPRISE}__name").annotate(sum=Sum("principal_amount"))
    due = list(found.order_by("month", f"{ENTERPRISE}__name"))
    if not due:
        return None
    marks = [
        _amount(frame, "principal_to_come", row["sum"], row["month"], enterprise=str(row[ENTERPRISE])) for row in due
    ]
    largest = max(due, key=lambda row: row["sum"])
    finding = _(
        "%(sum)s of principal has to come back by %(month)s, the largest part from %(enterprise)s: %(most)s"
    ) % {
        "sum": in_wan(frame.sheet.value("principal_to_come")),
        "month": f"{due[-1]['month']:%Y-%m}",
        "enterprise": largest[f"{ENTERPRISE}__name"],
        "most": in_wan(largest["sum"]),
    }
    names = [f"{row['month']:%Y-%m} {row[f'{ENTERPRISE}__name']}" for row in due]
    series = [Series(gettext_lazy("Principal"), marks)]
    kind = gettext_lazy("Principal at maturity by enterprise")
    return Chart("wall", finding, kind, names, series, WAN, forecast=True, scale=10_000, horizontal=True)


def deposit_cover(frame: Frame) -> Chart | None:
    """What each enterprise holds, against the risk deposit: could it be paid back if that enterprise stopped?"""
    if not frame.place.is_county:
        return None
    by = "agreement__enterprise"
    rows = invested(frame.place.scope, frame.sheet.on).order_by().values(by, f"{by}__name")
    held = list(rows.annotate(sum=Sum("principal")).order_by("-sum", f"{by}__name"))
    deposit = frame.sheet.value("risk_deposit")
    if not held:
        return None
    beyond = [row for row in held if row["sum"] > deposit]
    share = show.show_percent(rate(deposit, frame.sheet.value("invested_principal")))
    words = {"deposit": in_wan(deposit), "share": share, "count": len(beyond), "all": len(held)}
    if beyond:
        finding = _("The deposit covers %(share)s of the principal; %(count)s of %(all)s enterprises hold more than it")
    else:
        finding = _("The deposit covers %(share)s of the principal, and any one of the %(all)s enterprises if it stops")
    marks = [
        Mark(row["sum"], in_wan(row["sum"]), frame.behind("invested_principal", enterprise=str(row[by])))
        for row in held
    ]
    return Chart(
        "cover",
        finding % words,
        gettext_lazy("Risk deposit against the principal of each enterprise"),
        [row[f"{by}__name"] for row in held],
        [Series(figure("invested_principal").title, marks)],
        WAN,
        forecast=True,
        horizontal=True,
        scale=10_000,
        line=(deposit, _("risk deposit %(amount)s") % {"amount": in_wan(deposit)}),
    )
