"""Exceptions to the scheme's last date: a named document, asked for by one person and confirmed by another."""

from django.db import transaction

from dividends.models import AgreementException, Enterprise, Scheme
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, SamePerson
from yuping.core.text import clean_line

REQUEST = "dividends.request_new_agreement_exception"
CONFIRM = "dividends.confirm_new_agreement_exception"


def request_new_agreement_exception(
    *, actor: User, scheme_code: str, enterprise_id: int, document: str, reason: str
) -> AgreementException:
    """Ask that one agreement with the enterprise may be signed after the scheme's last date.

    Raises BadInput without the document's name and number or a reason, or when the document was named before.
    """
    access.require(actor, REQUEST)
    document, reason = clean_line(document, max_length=120), clean_line(reason, max_length=200)
    if not document:
        raise BadInput("document_needed", field="document")
    if not reason:
        raise BadInput("reason_needed", field="reason")
    with transaction.atomic():
        enterprise = Enterprise.objects.select_for_update().get(pk=enterprise_id)
        if enterprise.exceptions.filter(document=document).exists():
            raise BadInput("document_named_before", field="document")
        exception = AgreementException.objects.create(
            scheme=Scheme.objects.get(code=scheme_code),
            enterprise=enterprise,
            document=document,
            reason=reason,
            requested_by=actor,
            requested_on=clock.today(),
        )
        record_act(
            actor=actor, verb=REQUEST, obj=exception, reason=reason, facts={"document": document}, wrote=[exception]
        )
    return exception


def confirm_new_agreement_exception(*, actor: User, exception_id: int, note: str = "") -> AgreementException:
    """A second person confirms it. Raises SamePerson for the one who asked, NotAllowedNow when it is confirmed."""
    access.require(actor, CONFIRM)
    with transaction.atomic():
        exception = AgreementException.objects.select_for_update().get(pk=exception_id)
        if exception.requested_by_id == actor.pk:
            raise SamePerson(
                "same_person", move="confirm_new_agreement_exception", earlier="request_new_agreement_exception"
            )
        if exception.confirmed_by_id is not None:
            raise NotAllowedNow("exception_confirmed", move="confirm_new_agreement_exception", state="confirmed")
        exception.confirmed_by, exception.confirmed_on = actor, clock.today()
        exception.save(update_fields=["confirmed_by", "confirmed_on"])
        record_act(
            actor=actor,
            verb=CONFIRM,
            obj=exception,
            reason=note,
            facts={"document": exception.document},
            wrote=[exception],
        )
    return exception
