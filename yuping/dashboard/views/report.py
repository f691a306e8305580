"""The comparison page: the survey report's figures beside ours, with the difference explained."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.pages.exports import watermark_for, workbook_response
from yuping.accounts.pages.figured import DAY
from yuping.core import clock, show
from yuping.core.excel import Column, write_workbook
from yuping.core.figures import figure
from yuping.dashboard.readings import Reading
from yuping.dashboard.report import AS_OF, Line, compare
from yuping.dashboard.views.base import EXPORT, FigurePage

VERDICTS: dict[str, tuple[str | Promise, str]] = {
    "equal": (gettext_lazy("the same"), "done"),
    "rounded": (gettext_lazy("the same, rounded"), "done"),
    "not_printed": (gettext_lazy("not printed"), "plain"),
    "differs": (gettext_lazy("differs"), "wait"),
}


class Comparison(FigurePage):
    """For those who see the whole county: the report speaks of nothing smaller."""

    template_name = "dashboard/report.html"
    title = gettext_lazy("Beside the survey report")

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.place.is_county:
            raise Http404
        if not request.GET.get(DAY):
            # The report's own day, or the business date where that has not come yet.
            request.GET = request.GET.copy()
            request.GET[DAY] = show.show_day(min(AS_OF, clock.today()))
        lines = list(compare(self.sheet))
        if request.GET.get("export"):
            return self.export(lines)
        return self.render_to_response(self.get_context_data(lines=[self.shown(line) for line in lines]))

    def shown(self, line: Line) -> dict[str, Any]:
        label, tone = VERDICTS[line.verdict]
        return {
            "line": line,
            "reading": Reading(figure(line.key), self.sheet, self.place, self.user),
            "printed": printed(line),
            "difference": "" if line.difference is None else show.show_count(line.difference),
            "label": label,
            "tone": tone,
        }

    def export(self, lines: list[Line]) -> HttpResponse:
        """The comparison as a workbook; that it left the house is on record."""
        access.require(self.user, EXPORT)
        note = _("as of %(day)s") % {"day": show.show_day(self.sheet.on)}
        columns = [
            Column(_("Figure"), width=36),
            Column(_("Section of the report"), width=12),
            Column(_("Printed in the report"), width=18),
            Column(_("From our rows"), "number", 18),
            Column(_("Difference"), "number", 16),
            Column(_("Verdict"), width=16),
            Column(_("Explanation"), width=60),
            Column(_("Words of the report"), width=48),
        ]
        rows = [
            [
                str(figure(line.key).title),
                line.section,
                printed(line),
                line.ours,
                line.difference,
                str(VERDICTS[line.verdict][0]),
                str(line.explanation),
                line.quote,
            ]
            for line in lines
        ]
        title = self.get_title()
        written = write_workbook(title, columns, rows, watermark=watermark_for(self.user, note))
        with transaction.atomic():
            facts = {"list": f"{title} · {note}", "rows": len(rows)}
            record_act(actor=self.user, verb=EXPORT, obj=self.user, area_code=self.place.code, facts=facts)
        return workbook_response(written, title)


def printed(line: Line) -> str:
    """The number as the report prints it."""
    return show.EMPTY if line.printed is None else f"{line.printed} {line.printed_unit}"
