"""What every chart is drawn for: a person, an area, a day."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import resolve, reverse

from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.pages.figured import AREA, DAY, list_address
from yuping.core import show
from yuping.core.figures import Sheet, Value, figure
from yuping.dashboard.breakdown import spread
from yuping.dashboard.charts.base import Mark, Series
from yuping.dashboard.places import Place, Places
from yuping.dashboard.readings import in_words, may_open, page_address


@dataclass(frozen=True)
class Frame:
    """The person, his areas, the chosen one, and its sheet of figures."""

    user: User
    places: Places
    place: Place
    sheet: Sheet

    def by_parts(self, keys: tuple[str, ...]) -> tuple[list[Place], list[Series]]:
        """A series for each figure, a category for each part of the area; every mark opens its rows."""
        parts = self.places.parts(self.place)
        return parts, [self._series(key, parts) for key in keys]

    def _series(self, key: str, parts: list[Place]) -> Series:
        values = spread(key, self.place, self.sheet.on, self.places)
        return Series(figure(key).title, [self._mark(key, part, values.get(part.code, 0)) for part in parts])

    def _mark(self, key: str, part: Place, value: Value) -> Mark:
        wanted, on = figure(key), self.sheet.on
        opens = list_address(wanted, part.code, on) if may_open(self.user, wanted) else ""
        return Mark(value, in_words(wanted, value), opens or page_address(wanted, part.code, on))

    def behind(self, key: str, **further: str) -> str:
        """The list behind a figure of the chosen area, narrowed further by the list's own filters."""
        wanted = figure(key)
        if not may_open(self.user, wanted):
            return page_address(wanted, self.place.code, self.sheet.on)
        return list_address(wanted, self.place.code, self.sheet.on, **further)

    def page(self, name: str, **query: str) -> str:
        """A page with its filters; empty when the person may not open it."""
        address = reverse(name)
        if not access.may(self.user, resolve(address).func.view_class.permission):
            return ""
        return f"{address}?{urlencode({**query, AREA: self.place.code, DAY: show.show_day(self.sheet.on)})}"
