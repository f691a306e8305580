"""Papers of a household: scans and photographs, guarded like every other record."""

import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services
from households.forms.documents import DocumentForm
from households.models import Document
from households.views.tabs import HouseholdFormPage, HouseholdTab, TabAction
from yuping.accounts.pages import FilePage, Kept
from yuping.core import clock


class DocumentsTab(HouseholdTab):
    """The papers, the latest first."""

    tab, permission = "documents", "households.view_document"
    template_name = "households/documents.html"
    actions = (TabAction(_("Attach a document"), "households:document_attach", "households.attach_document", "upload"),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Document.objects.visible_to(self.user).filter(household=self.object)
        return super().get_context_data(documents=list(rows.select_related("recorded_by")), **kwargs)


class AttachDocument(HouseholdFormPage):
    """Put a scan into the file."""

    permission, form_class, back_to = "households.attach_document", DocumentForm, "documents"
    title, submit_label = _("Attach a document"), _("Attach the document")
    success_message = _("The document %(object)s is attached.")

    def get_initial(self) -> dict[str, datetime.date]:
        return {"dated_on": clock.today()}

    def save(self, form: forms.Form) -> Document:
        data = dict(form.cleaned_data)
        file = data.pop("file")
        return services.attach_document(actor=self.user, household_id=self.object.pk, data=file.read(), **data)


class DownloadDocument(FilePage):
    """The file itself."""

    model, permission = Document, "households.view_document"

    def kept(self, row: Document) -> Kept:
        return Kept(
            file=row.file.name,
            sha256=row.sha256,
            title=row.title,
            of=row,
            area_code=row.village_id,
            back_url=reverse("households:household_documents", kwargs={"pk": row.household_id}),
            facts={"household": row.household_id},
        )
