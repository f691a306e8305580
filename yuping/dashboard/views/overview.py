"""Where the county stands on one page, and the table of every figure."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.pages import Crumb
from yuping.accounts.pages.exports import watermark_for, workbook_response
from yuping.core import show
from yuping.core.excel import Column, write_workbook
from yuping.dashboard.charts import Frame, all_charts
from yuping.dashboard.readings import Reading, all_of_area, of_area, read
from yuping.dashboard.views.base import EXPORT, FigurePage

# First what is late or missing: nothing of these should be above zero.
LATE = (
    "returned_payouts",
    "overdue_instalments",
    "overdue_amount",
    "overdue_loans",
    "open_findings",
    "no_mode_households",
    "villages_without_income",
    "open_batches",
)
# Money at risk is red, what waits is amber.
RISK = frozenset({"returned_payouts", "overdue_instalments", "overdue_amount", "overdue_loans"})
# Then where the county stands: at most eight.
TILES = (
    "registered_households",
    "participation_rate",
    "invested_principal",
    "household_dividends_paid",
    "village_dividends_paid",
    "villages_at_or_above_50000",
    "jobs_filled",
    "risk_deposit",
)


class Overview(FigurePage):
    """One page: what is late or missing, where the area stands, how it is spread and what is to come."""

    template_name = "dashboard/overview.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        late = read(of_area(LATE, self.place), self.sheet, self.place, self.user)
        tiles = read(of_area(TILES, self.place), self.sheet, self.place, self.user)
        frame = Frame(self.user, self.places, self.place, self.sheet)
        context = self.get_context_data(
            late=[(one, "risk" if one.key in RISK else "wait") for one in late if one.value],
            in_order=[one for one in late if not one.value],
            tiles=tiles,
            charts=all_charts(frame),
        )
        return self.render_to_response(context)

    def get_title(self) -> str:
        return _("Figures of %(place)s") % {"place": self.place.name}

    def parents(self) -> list[Crumb]:
        return []


class AllFigures(FigurePage):
    """Every figure of the area: value, how it is counted, the list behind it; to take along as a workbook."""

    template_name = "dashboard/all_figures.html"
    title = gettext_lazy("All figures")

    def get(self, request: HttpRequest) -> HttpResponse:
        readings = read(all_of_area(self.place), self.sheet, self.place, self.user)
        if request.GET.get("export"):
            return self.export(readings)
        return self.render_to_response(self.get_context_data(readings=readings))

    def get_title(self) -> str:
        return f"{self.title} · {self.place.name}"

    def export(self, readings: list[Reading]) -> HttpResponse:
        """The table as a workbook; that it left the house is on record."""
        access.require(self.user, EXPORT)
        note = _("as of %(day)s") % {"day": show.show_day(self.sheet.on)}
        columns = [
            Column(_("Figure"), width=40),
            Column(_("Value"), "number", 18),
            Column(_("Unit"), width=10),
            Column(_("How it is counted"), width=60),
        ]
        rows = [[str(one.figure.title), one.value, str(one.figure.unit), str(one.figure.how)] for one in readings]
        written = write_workbook(self.get_title(), columns, rows, watermark=watermark_for(self.user, note))
        with transaction.atomic():
            facts = {"list": f"{self.get_title()} · {note}", "rows": len(rows)}
            record_act(actor=self.user, verb=EXPORT, obj=self.user, area_code=self.place.code, facts=facts)
        return workbook_response(written, self.get_title())
