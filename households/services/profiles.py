"""Verbs on saved column profiles: which heading of a township's own list stands for which field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from households.models import ColumnProfile
from households.resources.cells import is_blank
from households.resources.headings import heading_key
from households.resources.layouts import Table, find_table, is_known, known_headings, likely_headings
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
# How many rows are looked at for values of a column, how many are shown, and how much of each.
LOOKED_AT, SAMPLES, SHOWN_OF_VALUE = 40, 3, 20
LONG_NUMBER = re.compile(r"\d{7,}")


def sheet_of(kind: str) -> type[Sheet]:
    """All fields that rows of a kind may have."""
    return ROW_SHEETS.get(kind, PersonSheet)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a list: the field it is read as, or "" for none; whether it is known; what stands below it."""

    field: str = ""
    is_known: bool = False
    sample: str = ""


def headings_of(*, actor: User, data: bytes, name: str, kind: str) -> dict[str, Heading]:
    """The headings of a list as written; those that are not known come first.

    Raises BadWorkbook for the file, BadInput where no row looks like a heading.
    """
    access.require(actor, IMPORT)
    found: dict[str, Heading] = {}
    for title, rows in read_book(data, name=name).items():
        table = find_table(title, rows, sheet_of(kind))
        if table is None:
            found |= {shown[:60]: Heading() for shown in likely_headings(rows)}
        else:
            found |= _headings_in(table)
    if not found:
        raise BadInput("households.no_heading", field="file")
    return dict(sorted(list(found.items())[:MOST_HEADINGS], key=lambda one: one[1].is_known))


def _headings_in(table: Table) -> dict[str, Heading]:
    fields = {place: field for field, place in table.order.items()}
    known = known_headings(table.sheet, {})
    return {
        shown[:60]: Heading(fields.get(place, ""), is_known(shown, known), _sample(table, place))
        for place, shown in table.headings.items()
    }


def _sample(table: Table, place: int) -> str:
    """A few of the values of a column; of long numbers the ends, for the person only has to tell what they are."""
    cells = (row[place] for row in table.rows[table.first :][:LOOKED_AT])
    values = (str(cell).strip()[:SHOWN_OF_VALUE] for cell in cells if not is_blank(cell))
    return "、".join(list(dict.fromkeys(LONG_NUMBER.sub(_ends, value) for value in values))[:SAMPLES])


def _ends(number: re.Match[str]) -> str:
    return f"{number[0][:3]}…{number[0][-2:]}"


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
