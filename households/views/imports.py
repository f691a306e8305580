"""Pages of the import: upload, the verdict, confirm or discard; the empty form; what was imported; the roster."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from households.models import ImportRun, ImportState
from households.resources.saying import said
from households.resources.workbooks import empty_form, marked_workbook
from households.services import exports, imports
from villages.models import Village
from yuping.accounts import access
from yuping.accounts.pages import (
    Action,
    BaseTable,
    Crumb,
    DetailPage,
    Fact,
    FormPage,
    ListPage,
    MovePage,
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
TONES = {ImportState.WRITTEN: "done", ImportState.CHECKED: "wait", ImportState.DISCARDED: "plain"}
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


class ImportTable(BaseTable):
    state = StateColumn(_("State"), tones=TONES)
    uploaded_at = TimeColumn()
    households = NumberColumn()
    members = NumberColumn()
    errors = NumberColumn()
    warnings = NumberColumn()

    class Meta(BaseTable.Meta):
        model = ImportRun
        fields = ("file_name", "state", "uploaded_at", "actor", "households", "members", "errors", "warnings")


class ImportList(ListPage):
    """One's own uploads, and what others have imported into the area."""

    model, table_class = ImportRun, ImportTable
    primary = Action(_("Import a workbook"), "households:import_upload", IMPORT, "upload")
    secondary = (Action(_("Empty form"), "households:import_form", IMPORT, "download"),)
    export_permission = VIEW
    empty_text = _("Nothing was imported yet. Download the empty form, fill it in and import it.")

    def rows(self) -> QuerySet[ImportRun]:
        return ImportRun.objects.visible_to(self.user).select_related("actor").defer("payload", "verdict", "kept")


class UploadForm(ScopedForm):
    file = forms.FileField(
        label=_("Excel workbook"),
        help_text=_(
            "Our form or your own list (.xlsx, .xls, .csv; at most %(limit)s MB). Nothing is saved before you confirm."
        )
        % {"limit": MAX_BYTES // MEGABYTE},
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv"}),
    )


class UploadWorkbook(FormPage):
    """Choose the workbook; it is checked at once and nothing is put on file."""

    permission, form_class = IMPORT, UploadForm
    template_name = "households/import_upload.html"
    title, submit_label = _("Import household files"), _("Upload and check")

    def save(self, form: UploadForm) -> ImportRun:
        file = form.cleaned_data["file"]
        # One byte beyond the limit is enough to refuse it.
        return imports.upload_households(actor=self.user, data=file.read(MAX_BYTES + 1), name=file.name)

    def parents(self) -> list[Crumb]:
        return crumbs()


class DownloadForm(Page):
    """The empty form, with the lists in force in the year of the business date."""

    permission = IMPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        year = clock.today().year
        return download(empty_form(year=year), f"建档立卡信息采集表-{year}")


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
        return [
            (_("uploaded by"), run.actor),
            (_("uploaded at"), run.uploaded_at),
            (_("households"), show.show_count(run.households)),
            (_("household members"), show.show_count(run.members)),
            (_("to be corrected"), show.show_count(run.errors)),
            (_("doubts"), show.show_count(run.warnings)),
            (_("imported on"), run.imported_on),
            (_("SHA-256"), run.sha256[:16]),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run: ImportRun = self.object
        mine = run.actor_id == self.user.pk and run.state == ImportState.CHECKED and not run.is_stale
        return super().get_context_data(
            is_open=mine,
            is_stale=run.state == ImportState.CHECKED and run.is_stale,
            page=self._page(run) if mine else None,
            **kwargs,
        )

    def _page(self, run: ImportRun) -> Any:
        number = self.request.GET.get("page", "1")
        if not PAGE_NUMBER.fullmatch(number):
            raise SuspiciousOperation("bad page")
        pages = Paginator(imports.verdict_rows(run), settings.PAGE_SIZES[0])
        page = pages.get_page(int(number))
        page.rows = [(row, *LEVELS[row.level], _remarks(row)) for row in page.object_list]
        return page


def _remarks(row: imports.VerdictRow) -> list[tuple[str, str]]:
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
            for spot, remark in imports.spots_of(imports.verdict_rows(run))
        ]
        name = run.file_name.rsplit(".", 1)[0]
        return download(marked_workbook(imports.file_of(run), run.tables, remarks), f"{name}-检查结果")


class ConfirmImport(OwnUpload, MovePage):
    """Put the households on file; only the upload's number is taken from the request."""

    model, permission = ImportRun, IMPORT
    title, submit_label = _("Import"), _("Put on file")
    success_message = _("%(object)s is imported.")

    def consequence(self) -> str:
        run: ImportRun = self.object
        return _("Puts %(households)s households with %(members)s members on file, all or none.") % {
            "households": show.show_count(run.households),
            "members": show.show_count(run.members),
        }

    def save(self, form: forms.Form) -> ImportRun:
        return imports.confirm_import(actor=self.user, run_id=self.object.pk)

    def parents(self) -> list[Crumb]:
        return crumbs()


class DiscardImport(OwnUpload, MovePage):
    """Throw the upload away."""

    model, permission, danger = ImportRun, IMPORT, True
    title, submit_label = _("Discard"), _("Discard the upload")
    success_message = _("%(object)s is discarded; nothing was imported.")

    def consequence(self) -> str:
        return str(_("The uploaded rows are wiped. Nothing of them was put on file."))

    def save(self, form: forms.Form) -> ImportRun:
        return imports.discard_import(actor=self.user, run_id=self.object.pk)

    def get_success_url(self, done: ImportRun) -> str:
        return reverse("households:import_list")

    def parents(self) -> list[Crumb]:
        return crumbs()


class RosterForm(ScopedForm):
    village = forms.ModelChoiceField(
        label=_("Village"), queryset=Village.objects.get_queryset(), required=False, empty_label=_("All")
    )
    year = forms.IntegerField(label=_("File year"), min_value=2013, max_value=2100)
    in_full = forms.BooleanField(
        label=_("Identity, phone and account numbers in full"),
        help_text=_("Each such export is on record with its reason."),
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Needed for numbers in full."), max_length=200, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not access.may(self.user, exports.REVEAL):
            del self.fields["in_full"], self.fields["reason"]


class ExportRoster(FormPage):
    """The roster as a workbook: masked, or in full with a reason."""

    permission, form_class = exports.EXPORT, RosterForm
    title, submit_label = _("Export the roster"), _("Export to Excel")

    def get_initial(self) -> dict[str, Any]:
        return {"year": clock.today().year}

    def save(self, form: RosterForm) -> bytes:
        asked = form.cleaned_data
        village: Village | None = asked["village"]
        return exports.export_roster(
            actor=self.user,
            year=asked["year"],
            village_code=village.pk if village else "",
            in_full=asked.get("in_full", False),
            reason=asked.get("reason", ""),
        )

    def respond(self, done: bytes) -> HttpResponse:
        return download(done, f"建档立卡花名册-{timezone.localdate():%Y%m%d}")
