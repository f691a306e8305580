"""Members who go over into another household, by a split or a merger: each has a row of his own in either.

A member's row stays with its household for good; the new row has the same identity, and the answers given so far go
along as "copy last year and correct" takes them over.
"""

import datetime
from collections.abc import Iterable, Iterator

from households.models import Household, Member, MemberState, MemberYear
from households.services.rows import MEMBER_FIELDS, MEMBER_YEAR_FIELDS
from yuping.core.copying import copy_rows

HEAD, OTHER_RELATION = "01", "99"
# Of a member's columns, those that each row seals for itself.
SEALED = ("id_number", "phone")


def go_over(
    members: Iterable[Member],
    household: Household,
    *,
    date: datetime.date,
    join_kind: str,
    new_head: Member | None = None,
) -> list[Member]:
    """A row in the other household for each member who has left his own; the relation to its head is to be entered."""
    pairs = [(row, _row_there(row, household, date, join_kind, leads=_same(row, new_head))) for row in members]
    for _before, row in pairs:
        row.save(force_insert=True)
    copy_rows(list(_answers_there({before.pk: row for before, row in pairs}, date.year)))
    return [row for _before, row in pairs]


def _same(row: Member, new_head: Member | None) -> bool:
    return new_head is not None and row.pk == new_head.pk


def _row_there(member: Member, household: Household, date: datetime.date, join_kind: str, *, leads: bool) -> Member:
    values = {name: getattr(member, name) for name in MEMBER_FIELDS}
    values |= {name: values[name].open() if values[name] else None for name in SEALED}
    values |= {"is_head": leads, "relation": HEAD if leads else OTHER_RELATION, "state": MemberState.LIVING_HERE}
    values |= {"joined_on": date, "join_kind": join_kind, "left_on": None, "leave_kind": ""}
    return Member(household=household, village_id=household.village_id, **values)


def _answers_there(there: dict[int, Member], year: int) -> Iterator[MemberYear]:
    """The answers of the file year and of files already made for later ones; where the year has none, the latest
    before it. Those of earlier years stay with the household in which they were given."""
    answers = MemberYear.unguarded.filter(member__in=list(there)).order_by("member", "-year")
    done: set[int] = set()
    for given in answers:
        if given.member_id in done:
            continue
        if given.year <= year:
            done.add(given.member_id)
        row = there[given.member_id]
        values = {name: getattr(given, name) for name in MEMBER_YEAR_FIELDS}
        yield MemberYear(
            member=row, household_id=row.household_id, village_id=row.village_id, year=given.year, **values
        )
