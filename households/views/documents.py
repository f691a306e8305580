"""Papers of a household: scans and photographs, guarded like every other record."""

import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services
from households.forms.documents import DocumentForm, WithdrawForm
from households.models import Document
from households.services.documents import WITHDRAW, why_document_stays
from households.views.tabs import HouseholdFormPage, HouseholdRowFormPage, HouseholdTab, TabAction
from yuping.accounts import sentences
from yuping.accounts.pages import Fact, FilePage, Kept, MovePage
from yuping.core import clock, show


class DocumentsTab(HouseholdTab):
    """The papers, the latest first."""

    tab, permission = "documents", "households.view_document"
    template_name = "households/documents.html"
    actions = (TabAction(_("Attach a document"), "households:document_attach", "households.attach_document", "upload"),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Document.objects.visible_to(self.user).filter(household=self.object)
        papers = list(rows.select_related("recorded_by", "withdrawn_by"))
        return super().get_context_data(
            documents=[paper for paper in papers if paper.withdrawn_on is None],
            withdrawn=[paper for paper in papers if paper.withdrawn_on is not None],
            may_withdraw=self.may(WITHDRAW),
            **kwargs,
        )


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


class WithdrawDocument(HouseholdRowFormPage, MovePage):
    """Take a wrong paper out of the file, with a reason."""

    model, permission, form_class, back_to, danger = Document, WITHDRAW, WithdrawForm, "documents", True
    template_name = "households/document_withdraw.html"
    title, submit_label = _("Withdraw a paper"), _("Withdraw the paper")
    success_message = _("The paper %(object)s is withdrawn.")

    def hindrances(self) -> list[str]:
        why = why_document_stays(self.object)
        return [text for _field, text in sentences.explain(why)] if why else []

    def consequence(self) -> str:
        words = _(
            "Takes “%(title)s” out of the papers of %(head)s and out of the printed file. It stays readable as "
            "withdrawn, with your name and the reason. The right paper is attached afterwards."
        )
        return str(words) % {"title": self.object.title, "head": self.household.head_name}

    def facts(self) -> list[Fact]:
        paper: Document = self.object
        return [
            (_("Title"), paper.title),
            (_("Kind of paper"), paper.get_kind_display()),
            (_("Date of the paper"), show.show_day(paper.dated_on)),
            (_("Recorded by"), paper.recorded_by),
        ]

    def save(self, form: WithdrawForm) -> Document:
        return services.withdraw_document(
            actor=self.user, document_id=self.object.pk, reason=form.cleaned_data["reason"]
        )


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
