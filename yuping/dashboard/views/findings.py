"""The trend of data quality: what was found and put right, month by month, and where it stands."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.full_checks import last_full_check
from yuping.accounts import access, roles
from yuping.dashboard.charts.quality import by_month, by_part, page_of
from yuping.dashboard.trend import Course, courses
from yuping.dashboard.views.base import FigurePage

# The months whose numbers the table shows beside each area.
SHOWN = 6
LIST = "households.view_finding"
LEVELS = {roles.TOWNSHIP: "township", roles.VILLAGE: "village"}


class Findings(FigurePage):
    """Data quality of an area over twelve months: charts, and a table of its parts."""

    template_name = "dashboard/findings.html"
    title = _("Trend of data quality")

    def get(self, request: HttpRequest) -> HttpResponse:
        on = self.sheet.on
        whole, parts = courses(self.place, self.places, on)
        charts = [chart for chart in (by_month(whole), by_part(parts, on)) if chart and not chart.empty]
        rows = [(one, page_of(one.place.code, on), one.months[-SHOWN:]) for one in parts]
        context = self.get_context_data(
            whole=whole,
            list_url=self.list_url(whole),
            charts=charts,
            months=whole.months[-SHOWN:],
            rows=rows,
            checked_on=last_full_check(self.place.code, on),
        )
        return self.render_to_response(context)

    def get_title(self) -> str:
        return f"{self.title} · {self.place.name}"

    def list_url(self, course: Course) -> str:
        """The open problems of the area, for who may see them."""
        code = course.place.code
        if not access.scope_of(self.user, LIST).covers(code):
            return ""
        narrowed = {LEVELS[len(code)]: code} if len(code) in LEVELS else {}
        return f"{reverse('households:finding_list')}?{urlencode({'state': 'open', **narrowed})}"
