"""The verb that sets the telephone number for complaints on the notices of an area."""

import re

from django.db import transaction

from villages.models import ComplaintPhone, Township
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput
from yuping.core.models import Installation
from yuping.core.text import clean_line

SET_PHONE = "villages.set_complaint_phone"
# An office's line or a mobile, with area code and extension.
_PHONE = re.compile(r"[0-9][0-9 -]{4,18}[0-9]")


def set_complaint_phone(*, actor: User, area_code: str, phone: str, reason: str) -> ComplaintPhone:
    """Name the number of a township or of the county; notices printed from now on bear it.

    Raises BadInput for a number that is none or an area that is not the person's.
    """
    scope = access.require(actor, SET_PHONE)
    phone, reason = clean_line(phone, max_length=30), clean_line(reason, max_length=200)
    name = offices_of(scope).get(area_code)
    if name is None:
        raise BadInput("complaint_phone_area", field="area_code")
    if not _PHONE.fullmatch(phone):
        raise BadInput("complaint_phone_number", field="phone")
    if not reason:
        raise BadInput("reason_needed", field="reason")
    with transaction.atomic():
        row = ComplaintPhone.objects.create(
            area_code=area_code, area_name=name, phone=phone, recorded_on=clock.today(), recorded_by=actor
        )
        record_act(actor=actor, verb=SET_PHONE, obj=row, area_code=area_code, reason=reason, facts={"phone": phone})
    return row


def offices_of(scope: access.Scope) -> dict[str, str]:
    """The offices whose number may be set within a scope: the county's for the county, and the townships'."""
    found = {}
    if scope.whole_county and (county := Installation.objects.first()):
        found[county.county_code] = county.county_name
    for township in Township.unguarded.filter(valid_to__isnull=True).order_by("pk"):
        if scope.covers(township.pk):
            found[township.pk] = township.name
    return found
