"""Pages of the upload: choosing a workbook and how it is read, reading it in another way, the empty form."""

from typing import Any

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from households.models import ColumnProfile, ImportKind, ImportRun
from households.resources.row_sheets import ROW_SHEETS
from households.resources.sheets import SHEETS
from households.resources.workbooks import empty_form
from households.services import HowToRead, import_jobs
from households.services.lead_import import IMPORT_LEADS
from households.views.imports import IMPORT, OwnUpload, crumbs, download
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.pages import Crumb, FormPage, Page, ScopedForm
from yuping.core import clock
from yuping.core.excel.limits import MAX_BYTES, MEGABYTE

FIRST_YEAR = 2013
FORMS = {ImportKind.HOUSEHOLDS: SHEETS} | {kind: (sheet,) for kind, sheet in ROW_SHEETS.items()}
FORM_NAMES = {kind: sheets[0].sheet_name for kind, sheets in FORMS.items()} | {
    ImportKind.HOUSEHOLDS: "建档立卡信息采集表"
}


def kinds_for(user: User) -> list[tuple[str, str]]:
    """What this person may import: another office's list is the county's alone."""
    leads = access.may(user, IMPORT_LEADS)
    return [(code, label) for code, label in ImportKind.choices if leads or code != ImportKind.LEADS]


class ReadingForm(ScopedForm):
    """How a file is to be read."""

    kind = forms.ChoiceField(label=_("What the file holds"), choices=ImportKind.choices)
    profile = forms.ModelChoiceField(
        label=_("Column profile"),
        queryset=ColumnProfile.objects.none(),
        required=False,
        empty_label=_("headings as on the forms"),
        help_text=_("Only for lists with headings of their own."),
    )

    year = forms.TypedChoiceField(
        label=_("File year"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Used only where neither a column 年度 nor the title tells the year."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds_for(self.user)
        this_year = clock.today().year
        self.fields["year"].choices = [(year, str(year)) for year in range(this_year + 1, FIRST_YEAR - 1, -1)]
        self.fields["profile"].queryset = ColumnProfile.objects.usable_by(self.user)
        if not self.fields["profile"].queryset.exists():
            del self.fields["profile"]

    def how(self) -> HowToRead:
        """The choices, as the services take them."""
        asked = self.cleaned_data
        headings = asked["profile"].headings if asked.get("profile") else {}
        return HowToRead(asked["kind"], headings, asked["year"])

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        profile = asked.get("profile")
        if profile and profile.kind != asked.get("kind"):
            self.add_error(
                "profile", _("This profile is for other rows: %(kind)s.") % {"kind": profile.get_kind_display()}
            )
        return asked


class UploadForm(ReadingForm):
    """A file, and how it is to be read."""

    file = forms.FileField(
        label=_("Excel workbook"),
        help_text=_(
            "Our form or your own list (.xlsx, .xls, .csv; at most %(limit)s MB). Nothing is saved before you confirm."
        )
        % {"limit": MAX_BYTES // MEGABYTE},
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv"}),
    )
    field_order = ("kind", "file", "year", "profile")


class UploadWorkbook(FormPage):
    """Choose the workbook; it is checked at once and nothing is put on file."""

    permission, form_class = IMPORT, UploadForm
    template_name = "households/import_upload.html"
    title, submit_label = _("Import household files"), _("Upload and check")

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("kind", "")
        kind = asked if asked in ImportKind.values else ImportKind.HOUSEHOLDS
        return {"kind": kind, "year": clock.today().year}

    def save(self, form: UploadForm) -> ImportRun:
        file = form.cleaned_data["file"]
        # One byte beyond the limit is enough to refuse it.
        data = file.read(MAX_BYTES + 1)
        return import_jobs.receive_upload(actor=self.user, data=data, name=file.name, how=form.how())

    def parents(self) -> list[Crumb]:
        return crumbs()


class ReadAgain(OwnUpload, FormPage):
    """Read an upload in another way, without choosing the file anew."""

    model, permission, form_class = ImportRun, IMPORT, ReadingForm
    title, submit_label = _("Read the file in another way"), _("Check again")

    def get_initial(self) -> dict[str, Any]:
        run: ImportRun = self.object
        profiles = ColumnProfile.objects.usable_by(self.user)
        asked = self.request.GET.get("profile", "")
        if asked.isascii() and asked.isdigit() and len(asked) < 10:
            profile = profiles.filter(pk=int(asked)).first()
        else:
            profile = profiles.filter(kind=run.kind, headings=run.headings).first()
        return {"kind": run.kind, "year": run.year or clock.today().year, "profile": profile}

    def save(self, form: ReadingForm) -> ImportRun:
        return import_jobs.read_again(actor=self.user, run_id=self.object.pk, how=form.how())

    def parents(self) -> list[Crumb]:
        return [*crumbs(), (str(self.object), self.object.get_absolute_url())]


class DownloadForm(Page):
    """The empty form of a kind, with the lists in force in the year of the business date."""

    permission = IMPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        year, kind = clock.today().year, request.GET.get("kind", ImportKind.HOUSEHOLDS)
        if kind not in FORMS:
            raise SuspiciousOperation("no such form")
        return download(empty_form(year=year, sheets=FORMS[kind]), f"{FORM_NAMES[kind]}-{year}")
