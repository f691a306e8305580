"""The verb that shows a full number: permission, reason, audit entry, then the value."""

from collections.abc import Callable

from django.db import models, transaction

from households.models import Household, IdentityChange, Lead, Member, PayeeAccount
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput
from yuping.core.text import clean_line

REVEAL = "households.reveal"
KINDS: dict[str, tuple[type[models.Model], Callable[[models.Model], object]]] = {
    "identity": (Member, lambda row: row.id_number),
    "new_identity": (IdentityChange, lambda row: row.id_number),
    "member_phone": (Member, lambda row: row.phone),
    "phone": (Household, lambda row: row.phone),
    "account": (PayeeAccount, lambda row: row.number),
    "lead": (Lead, lambda row: row.details),
}


def reveal_on_form(*, actor: User, household_id: int, year: int, reason: str) -> Household:
    """The household whose registration form is printed once with its numbers in full, for signature.

    Raises BadInput without a reason; outside the area the household does not exist.
    """
    with transaction.atomic():
        household = Household.objects.actionable_by(actor, REVEAL).get(pk=household_id)
        reason = clean_line(reason)
        if not reason:
            raise BadInput("reason_needed", field="reason")
        facts = {"kind": "form", "year": year}
        record_act(actor=actor, verb=REVEAL, obj=household, area_code=household.village_id, reason=reason, facts=facts)
        return household


def reveal(*, actor: User, kind: str, pk: int, reason: str) -> str:
    """The full identity number, phone, account number or entry of a list of one row.

    Raises BadInput without a reason or without a number; outside the area the row does not exist.
    """
    model, value_of = KINDS[kind]
    with transaction.atomic():
        row = model.objects.actionable_by(actor, REVEAL).get(pk=pk)
        reason = clean_line(reason)
        if not reason:
            raise BadInput("reason_needed", field="reason")
        value = value_of(row)
        if not value:
            raise BadInput("households.nothing_to_reveal")
        record_act(actor=actor, verb=REVEAL, obj=row, area_code=row.village_id, reason=reason, facts={"kind": kind})
        return value.open()
