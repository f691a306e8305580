"""What is done with an upload: watching the work, confirming, discarding, undoing."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.forms.imports import ConfirmForm
from households.models import ImportKind, ImportRun, ImportState
from households.resources.saying import said
from households.services import import_check, import_jobs, import_undo, imports
from households.views.imports import IMPORT, OwnUpload, crumbs, does_of
from households.written import sums_of
from yuping.accounts.pages import Crumb, DetailPage, Fact, MovePage, ReasonForm
from yuping.core import show
from yuping.core.errors import NotAllowedNow


class ImportProgressPart(DetailPage):
    """How far the work is; once it is over the browser opens the whole page."""

    model, permission = ImportRun, IMPORT
    template_name = "households/_import_progress.html"

    def rows(self) -> QuerySet[ImportRun]:
        return ImportRun.objects.watched_by(self.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = run = self.get_object()
        progress = import_jobs.progress_of(run)
        if progress is None or progress.is_over:
            return HttpResponse(headers={"HX-Redirect": run.get_absolute_url()})
        return self.render_to_response({"object": run, "progress": progress})


# What the button says that puts an upload on file.
CONFIRMED = {
    ImportKind.HOUSEHOLDS: _("Put on file"),
    ImportKind.MEMBERS: _("Enter the members"),
    ImportKind.YEARS: _("Enter the yearly records"),
    ImportKind.ACCOUNTS: _("Propose the accounts"),
    ImportKind.VISITS: _("Enter the visits"),
    ImportKind.LEADS: _("Make the leads"),
}


class ConfirmImport(OwnUpload, MovePage):
    """Put the households on file; only the upload's number is taken from the request."""

    model, permission = ImportRun, IMPORT
    title = _("Import")
    form_class = ConfirmForm

    @property
    def submit_label(self) -> Any:
        """What is confirmed, by the kind of rows."""
        return CONFIRMED[ImportKind(self.object.kind)]

    def hindrances(self) -> list[str]:
        try:
            import_check.asked_of(self.object)
        except NotAllowedNow as error:
            return [said(error.code, error.params)]
        return []

    def get_form_kwargs(self) -> dict[str, Any]:
        try:
            asked = asdict(import_check.asked_of(self.object))
        except NotAllowedNow:
            # Said by the service.
            asked = {}
        return super().get_form_kwargs() | asked

    def consequence(self) -> str:
        run: ImportRun = self.object
        if run.kind == ImportKind.LEADS:
            return _("Makes a lead of each of the %(matches)s rows that meet somebody; the others are not kept.") % {
                "matches": show.show_count(run.households)
            }
        if run.kind != ImportKind.HOUSEHOLDS:
            return _("Enters %(rows)s rows, all or none.") % {"rows": show.show_count(run.members)}
        return _("Puts %(households)s households with %(members)s members on file, all or none.") % {
            "households": show.show_count(run.households),
            "members": show.show_count(run.members),
        }

    def facts(self) -> list[Fact]:
        """How many rows do what."""
        try:
            rows = import_check.verdict_rows(self.object)
        except NotAllowedNow:
            # Said by the service.
            return []
        return [(label, show.show_count(count)) for label, count in does_of(rows, self.object)]

    def save(self, form: ConfirmForm) -> ImportRun:
        apart = self.object.members > import_jobs.AT_ONCE_ROWS
        act = import_jobs.import_apart if apart else imports.confirm_import
        typed = form.cleaned_data
        return act(
            actor=self.user,
            run_id=self.object.pk,
            compared=typed.get("compared", False),
            reason=typed.get("reason", ""),
        )

    def respond(self, done: ImportRun) -> HttpResponse:
        if done.state == ImportState.WRITTEN:
            messages.success(self.request, _("%(object)s is imported.") % {"object": done})
        return redirect(done)

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


# What undoing does to the rows of each kind.
TAKEN_BACK = {
    ImportKind.MEMBERS: _(
        "Persons who came with this import stand as entered in error afterwards, and their answers of the year are "
        "deleted. Persons and answers that it changed become what they were. The history keeps both."
    ),
    ImportKind.YEARS: _(
        "Yearly records that this import made are deleted, those that it changed become what they were. The history "
        "keeps both."
    ),
    ImportKind.ACCOUNTS: _("The accounts that wait for their second person are refused with this reason."),
    ImportKind.VISITS: _("The visits of this import are deleted; the history keeps them."),
    ImportKind.LEADS: _("The leads of this list are withdrawn; the corrected list can be imported afterwards."),
}


class UndoImport(MovePage):
    """Take an import off file again while nothing depends on it."""

    model, permission, danger = ImportRun, import_undo.UNDO, True
    title, submit_label = _("Undo the import"), _("Undo the import")
    form_class = ReasonForm

    def rows(self) -> QuerySet[ImportRun]:
        return ImportRun.objects.visible_to(self.user)

    def hindrances(self) -> list[str]:
        if why := import_undo.why_not_undone(self.object):
            return [said(why.code, why.params)]
        return [said(found.code, found.params) for found in import_undo.in_the_way(self.object)]

    def consequence(self) -> str:
        run: ImportRun = self.object
        if run.kind != ImportKind.HOUSEHOLDS:
            return str(TAKEN_BACK[ImportKind(run.kind)])
        return _(
            "Takes %(households)s households off file again. Their numbers, persons and accounts are free for a"
            " corrected workbook; the record of both imports stays."
        ) % {"households": show.show_count(run.households)}

    def facts(self) -> list[Fact]:
        """How much is taken back, and how much becomes what it was."""
        if self.object.kind == ImportKind.HOUSEHOLDS:
            return []
        return [
            (one.kind, _("%(made)s entered, %(changed)s changed") % {"made": one.made, "changed": one.changed})
            for one in sums_of(self.object)
        ]

    def save(self, form: forms.Form) -> ImportRun:
        apart = self.object.members > import_jobs.AT_ONCE_ROWS
        act = import_jobs.undo_apart if apart else import_undo.undo_import
        return act(actor=self.user, run_id=self.object.pk, reason=form.cleaned_data["reason"])

    def respond(self, done: ImportRun) -> HttpResponse:
        if done.state == ImportState.UNDONE:
            messages.success(self.request, _("The import of %(object)s is undone.") % {"object": done})
        return redirect(done)

    def parents(self) -> list[Crumb]:
        return crumbs()
