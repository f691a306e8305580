"""Exceptions for agreements after the scheme's last date: list, asking for one, confirming one."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dividends import services
from dividends.filters import ExceptionFilter
from dividends.forms import ExceptionForm
from dividends.models import AgreementException
from dividends.tables import ExceptionTable
from yuping.accounts.pages import Action, Crumb, Fact, FormPage, ListPage, MovePage, NoteForm


class ExceptionList(ListPage):
    """County papers without an area: whoever may view them sees all."""

    model, table_class, filterset_class = AgreementException, ExceptionTable, ExceptionFilter
    permission = "dividends.view_agreementexception"
    primary = Action(_("Ask for an exception"), "dividends:exception_add", "dividends.request_new_agreement_exception")
    empty_text = _("No exception was asked for. After the scheme's last date no agreement is signed without one.")

    def rows(self) -> Any:
        return AgreementException.objects.select_related("enterprise", "requested_by", "confirmed_by", "agreement")


class OfExceptions:
    """Breadcrumb of the pages below the list of exceptions; after each of them the list shows where it stands."""

    def parents(self) -> list[Crumb]:
        return [(_("Exceptions for new agreements"), reverse("dividends:exception_list"))]

    def get_success_url(self, done: Any) -> str:
        return reverse("dividends:exception_list")


class ExceptionAdd(OfExceptions, FormPage):
    permission, form_class = "dividends.request_new_agreement_exception", ExceptionForm
    title, submit_label = _("Ask for an exception"), _("Ask for the exception")
    success_message = _("The exception by %(object)s is asked for. A second person has to confirm it.")

    def save(self, form: ExceptionForm) -> AgreementException:
        values = form.cleaned_data
        return services.request_new_agreement_exception(
            actor=self.user,
            scheme_code=values["scheme"].code,
            enterprise_id=values["enterprise"].pk,
            document=values["document"],
            reason=values["reason"],
        )


class ExceptionConfirm(OfExceptions, MovePage):
    model, permission, form_class = AgreementException, "dividends.confirm_new_agreement_exception", NoteForm
    title, submit_label = _("Confirm the exception"), _("Confirm the exception")
    success_message = _("The exception by %(object)s is confirmed. One agreement may be signed under it.")

    def rows(self) -> Any:
        return AgreementException.objects.select_related("enterprise", "scheme", "requested_by")

    def consequence(self) -> str:
        return _("Allows one agreement after the scheme's last date. Compare the document with its original first.")

    def facts(self) -> list[Fact]:
        row = self.object
        return [
            (_("Document"), row.document),
            (_("Enterprise"), row.enterprise),
            (_("Scheme"), row.scheme),
            (_("Reason"), row.reason),
            (_("Asked for by"), row.requested_by),
            (_("Asked for on"), row.requested_on),
        ]

    def save(self, form: NoteForm) -> AgreementException:
        return services.confirm_new_agreement_exception(
            actor=self.user, exception_id=self.object.pk, note=form.cleaned_data["note"]
        )
