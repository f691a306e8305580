"""Excel export of a list: exactly the filtered rows and the shown columns, safe against formulas, audited, marked."""

from collections.abc import Iterator

from django.db import models, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.accounts.pages.tables import BaseTable, ColumnPlan
from yuping.core import clock, show
from yuping.core.excel import Column, write_workbook
from yuping.core.models import Installation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_table(
    *, actor: User, table: BaseTable, title: str, model: type[models.Model], note: str = ""
) -> HttpResponse:
    """The workbook as a download. The act is recorded before a byte leaves, with the number of rows.

    ``note`` says in words what the rows are, where the title doesn't.
    """
    plans = [plan for plan in table.plans() if not plan.column.exclude_from_export]
    rows = list(_values(table, plans))
    columns = [Column(plan.label, plan.kind, max(12, 2 * len(plan.label) + 2)) for plan in plans]
    written = write_workbook(title, columns, rows, watermark=watermark_for(actor, note))
    with transaction.atomic():
        meta = model._meta
        record_act(
            actor=actor,
            verb=f"{meta.app_label}.export_{meta.model_name}",
            obj=actor,
            facts={
                "list": " · ".join(filter(None, (title, note))),
                "rows": len(rows),
                "columns": [plan.name for plan in plans],
            },
        )
    return workbook_response(written, title)


def watermark_for(actor: User, note: str = "") -> str:
    """What every workbook says of itself: what it is, who exported it when, and whether the data are a demo's."""
    exported = _("Exported by %(person)s on %(time)s") % {
        "person": actor.full_name,
        "time": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
    }
    demo = ""
    if Installation.objects.filter(is_demo=True).exists():
        demo = _("Demo data, business date %(day)s") % {"day": show.show_day(clock.today())}
    return " · ".join(filter(None, (demo, note, exported)))


def workbook_response(written: bytes, title: str) -> HttpResponse:
    """A workbook as a download that carries the title and the day in its name."""
    response = HttpResponse(written, content_type=XLSX)
    name = f"{title}-{timezone.localdate():%Y%m%d}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _values(table: BaseTable, plans: list[ColumnPlan]) -> Iterator[list[object]]:
    for record in table.rows.data:
        yield [plan.exported(record) for plan in plans]
