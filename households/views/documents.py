"""Papers of a household: scans and photographs, guarded like every other record."""

import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from households import services
from households.forms.documents import DocumentForm
from households.models import Document
from households.views.tabs import HouseholdFormPage, HouseholdTab, TabAction
from yuping.accounts.acts import record_act
from yuping.accounts.pages import Page
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


class DownloadDocument(Page):
    """The file itself, as a download: nothing in it is ever run or shown by the browser as a page of ours.

    Who looks into a household's papers leaves an entry in the audit record.
    """

    model, permission = Document, "households.view_document"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        document: Document = self.one(self.rows(), pk=kwargs["pk"])
        with transaction.atomic():
            facts = {"household": document.household_id, "sha256": document.sha256}
            record_act(actor=self.user, verb=self.permission, obj=document, area_code=document.village_id, facts=facts)
        name = f"{document.title}.{document.file.name.rsplit('.', 1)[-1]}"
        response = FileResponse(
            document.file.open("rb"), as_attachment=True, filename=name, content_type=document.content_type
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
