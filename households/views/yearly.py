"""The yearly adjustment on a page, on paper and as a workbook: county, townships, villages, and one village."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.case_sentences import STAGES
from households.services import exports
from households.views.adjustments import adjustment_crumbs
from households.yearly import Place, YearOfAdjustment
from villages.models import Village
from villages.views.areas import year_of
from yuping.accounts.pages import Crumb, Page, PrintPage
from yuping.accounts.pages.exports import workbook_response
from yuping.core import clock

VIEW = "households.view_adjustment"
YEARS_SHOWN = 5
VILLAGE = 12


class OfYear(Page, abstract=True):
    """What the page and its paper share: ``?year=`` and ``?area=``, a township or village of the person's own."""

    permission = VIEW

    @cached_property
    def year(self) -> int:
        today = clock.today()
        return year_of(self.request.GET.get("year"), today.year, default=today.year)

    @cached_property
    def area(self) -> str:
        """The chosen township or village; empty for all of the person's villages. 404 for another's."""
        asked = self.request.GET.get("area", "")
        if asked and not any(asked in {village.pk, village.township_id} for village in self.numbers.villages):
            raise Http404
        return asked

    @cached_property
    def numbers(self) -> YearOfAdjustment:
        villages = Village.objects.visible_to(self.user).counted(clock.today())
        return YearOfAdjustment(self.user, self.year, villages)

    @cached_property
    def named(self) -> str:
        """The name of the area."""
        for village in self.numbers.villages:
            if self.area == village.pk:
                return f"{village.township} {village}"
            if self.area and self.area == village.township_id:
                return str(village.township)
        townships = {str(village.township) for village in self.numbers.villages}
        return townships.pop() if len(townships) == 1 else str(_("Whole county"))

    def places(self) -> list[Place]:
        """The rows of the table: townships of the county, villages of a township, none below a village."""
        if len(self.area) == VILLAGE:
            return []
        townships = self.numbers.by_township()
        return townships if not self.area and len(townships) > 1 else self.numbers.by_village(self.area)

    def address(self, area: str = "", year: int | None = None, name: str = "adjustment_year") -> str:
        query = {"year": str(year or self.year)} | ({"area": area} if area else {})
        return f"{reverse(f'households:{name}')}?{urlencode(query)}"

    def get_title(self) -> str:
        return str(_("Adjustment of %(year)s") % {"year": self.year})

    def numbers_context(self) -> dict[str, Any]:
        """What template and paper read."""
        stages = [_("Opened"), *STAGES.values()]
        labels = [column.label for column in self.numbers.columns]
        total = self.numbers.total(str(_("Total")), self.area)
        lines = [(total.name, "", total.numbers)]
        lines += [(place.name, self.address(place.code), place.numbers) for place in self.places()]
        return {
            "named": self.named,
            "year": self.year,
            "day": self.numbers.day,
            "over": self.numbers.over,
            "stages": stages,
            "matrix": [
                (label, list(zip(stages, numbers, strict=True))) for label, numbers in self.numbers.matrix(self.area)
            ],
            "ended": self.numbers.ended(self.area),
            "labels": labels,
            "lines": [(name, url, list(zip(labels, numbers, strict=True))) for name, url, numbers in lines],
        }


class AdjustmentYear(OfYear):
    """What of a year's adjustment is due, under way and done; every number leads to its rows."""

    template_name = "households/yearly.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "xlsx":
            written = exports.export_yearly(actor=self.user, numbers=self.numbers, area=self.area)
            return workbook_response(written, f"{self.year}年动态调整表")
        return self.render_to_response(self.get_context_data())

    def get_title(self) -> str:
        return f"{super().get_title()} · {self.named}"

    def parents(self) -> list[Crumb]:
        crumbs: list[Crumb] = adjustment_crumbs()
        if not self.area:
            return crumbs
        crumbs.append((self.whole(), self.address()))
        if len(self.area) == VILLAGE and len({one.township_id for one in self.numbers.villages}) > 1:
            names = {one.township_id: str(one.township) for one in self.numbers.villages}
            township = next(one.township_id for one in self.numbers.villages if one.pk == self.area)
            crumbs.append((names[township], self.address(township)))
        return crumbs

    def whole(self) -> str | Promise:
        return _("Adjustment of %(year)s") % {"year": self.year}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last = clock.today().year
        return super().get_context_data(
            years=[(year, self.address(self.area, year)) for year in range(last, last - YEARS_SHOWN, -1)],
            secondary=[
                {
                    "label": _("Print"),
                    "url": self.address(self.area, name="adjustment_year_print"),
                    "icon": "printer",
                },
                {
                    "label": _("Export to Excel"),
                    "url": f"{self.address(self.area)}&export=xlsx",
                    "icon": "file-spreadsheet",
                },
            ],
            **self.numbers_context(),
            **kwargs,
        )


class AdjustmentYearPaper(OfYear, PrintPage):
    """The table of the year on A4, to be signed."""

    template_name = "households/yearly_print.html"
    landscape = True
    signatures = (_("Filled in by"), _("Reviewed by"), _("Head of the unit"), _("Unit (seal)"))

    def get_object(self) -> None:
        return None

    def back_url(self) -> str:
        return self.address(self.area)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.numbers_context(), **kwargs)
