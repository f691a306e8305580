"""Verbs on saved column profiles: which heading of a township's own list stands for which field."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from households.models import ColumnProfile
from households.resources.headings import heading_key
from households.resources.layouts import find_table, likely_headings
from households.resources.row_sheets import ROW_SHEETS
from households.resources.sheets import PersonSheet, Sheet
from households.services.registration import IMPORT
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput
from yuping.core.excel import read_book
from yuping.core.text import clean_line

MOST_HEADINGS = 120


def sheet_of(kind: str) -> type[Sheet]:
    """All fields that rows of a kind may have."""
    return ROW_SHEETS.get(kind, PersonSheet)


def headings_of(*, actor: User, data: bytes, name: str, kind: str) -> dict[str, str]:
    """The headings of a list as written, each with the field it is read as, or "" where none is known.

    Raises BadWorkbook for the file, BadInput where no row looks like a heading.
    """
    access.require(actor, IMPORT)
    found: dict[str, str] = {}
    for title, rows in read_book(data, name=name).items():
        table = find_table(title, rows, sheet_of(kind))
        if table is None:
            found |= dict.fromkeys((shown[:60] for shown in likely_headings(rows)), "")
            continue
        known = {place: field for field, place in table.order.items()}
        found |= {shown[:60]: known.get(place, "") for place, shown in table.headings.items()}
    if not found:
        raise BadInput("households.no_heading", field="file")
    return dict(list(found.items())[:MOST_HEADINGS])


def save_profile(*, actor: User, name: str, kind: str, headings: Mapping[str, str], shared: bool) -> ColumnProfile:
    """Save which field each heading stands for; ``shared``: for everybody who imports in the person's area."""
    access.require(actor, IMPORT)
    name = clean_line(name, max_length=60)
    if not name:
        raise BadInput("households.required", field="name")
    columns = sheet_of(kind).columns()
    chosen = {heading_key(text): field for text, field in headings.items() if heading_key(text)}
    taken = [field for field in chosen.values() if field]
    if any(field not in columns for field in taken):
        raise BadInput("households.unknown_code", field="name")
    if len(taken) > len(set(taken)):
        twice = next(field for field in taken if taken.count(field) > 1)
        raise BadInput("households.field_twice", field="name", column=columns[twice].column_name)
    codes = access.scope_of(actor, IMPORT).codes
    area = min(codes) if shared and codes else ""
    try:
        with transaction.atomic():
            profile = ColumnProfile.objects.create(name=name, kind=kind, owner=actor, area_code=area, headings=chosen)
            record_act(actor=actor, verb=IMPORT, obj=profile, area_code=area, facts={"profile": name})
            return profile
    except IntegrityError as error:
        raise BadInput("households.profile_taken", field="name") from error


def forget_profile(*, actor: User, profile_id: int) -> None:
    """Forget an own profile; one of another person does not exist (ColumnProfile.DoesNotExist)."""
    access.require(actor, IMPORT)
    with transaction.atomic():
        profile = ColumnProfile.objects.filter(owner=actor).select_for_update().get(pk=profile_id)
        record_act(
            actor=actor, verb=IMPORT, obj=profile, area_code=profile.area_code, facts={"forgotten": profile.name}
        )
        profile.delete()
