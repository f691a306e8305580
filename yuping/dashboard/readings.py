"""A figure as it is shown: its value in words, the exact one behind it, how it is rounded, and where it leads."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.pages.figured import AREA, DAY, list_address
from yuping.core import show
from yuping.core.figures import Figure, Formula, Level, Rounding, Sheet, Value, all_figures, figure, rounded
from yuping.core.templatetags.core import in_wan, in_yuan
from yuping.dashboard.places import Place

ROUNDINGS: dict[str, str | Promise] = {
    Rounding.CUT_OFF: gettext_lazy("cut off"),
    Rounding.HALF_UP: gettext_lazy("rounded half up"),
    Rounding.EXACT: "",
}


def in_words(wanted: Figure, value: Value) -> str:
    """The value with its unit as pages show it; percentages with one decimal, large amounts in 万元."""
    if wanted.in_percent:
        return f"{rounded(Decimal(value), wanted, 1)} %"
    if wanted.in_yuan:
        return in_wan(value)
    return f"{show.show_count(value)} {wanted.unit}"


def exactly(wanted: Figure, value: Value) -> str:
    """The value to its last decimal, with its unit."""
    if wanted.in_yuan:
        return in_yuan(value)
    return f"{value:,.{wanted.places}f} {wanted.unit}"


def of_area(keys: Iterable[str], place: Place) -> list[Figure]:
    """The figures of those keys that the area has; what only the county has is left out below it."""
    found = [figure(key) for key in keys]
    return [one for one in found if place.is_county or one.scope is not Level.COUNTY]


def all_of_area(place: Place) -> list[Figure]:
    return of_area([one.key for one in all_figures()], place)


def page_address(wanted: Figure, area: str, on: datetime.date) -> str:
    """The figure's own page: how it is counted, by parts of the area, by date."""
    query = urlencode({AREA: area, DAY: show.show_day(on)})
    return f"{reverse('dashboard:figure', args=[wanted.key])}?{query}"


def may_open(user: User, wanted: Figure) -> bool:
    """Whether the person may open the list behind the figure."""
    if not wanted.page:
        return False
    return access.may(user, resolve(reverse(wanted.page)).func.view_class.permission)


@dataclass(frozen=True)
class Reading:
    """One figure of a sheet, for one person."""

    figure: Figure
    sheet: Sheet
    place: Place
    user: User

    @property
    def key(self) -> str:
        return self.figure.key

    @cached_property
    def value(self) -> Value:
        return self.sheet.value(self.key)

    @cached_property
    def shown(self) -> str:
        return in_words(self.figure, self.sheet.exact(self.key) if self.figure.in_percent else self.value)

    @property
    def exact(self) -> str:
        """The exact value, where the shown one is shortened."""
        found = exactly(self.figure, self.value)
        return "" if found == self.shown or not (self.figure.in_yuan or self.figure.in_percent) else found

    @property
    def behind(self) -> str:
        """The counts behind a ratio: 1,299 / 5,005."""
        if not (self.figure.in_percent and isinstance(self.figure.measure, Formula)):
            return ""
        return " / ".join(show.show_count(self.sheet.value(key)) for key in self.figure.measure.keys)

    @property
    def rounding(self) -> str:
        return str(ROUNDINGS[self.figure.rounding])

    @property
    def note(self) -> str:
        """What stands under the value: the counts behind it, how it is rounded."""
        return " · ".join(filter(None, (self.behind, self.rounding)))

    @property
    def list_url(self) -> str:
        """The list behind the figure, if it has one and the person may open it."""
        return list_address(self.figure, self.place.code, self.sheet.on) if may_open(self.user, self.figure) else ""

    @property
    def page_url(self) -> str:
        return page_address(self.figure, self.place.code, self.sheet.on)

    @property
    def url(self) -> str:
        return self.list_url or self.page_url

    @property
    def parts(self) -> list["Reading"]:
        """The figures a formula is computed from."""
        keys: tuple[str, ...] = getattr(self.figure.measure, "keys", ())
        return [Reading(figure(key), self.sheet, self.place, self.user) for key in keys]


def read(figures: Iterable[Figure], sheet: Sheet, place: Place, user: User) -> list[Reading]:
    return [Reading(one, sheet, place, user) for one in figures]
