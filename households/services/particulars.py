"""The verb that corrects a household's particulars: group, address, phone, flags. Its village never changes here."""

from dataclasses import dataclass, field

from django.db import transaction

from households.models import Household
from households.querysets import PHONE_PURPOSE
from households.services.checking import lists
from households.services.doubles import update_doubles
from households.services.findings import update_findings
from households.services.loading import household_for
from villages.models import VillageGroup
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput
from yuping.core.phone import parse_phone
from yuping.core.text import clean_line
from yuping.core.vault import index_of

EDIT = "households.edit_household"


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What may be corrected; an empty phone means unchanged."""

    group: str = ""
    address: str = ""
    phone: str = field(default="", repr=False)
    identification_standard: str = ""
    soldier_or_martyr_family: bool = False
    one_child_household: bool = False
    two_daughters_household: bool = False


def edit_household(*, actor: User, household_id: int, particulars: Particulars, reason: str = "") -> Household:
    """Correct the particulars; raises BadInput for a group of another village, a code or phone that is none."""
    with transaction.atomic():
        household = household_for(actor, EDIT, household_id)
        values = _values(household, particulars)
        changed = [name for name, value in values.items() if getattr(household, name) != value]
        for name in changed:
            setattr(household, name, values[name])
        if changed:
            household.save(update_fields=changed)
        update_findings([household])
        update_doubles([household])
        record_act(
            actor=actor,
            verb=EDIT,
            obj=household,
            area_code=household.village_id,
            reason=reason,
            facts={"changed": changed},
        )
        return household


def _values(household: Household, given: Particulars) -> dict[str, object]:
    standard = given.identification_standard
    if standard and standard not in lists("identification_standard", None):
        raise BadInput("households.unknown_code", field="identification_standard")
    values: dict[str, object] = {
        "group_id": _group_id(household, given.group),
        "address": clean_line(given.address, max_length=120),
        "identification_standard": standard,
        "soldier_or_martyr_family": given.soldier_or_martyr_family,
        "one_child_household": given.one_child_household,
        "two_daughters_household": given.two_daughters_household,
    }
    if given.phone:
        phone = _phone(given.phone)
        values |= {"phone": phone, "phone_index": index_of(phone, PHONE_PURPOSE)}
    return values


def _phone(text: str) -> str:
    try:
        return parse_phone(text)
    except BadInput as error:
        raise BadInput(error.code, field="phone", **error.params) from error


def _group_id(household: Household, name: str) -> int | None:
    if not name:
        return None
    group = VillageGroup.unguarded.filter(village=household.village_id, name=name).first()
    if group is None:
        raise BadInput("households.group_unknown", field="group")
    return group.pk
