"""Pages of the import: upload, the verdict, confirm or discard; the empty form; what was imported; the roster."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from households.models import ColumnProfile, ImportKind, ImportRun, ImportState
from households.resources.row_sheets import ROW_SHEETS
from households.resources.saying import said
from households.resources.sheets import SHEETS
from households.resources.workbooks import empty_form, marked_workbook
from households.services import import_check, import_jobs, import_undo, imports
from households.services.lead_import import IMPORT_LEADS
from households.written import as_written, rows_of_import, sums_of
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.pages import (
    Action,
    BaseTable,
    Crumb,
    DetailPage,
    Fact,
    FormPage,
    ListPage,
    NumberColumn,
    Page,
    ScopedForm,
    StateColumn,
    TimeColumn,
)
from yuping.accounts.pages.exports import XLSX
from yuping.accounts.pages.lists import PAGE_NUMBER
from yuping.core import clock, show
from yuping.core.excel.limits import MAX_BYTES, MEGABYTE

IMPORT = "households.import_households"
VIEW = "households.view_importrun"
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


FORMS = {ImportKind.HOUSEHOLDS: SHEETS} | {kind: (sheet,) for kind, sheet in ROW_SHEETS.items()}
FORM_NAMES = {kind: sheets[0].sheet_name for kind, sheets in FORMS.items()} | {
    ImportKind.HOUSEHOLDS: "建档立卡信息采集表"
}


def download(data: bytes, name: str) -> HttpResponse:
    """A workbook as a download, never shown in the page."""
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return response


def crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the imports."""
    return [(_("Imports of household files"), reverse("households:import_list"))]


class ImportTable(BaseTable):
    state = StateColumn(_("State"), tones=TONES)
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
        return ImportRun.objects.visible_to(self.user).select_related("actor").defer("payload", "verdict", "kept")


def kinds_for(user: User) -> list[tuple[str, str]]:
    """What this person may import: another office's list is the county's alone."""
    leads = access.may(user, IMPORT_LEADS)
    return [(code, label) for code, label in ImportKind.choices if leads or code != ImportKind.LEADS]


class UploadForm(ScopedForm):
    kind = forms.ChoiceField(label=_("What the file holds"), choices=ImportKind.choices)
    file = forms.FileField(
        label=_("Excel workbook"),
        help_text=_(
            "Our form or your own list (.xlsx, .xls, .csv; at most %(limit)s MB). Nothing is saved before you confirm."
        )
        % {"limit": MAX_BYTES // MEGABYTE},
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv"}),
    )
    profile = forms.ModelChoiceField(
        label=_("Column profile"),
        queryset=ColumnProfile.objects.none(),
        required=False,
        empty_label=_("headings as on the forms"),
        help_text=_("Only for lists with headings of their own."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds_for(self.user)
        self.fields["profile"].queryset = ColumnProfile.objects.usable_by(self.user)
        if not self.fields["profile"].queryset.exists():
            del self.fields["profile"]

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        profile = asked.get("profile")
        if profile and profile.kind != asked.get("kind"):
            self.add_error(
                "profile", _("This profile is for other rows: %(kind)s.") % {"kind": profile.get_kind_display()}
            )
        return asked


class UploadWorkbook(FormPage):
    """Choose the workbook; it is checked at once and nothing is put on file."""

    permission, form_class = IMPORT, UploadForm
    template_name = "households/import_upload.html"
    title, submit_label = _("Import household files"), _("Upload and check")

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("kind", "")
        return {"kind": asked if asked in ImportKind.values else ImportKind.HOUSEHOLDS}

    def save(self, form: UploadForm) -> ImportRun:
        asked, file = form.cleaned_data, form.cleaned_data["file"]
        # One byte beyond the limit is enough to refuse it.
        data = file.read(MAX_BYTES + 1)
        upload = imports.upload_households
        if import_jobs.AT_ONCE_BYTES < len(data) <= MAX_BYTES:
            upload = import_jobs.receive_upload
        chosen = asked["profile"].headings if asked.get("profile") else {}
        return upload(actor=self.user, data=data, name=file.name, kind=asked["kind"], chosen=chosen)

    def parents(self) -> list[Crumb]:
        return crumbs()


class DownloadForm(Page):
    """The empty form of a kind, with the lists in force in the year of the business date."""

    permission = IMPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        year, kind = clock.today().year, request.GET.get("kind", ImportKind.HOUSEHOLDS)
        if kind not in FORMS:
            raise SuspiciousOperation("no such form")
        return download(empty_form(year=year, sheets=FORMS[kind]), f"{FORM_NAMES[kind]}-{year}")


class ImportDetail(DetailPage):
    """The verdict on an upload, row by row and cell by cell, faulty rows first."""

    model, template_name = ImportRun, "households/import_detail.html"

    def rows(self) -> QuerySet[ImportRun]:
        return ImportRun.objects.visible_to(self.user).select_related("actor")

    def parents(self) -> list[Crumb]:
        return crumbs()

    def state(self) -> tuple[str, str]:
        run: ImportRun = self.object
        return run.get_state_display(), {"written": "confirmed", "checked": "waiting"}.get(run.state, "")

    def facts(self) -> list[Fact]:
        run: ImportRun = self.object
        counts = () if run.state == ImportState.RECEIVED else self._counts(run)
        return [
            (_("what it holds"), run.get_kind_display()),
            (_("uploaded by"), run.actor),
            (_("uploaded at"), run.uploaded_at),
            *counts,
            (_("imported on"), run.imported_on),
            (_("SHA-256"), run.sha256[:16]),
        ]

    def _counts(self, run: ImportRun) -> list[Fact]:
        """What the check counted; nothing before it has."""
        return [
            (_("households"), show.show_count(run.households) if run.kind == ImportKind.HOUSEHOLDS else ""),
            (_("rows"), show.show_count(run.members)),
            *(_matched(run) if run.kind == ImportKind.LEADS else ()),
            (_("to be corrected"), show.show_count(run.errors)),
            (_("doubts"), show.show_count(run.warnings)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run: ImportRun = self.object
        own = run.actor_id == self.user.pk
        mine = own and run.state == ImportState.CHECKED and not run.is_stale
        progress = import_jobs.progress_of(run) if own else None
        at_work = bool(progress and not progress.is_over)
        problems = [said(code, params) for code, params in progress.problems] if progress else []
        return super().get_context_data(
            is_open=mine and not at_work,
            is_stale=run.is_open and run.is_stale,
            page=self._page(run) if mine and not at_work else None,
            progress=progress if at_work else None,
            problems=problems,
            sums=sums_of(run),
            written=None if run.is_open else self._written(run),
            may_undo=access.may(self.user, import_undo.UNDO) and import_undo.why_not_undone(run) is None,
            **kwargs,
        )

    def _page(self, run: ImportRun) -> Any:
        page = self._of(import_check.verdict_rows(run))
        page.rows = [(row, *LEVELS[row.level], _remarks(row)) for row in page.object_list]
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
        remarks = [
            (spot, said(remark.code, remark.params), remark.level == "refused")
            for spot, remark in import_check.spots_of(import_check.verdict_rows(run))
        ]
        name = run.file_name.rsplit(".", 1)[0]
        return download(marked_workbook(imports.file_of(run), run.tables, remarks), f"{name}-检查结果")
