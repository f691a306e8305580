"""Pages of the import: upload, the verdict, confirm or discard; the empty form; what was imported; the roster."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from households.models import ImportKind, ImportProgress, ImportRun, ImportState
from households.resources.saying import said
from households.resources.workbooks import marked_workbook
from households.services import import_check, import_jobs, import_undo
from households.services.import_seal import file_of
from households.written import as_written, rows_of_import, sums_of
from yuping.accounts import access
from yuping.accounts.pages import (
    Action,
    BaseTable,
    Crumb,
    DetailPage,
    Fact,
    ListPage,
    NumberColumn,
    StateColumn,
    TimeColumn,
)
from yuping.accounts.pages.exports import XLSX
from yuping.accounts.pages.lists import PAGE_NUMBER
from yuping.core import show
from yuping.core.errors import NotAllowedNow
from yuping.core.templatetags.core import badge

IMPORT = "households.import_households"
VIEW = "households.view_importrun"
# What a profile of columns mends.
OF_COLUMNS = {
    "households.column_unknown",
    "households.column_missing",
    "households.column_twice",
    "households.sheet_missing",
}
TONES = {
    ImportState.WRITTEN: "done",
    ImportState.RECEIVED: "wait",
    ImportState.CHECKED: "wait",
    ImportState.DISCARDED: "plain",
    ImportState.UNDONE: "plain",
}
LEVELS = {
    "refused": (_("to be corrected"), "risk"),
    "error": (_("doubtful"), "wait"),
    "warning": (_("doubtful"), "wait"),
    "": (_("in order"), "done"),
}


def download(data: bytes, name: str) -> HttpResponse:
    """A workbook as a download, never shown in the page."""
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return response


def crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the imports."""
    return [(_("Imports of household files"), reverse("households:import_list"))]


# An upload that stands as received or checked though nobody works on it any more.
UNREADABLE, EXPIRED = _("could not be read"), _("expired, not imported")


def state_of(run: ImportRun) -> tuple[Any, str, str]:
    """State and tone of an import as its person reads it, and what to do where it went wrong."""
    if run.is_open and run.is_stale:
        return EXPIRED, "plain", str(_("Upload the file again."))
    if run.failure is None:
        return run.get_state_display(), TONES[run.state], ""
    problems = run.failure.problems
    why = said(*problems[0]) if problems else ""
    mended = any(code in OF_COLUMNS for code, _params in problems)
    how = _("Open it to say what each column means.") if mended else _("Upload it corrected.")
    return UNREADABLE, "risk", f"{why} {how}"


class StateOfImport(StateColumn):
    """The state, with the reason and the way on where a file could not be read."""

    def render(self, value: object, record: ImportRun, bound_column: Any) -> str:
        label, tone, next_step = state_of(record)
        shown = badge(label, "", tone)
        return format_html('{}<div class="cell-hint">{}</div>', shown, next_step) if next_step else shown


class ImportTable(BaseTable):
    state = StateOfImport(_("State"))
    uploaded_at = TimeColumn()
    households = NumberColumn()
    members = NumberColumn(_("Rows"))
    errors = NumberColumn()
    warnings = NumberColumn()

    class Meta(BaseTable.Meta):
        model = ImportRun
        fields = ("file_name", "kind", "state", "uploaded_at", "actor", "households", "members", "errors", "warnings")


class ImportList(ListPage):
    """One's own uploads, and what others have imported into the area."""

    model, table_class = ImportRun, ImportTable
    primary = Action(_("Import a workbook"), "households:import_upload", IMPORT, "upload")
    secondary = (Action(_("Empty form"), "households:import_form", IMPORT, "download"),)
    export_permission = VIEW
    empty_text = _("Nothing was imported yet. Download the empty form, fill it in and import it.")

    def rows(self) -> QuerySet[ImportRun]:
        rows = ImportRun.objects.visible_to(self.user).select_related("actor", "progress")
        return rows.defer("payload", "verdict", "kept")


class ImportDetail(DetailPage):
    """The verdict on an upload, row by row and cell by cell, faulty rows first."""

    model, template_name = ImportRun, "households/import_detail.html"

    def rows(self) -> QuerySet[ImportRun]:
        return ImportRun.objects.visible_to(self.user).select_related("actor", "progress")

    def parents(self) -> list[Crumb]:
        return crumbs()

    def state(self) -> tuple[str, str]:
        run: ImportRun = self.object
        if run.failure or (run.is_open and run.is_stale):
            label, _tone, _next_step = state_of(run)
            return str(label), "refused"
        return run.get_state_display(), {"written": "confirmed", "checked": "waiting"}.get(run.state, "")

    def facts(self) -> list[Fact]:
        run: ImportRun = self.object
        counts = () if run.state == ImportState.RECEIVED else self._counts(run)
        facts = [
            (_("what it holds"), run.get_kind_display()),
            (_("uploaded by"), run.actor),
            (_("uploaded at"), run.uploaded_at),
            *counts,
            *([(_("imported on"), run.imported_on)] if run.imported_on else ()),
            (_("SHA-256"), run.sha256[:16]),
        ]
        return [(capfirst(label), value) for label, value in facts]

    def _counts(self, run: ImportRun) -> list[Fact]:
        """What the check counted; nothing before it has."""
        return [
            *([(_("households"), show.show_count(run.households))] if run.kind == ImportKind.HOUSEHOLDS else ()),
            (_("rows"), show.show_count(run.members)),
            *(_matched(run) if run.kind == ImportKind.LEADS else ()),
            (_("errors"), show.show_count(run.errors)),
            (_("doubts"), show.show_count(run.warnings)),
            *([(_("file year, as no column tells it"), str(run.year_read))] if run.year_read else ()),
            *([(_("columns not read"), "、".join(run.unread))] if run.unread else ()),
        ]

    @cached_property
    def progress(self) -> ImportProgress | None:
        """The work that the person waits for: on one's own upload, or on an import that one asked to undo."""
        watched = ImportRun.objects.watched_by(self.user).filter(pk=self.object.pk)
        return import_jobs.progress_of(self.object) if watched.exists() else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run: ImportRun = self.object
        own = run.actor_id == self.user.pk
        mine = own and run.state == ImportState.CHECKED and not run.is_stale
        progress = self.progress
        at_work = bool(progress and not progress.is_over)
        problems = progress.problems if progress else []
        page = None
        if mine and not at_work:
            try:
                page = self._page(run)
            except NotAllowedNow as error:
                problems = [(error.code, error.params)]
        return super().get_context_data(
            is_open=page is not None,
            is_stale=run.is_open and run.is_stale,
            page=page,
            progress=progress if at_work else None,
            problems=[said(code, params) for code, params in problems],
            of_headings=any(code in OF_COLUMNS for code, _params in problems),
            may_read_again=own and run.is_open and not run.is_stale and not at_work,
            told=does_of(page.paginator.object_list, run) if page else [],
            sums=sums_of(run),
            written=None if run.is_open else self._written(run),
            may_see_files=access.may(self.user, "households.view_household"),
            may_see_findings=access.may(self.user, "households.view_finding"),
            may_undo=not at_work
            and access.may(self.user, import_undo.UNDO)
            and import_undo.why_not_undone(run) is None,
            **kwargs,
        )

    def _page(self, run: ImportRun) -> Any:
        page = self._of(import_check.verdict_rows(run))
        words = words_of(run.kind)
        page.rows = [(row, *LEVELS[row.level], words.get(row.does, ""), _remarks(row)) for row in page.object_list]
        return page

    def _written(self, run: ImportRun) -> Any:
        """A page of the rows that the import wrote; of households only the sums are kept."""
        page = self._of(rows_of_import(run))
        page.rows = as_written(page.object_list)
        return page if page.rows else None

    def _of(self, rows: Any) -> Any:
        number = self.request.GET.get("page", "1")
        if not PAGE_NUMBER.fullmatch(number):
            raise SuspiciousOperation("bad page")
        return Paginator(rows, settings.PAGE_SIZES[0]).get_page(int(number))


def _matched(run: ImportRun) -> list[Fact]:
    """What became of another office's list: of the rows that meet nobody only the count is kept."""
    if not run.written:
        return [(_("rows that meet somebody on file"), show.show_count(run.households))]
    names = {"leads": _("new leads"), "known": _("known already"), "unmatched": _("rows that meet nobody")}
    return [(label, show.show_count(run.written[name])) for name, label in names.items()]


# What the import of a row does, by kind of rows; where each adds something there is nothing to tell apart.
DOES = {
    ImportKind.MEMBERS: {"new": _("new member"), "changed": _("on file, changed"), "nothing": _("on file, unchanged")},
    ImportKind.YEARS: {"new": _("new record"), "changed": _("on file, changed"), "nothing": _("on file, unchanged")},
}


def words_of(kind: str) -> dict[str, Any]:
    """What the import of a row may do, in words."""
    return DOES.get(ImportKind(kind), {})


def does_of(rows: Iterable[import_check.VerdictRow], run: ImportRun) -> list[tuple[Any, int]]:
    """How many rows of the whole file do what."""
    counts = Counter(row.does for row in rows)
    return [(label, counts[does]) for does, label in words_of(run.kind).items() if counts[does]]


def _remarks(row: import_check.VerdictRow) -> list[tuple[str, str]]:
    return [(remark.column, said(remark.code, remark.params)) for remark in row.remarks]


class OwnUpload:
    """Mixin: another person's upload does not exist."""

    def rows(self) -> QuerySet[ImportRun]:
        return ImportRun.objects.own(self.user)


class MarkedWorkbook(OwnUpload, DetailPage):
    """The person's workbook with its faulty cells marked."""

    model, permission = ImportRun, IMPORT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run: ImportRun = self.get_object()
        if run.state != ImportState.CHECKED or run.is_stale:
            raise Http404
        try:
            data, rows = file_of(run), import_check.verdict_rows(run)
        except NotAllowedNow as error:
            raise Http404 from error
        remarks = [
            (spot, said(remark.code, remark.params), remark.level == "refused")
            for spot, remark in import_check.spots_of(rows)
        ]
        name = run.file_name.rsplit(".", 1)[0]
        return download(marked_workbook(data, run.tables, remarks), f"{name}-检查结果")
