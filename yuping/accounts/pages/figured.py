"""Lists opened from a figure: ``?figure=KEY&area=CODE&on=DATE`` shows exactly the rows that the figure counted.

Any list page can do it: nothing is declared in the list. The rows are those of the figure's own declaration, crossed
with what the person may see, so that a list can't differ from its figure and can't show more than the person's area.
"""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.db import models
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from yuping.accounts import access, areas
from yuping.accounts.models import User
from yuping.core import clock, show
from yuping.core.characters import for_reader
from yuping.core.figures import Figure, all_figures

FIGURE, AREA, DAY = "figure", "area", "on"
PARAMETERS = (FIGURE, AREA, DAY)


def list_address(figure: Figure, area: str, on: datetime.date, **further: str) -> str:
    """The list behind a figure; empty for a figure without a list of its own."""
    if not figure.page:
        return ""
    query = {**figure.query, **further, FIGURE: figure.key, AREA: area, DAY: show.show_day(on)}
    return f"{reverse(figure.page)}?{urlencode(query)}"


@dataclass(frozen=True)
class Behind:
    """The figure whose rows a list shows, for an area (empty: all areas of the person) and a day."""

    figure: Figure
    scope: access.Scope
    area: str
    on: datetime.date

    @classmethod
    def of(cls, query: QueryDict, user: User, *, permission: str, model: type[models.Model]) -> "Behind | None":
        """What the address says; None without a figure. 404 for an area that isn't the person's, 400 for odd text."""
        key = query.get(FIGURE)
        if not key:
            return None
        figure = {one.key: one for one in all_figures()}.get(key)
        if figure is None or figure.rows is None:
            raise Http404
        area, on = query.get(AREA, ""), day_in_address(query.get(DAY, ""))
        seen = access.scope_of(user, permission)
        if area and not (area.isascii() and area.isdigit() and seen.covers(area)):
            raise Http404
        found = cls(figure, access.Scope(frozenset({area})) if area else seen, area, on)
        if found.counted.model is not model:
            raise Http404
        return found

    @cached_property
    def counted(self) -> Any:
        return self.figure.rows(self.scope, self.on)

    def narrow(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Of the person's rows those that the figure counted."""
        return rows.filter(pk__in=self.counted.order_by().values("pk"))

    def __str__(self) -> str:
        place = for_reader(areas.name_of(self.area) or self.area) if self.area else _("all my areas")
        return " · ".join((str(self.figure.title), place, _("as of %(day)s") % {"day": show.show_day(self.on)}))


def day_in_address(text: str) -> datetime.date:
    """The day an address names, else the business date; 400 for text that is no date."""
    if not text:
        return clock.today()
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None or found.year not in range(2000, 2101):
        raise SuspiciousOperation("no such day")
    return found
