"""The charts of the leadership's page, for one area and day; each room's in a file of its own."""

from yuping.dashboard.charts.base import Chart, Mark, Series
from yuping.dashboard.charts.dividends import dividends_by_part, modes_by_part
from yuping.dashboard.charts.forecasts import deposit_cover, maturity_wall, obligations_by_month
from yuping.dashboard.charts.frame import Frame
from yuping.dashboard.charts.villages import income_bands


def all_charts(frame: Frame) -> list[Chart]:
    """Those that have something to show, in the order of the page."""
    drawn = (
        modes_by_part(frame),
        income_bands(frame),
        dividends_by_part(frame),
        obligations_by_month(frame),
        maturity_wall(frame),
        deposit_cover(frame),
    )
    return [chart for chart in drawn if chart is not None and not chart.empty]


__all__ = ["Chart", "Frame", "Mark", "Series", "all_charts"]
