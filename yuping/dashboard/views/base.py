"""What the pages of figures have in common: an area, a day, one sheet on which every figure is counted once."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yuping.accounts.pages import Crumb, Page
from yuping.accounts.pages.figured import AREA, DAY
from yuping.core import clock, show
from yuping.core.figures import Sheet
from yuping.dashboard.forms import AreaDayForm
from yuping.dashboard.places import PERMISSION, Place, Places

EXPORT = "dashboard.export_figures"


class FigurePage(Page, abstract=True):
    """A page of an area and a day. Somebody else's area is a 404; a day that can't be is said at the field."""

    permission = PERMISSION

    @cached_property
    def places(self) -> Places:
        return Places(self.user)

    @cached_property
    def place(self) -> Place:
        return self.places.chosen(self.request.GET.get(AREA, ""))

    @cached_property
    def form(self) -> AreaDayForm:
        given = {AREA: self.place.code, DAY: self.request.GET.get(DAY) or show.show_day(clock.today())}
        return AreaDayForm(given, user=self.user, options=self.places.options(self.place))

    @cached_property
    def sheet(self) -> Sheet:
        day = self.form.cleaned_data[DAY] if self.form.is_valid() else clock.today()
        return Sheet(self.place.scope, day)

    @property
    def query(self) -> str:
        """The area and day, to hand on to the other pages of figures."""
        return urlencode({AREA: self.place.code, DAY: show.show_day(self.sheet.on)})

    def parents(self) -> list[Crumb]:
        return [(_("Figures"), f"{reverse('dashboard:overview')}?{self.query}")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.form, place=self.place, on=self.sheet.on, query=self.query, around=self.around(), **kwargs
        )

    def around(self) -> list[tuple[str, str]]:
        """(name, address) of this page for the areas around the chosen one."""
        day = show.show_day(self.sheet.on)
        return [
            (place.name, f"{self.request.path}?{urlencode({AREA: place.code, DAY: day})}")
            for place in self.places.parents(self.place)
        ]
