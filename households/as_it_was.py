"""A household's file as things were on a day: by the days on which they happened, whenever they were entered.

The other reading, what the file said on that evening, is ``past``; the two differ where something was entered or
corrected later.
"""

import copy
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.effects import by_year
from households.models import (
    AccountState,
    Adjustment,
    Household,
    HouseholdQuarter,
    HouseholdState,
    HouseholdYear,
    LifeEvent,
    Member,
    MemberState,
    MemberYear,
    Pairing,
    PayeeAccount,
    StatusChange,
)
from households.past import Facts, FileOn, Person, facts_of, is_watch, versions_before, within
from households.policy.status import Change

MONTHS_OF_A_QUARTER = 3


def file_as_it_was(household: Household, day: datetime.date) -> FileOn | None:
    """The file by effective dates; None before it was opened. A fixed number of queries."""
    if day < household.registered_on or household.state == HouseholdState.UNDONE:
        return None
    members = _members(household, day)
    changes = list(StatusChange.unguarded.filter(household=household).select_related("recorded_by").order_by("date"))
    root = _root(household, day, members)
    record = _with_flag_of(household, day, changes)
    answers = MemberYear.unguarded.filter(household=household, year=record.year) if record else ()
    by_member = {row.member_id: row for row in answers}
    mine = {"household": household}
    pairings = Pairing.unguarded.filter(accepted_on__isnull=False, **mine).select_related("cadre")
    quarter = (day.month - 1) // MONTHS_OF_A_QUARTER + 1
    quarters = HouseholdQuarter.unguarded.filter(Q(year__lt=day.year) | Q(year=day.year, quarter__lte=quarter), **mine)
    return FileOn(
        day=day,
        household=root,
        facts=facts_of(root, leave_out={"merged_into"}),
        members=[Person(row, facts_of(row), facts_of(by_member.get(row.pk), leave_out={"year"})) for row in members],
        year=record.year if record else None,
        record=facts_of(record, leave_out={"year"}),
        accounts=list(_accounts(household, day)),
        pairings=[row for row in pairings if within(row, day)],
        changes=[change for change in reversed(changes) if change.date <= day],
        quarters=by_year(quarters),
        watch=next((row for row in Adjustment.unguarded.filter(**mine) if _watched(row, day)), None),
    )


def _root(household: Household, day: datetime.date, members: list[Member]) -> Household:
    root = copy.copy(household)
    if root.left_on is not None and root.left_on > day:
        root.state = HouseholdState.AT_RISK if household.never_registered else HouseholdState.ACTIVE
        root.left_on = None
    head = next((row for row in members if row.is_head), None)
    if head is not None:
        root.head_name = head.name
    return root


def _members(household: Household, day: datetime.date) -> list[Member]:
    """Who belonged to it, the head of that day first, each with his relation to that head."""
    there = Member.unguarded.filter(Q(left_on__isnull=True) | Q(left_on__gt=day), household=household)
    rows = list(there.filter(joined_on__lte=day).exclude(state=MemberState.ENTERED_IN_ERROR).order_by("pk"))
    before = {row.pgh_obj_id: row for row in _before_the_next_head(household, day)}
    for row in rows:
        row.state, row.left_on, row.leave_kind = MemberState.LIVING_HERE, None, ""
        if (then := before.get(row.pk)) is not None:
            row.is_head, row.relation = then.is_head, then.relation
    return sorted(rows, key=lambda row: (not row.is_head, row.pk))


def _before_the_next_head(household: Household, day: datetime.date) -> list[Any]:
    """The members as entered just before the first change of head whose event lies after the day.

    The head changes when the event is settled; both are written in one transaction, by which they are told together.
    """
    became = Member.pgh_event_model.objects.filter(household=household.pk, is_head=True).order_by("pgh_id")
    moments: list[datetime.datetime] = []
    last = None
    for member_id, at in became.values_list("pgh_obj_id", "pgh_created_at"):
        if last is not None and member_id != last:
            moments.append(at)
        last = member_id
    if not moments:
        return []
    settled = LifeEvent.pgh_event_model.objects.filter(household=household.pk, state="settled")
    later = settled.filter(pgh_created_at__in=moments, date__gt=day).aggregate(at=Min("pgh_created_at"))["at"]
    return versions_before(Member, later, household=household.pk) if later else []


def record_as_it_was(household: Household, day: datetime.date) -> HouseholdYear | None:
    """The latest record up to the year of a day, with the exit flag of that day; not to be saved."""
    return _with_flag_of(household, day, list(StatusChange.unguarded.filter(household=household).order_by("date")))


def _with_flag_of(household: Household, day: datetime.date, changes: list[StatusChange]) -> HouseholdYear | None:
    """The year's record, with the exit flag of the day."""
    rows = HouseholdYear.unguarded.filter(household=household, year__lte=day.year)
    record = rows.order_by("-year").first()
    if record is None:
        return None
    flagged = {Change.EXITED: ("exit_year",), Change.RETURNED: ("return_year", "return_cause")}
    for change in reversed(changes):
        if change.date > day and change.year == record.year and change.kind in flagged:
            record.exit_flag = change.exit_flag_before
            for name in flagged[Change(change.kind)]:
                setattr(record, name, "" if name == "return_cause" else None)
    return record


def _accounts(household: Household, day: datetime.date) -> Iterator[PayeeAccount]:
    """In force that day: confirmed by then and not closed yet."""
    used = PayeeAccount.unguarded.filter(household=household, confirmed_on__lte=day)
    yield from used.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day)).exclude(state=AccountState.PROPOSED)


def _watched(case: Adjustment, day: datetime.date) -> bool:
    return is_watch(case) and case.state_on <= day and (case.ended_on is None or case.ended_on > day)


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the file in which the two readings differ, with the names where it is about members."""

    part: str | Promise
    only_true: tuple[str, ...] = ()
    only_entered: tuple[str, ...] = ()


def differences(true: FileOn | None, entered: FileOn | None) -> list[Difference]:
    """Where what was true that day and what the file said that evening differ."""
    if true is None and entered is None:
        return []
    if true is None or entered is None:
        return [Difference(_("The file itself"))]
    found = list(_of_members(true, entered))
    for part, pair in _parts(true, entered):
        if pair[0] != pair[1]:
            found.append(Difference(part))
    return found


def _of_members(true: FileOn, entered: FileOn) -> Iterator[Difference]:
    here = {_key(person): person for person in true.members}
    there = {_key(person): person for person in entered.members}
    if here.keys() != there.keys():
        yield Difference(
            _("Members"),
            tuple(here[key].row.name for key in here if key not in there),
            tuple(there[key].row.name for key in there if key not in here),
        )
    changed = [
        here[key].row.name
        for key in here
        if key in there and (words(here[key].facts), words(here[key].answers)) != _both(there[key])
    ]
    if changed:
        yield Difference(_("Particulars of %(names)s") % {"names": "、".join(changed)})


def _both(person: Person) -> tuple[list, list]:
    return words(person.facts), words(person.answers)


def _key(person: Person) -> int:
    return getattr(person.row, "pgh_obj_id", None) or person.row.pk


def words(facts: Facts) -> list[tuple[str, str]]:
    """Facts as they are read, to be compared."""
    return [(str(label), str(value)) for label, value in facts]


def _parts(true: FileOn, entered: FileOn) -> Iterator[tuple[str | Promise, tuple[object, object]]]:
    yield _("The household"), (words(true.facts), words(entered.facts))
    yield _("Yearly record"), ((true.year, words(true.record)), (entered.year, words(entered.record)))
    yield _("Status"), ([row.pk for row in true.changes], [row.pk for row in entered.changes])
    yield (
        _("Payee account"),
        ({row.last4 for row in true.accounts}, {row.last4 for row in entered.accounts}),
    )
    cadres = [{row.cadre.name for row in one.pairings} for one in (true, entered)]
    yield _("Cadre in charge"), (cadres[0], cadres[1])
