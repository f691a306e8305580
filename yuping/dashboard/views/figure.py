"""One figure: its value, how it is counted, by the parts of the area, by date, and the rows behind it."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from yuping.accounts.pages import Crumb
from yuping.accounts.pages.figured import list_address
from yuping.core.figures import Figure, Level, Sheet, Value, all_figures
from yuping.dashboard.breakdown import spread
from yuping.dashboard.readings import Reading, exactly, in_words, may_open, page_address
from yuping.dashboard.views.base import FigurePage

DATES_BACK = 6


def days_before(on: datetime.date, count: int = DATES_BACK) -> list[datetime.date]:
    """The day itself and the last days of the months before it, the latest first."""
    days, first = [on], on.replace(day=1)
    while len(days) < count:
        before = first - datetime.timedelta(days=1)
        if before < days[-1]:
            days.append(before)
        first = before.replace(day=1)
    return days


class OneFigure(FigurePage):
    """The figure of an area, opened up: parts that add up, earlier dates, the list behind each number."""

    template_name = "dashboard/figure.html"

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        wanted = {one.key: one for one in all_figures()}.get(key)
        if wanted is None or (wanted.scope is Level.COUNTY and not self.place.is_county):
            raise Http404
        self.figure: Figure = wanted
        return self.render_to_response(self.get_context_data(**self.opened()))

    def get_title(self) -> str:
        return f"{self.figure.title} · {self.place.name}"

    def opened(self) -> dict[str, Any]:
        reading = Reading(self.figure, self.sheet, self.place, self.user)
        parts = self.by_parts()
        total = sum((value for _name, value, *_rest in parts), 0)
        return {
            "reading": reading,
            "parts": [(name, exactly(self.figure, value), page, rows) for name, value, page, rows in parts],
            "total": exactly(self.figure, total) if self.figure.adds_up or total == reading.value else "",
            "differs": self.figure.adds_up and bool(parts) and total != reading.value,
            "days": self.by_dates(),
            "value": exactly(self.figure, reading.value),
        }

    def by_parts(self) -> list[tuple[str, Value, str, str]]:
        """(name, value, the figure's page there, the rows there) for each part of the area."""
        values = spread(self.figure.key, self.place, self.sheet.on, self.places)
        opens = may_open(self.user, self.figure)
        return [
            (
                part.name,
                values[part.code],
                page_address(self.figure, part.code, self.sheet.on),
                list_address(self.figure, part.code, self.sheet.on) if opens else "",
            )
            for part in self.places.parts(self.place)
            if part.code in values
        ]

    def by_dates(self) -> list[tuple[datetime.date, str, str]]:
        """(day, value, the figure's page on that day): the day and the month ends before it."""
        return [
            (
                day,
                in_words(self.figure, Sheet(self.place.scope, day).value(self.figure.key)),
                page_address(self.figure, self.place.code, day),
            )
            for day in days_before(self.sheet.on)
        ]

    def parents(self) -> list[Crumb]:
        return [*super().parents(), *self.around()]
