"""A household's file as it stood at the end of a day: what had been entered by then, read from the history of its rows.
What was true on that day, whenever it was entered, is ``as_it_was``.

The history is kept in real time and rules go by business dates. Between them stands the audit record, whose entries
carry both: a row was entered by the end of a business day when an act of that day or an earlier one came after it.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise

from households.effects import YearOfQuarters, by_year
from households.history import HISTORY_OWN, UNSHOWN, words_of
from households.models import (
    Adjustment,
    Household,
    HouseholdQuarter,
    HouseholdYear,
    Member,
    MemberYear,
    Pairing,
    PayeeAccount,
    StatusChange,
)
from yuping.audit.models import AuditEntry
from yuping.core import clock

Facts = list[tuple[str | Promise, Any]]
# Told elsewhere on the page, or search keys of values that the history leaves out.
ELSEWHERE = UNSHOWN | HISTORY_OWN | {"phone_index", "id_index", "number_index", "recorded_by", "recorded_on"}


@dataclass(frozen=True)
class Person:
    """A member with the answers of the year."""

    row: Any
    facts: Facts
    answers: Facts


@dataclass(frozen=True)
class FileOn:
    """The file at the end of a day."""

    day: datetime.date
    household: Any
    facts: Facts
    members: list[Person] = field(default_factory=list)
    year: int | None = None
    record: Facts = field(default_factory=list)
    accounts: list[Any] = field(default_factory=list)
    pairings: list[Any] = field(default_factory=list)
    changes: list[StatusChange] = field(default_factory=list)
    quarters: list[YearOfQuarters] = field(default_factory=list)
    watch: Any = None


def entered_by(day: datetime.date) -> datetime.datetime | None:
    """The real time of the last act of a business day or an earlier one; None when there was none."""
    acts = AuditEntry.objects.filter(business_date__lte=day).order_by("-seq")
    return acts.values_list("at", flat=True).first()


def file_on(household: Household, day: datetime.date) -> FileOn | None:
    """The file as it stood; None when nothing of it had been entered. A fixed number of queries."""
    until = None if day >= clock.today() else entered_by(day)
    if until is None and day < clock.today():
        return None
    root = next(iter(_versions(Household, until, pgh_obj=household.pk)), None)
    if root is None:
        return None
    mine = {"household": household.pk}
    members = [row for row in _versions(Member, until, **mine) if row.state == "living_here"]
    records = sorted(_versions(HouseholdYear, until, **mine), key=lambda row: row.year)
    record = next((row for row in reversed(records) if row.year <= day.year), None)
    answers = _versions(MemberYear, until, **mine, year=record.year) if record else []
    by_member = {row.member_id: row for row in answers}
    changes = StatusChange.unguarded.filter(household=household, date__lte=day).select_related("recorded_by")
    if until is not None:
        changes = changes.filter(recorded_at__lte=until)
    return FileOn(
        day=day,
        household=root,
        facts=facts_of(root, leave_out={"merged_into"}),
        members=[
            Person(row, facts_of(row), facts_of(by_member.get(row.pgh_obj_id), leave_out={"year"}))
            for row in sorted(members, key=lambda row: (not row.is_head, row.pgh_obj_id))
        ],
        year=record.year if record else None,
        record=facts_of(record, leave_out={"year"}),
        accounts=[row for row in _versions(PayeeAccount, until, **mine) if row.state == "verified"],
        pairings=[row for row in _versions(Pairing, until, **mine) if row.accepted_on and within(row, day)],
        changes=list(changes),
        quarters=by_year(_versions(HouseholdQuarter, until, **mine)),
        watch=_watch(_versions(Adjustment, until, **mine)),
    )


def within(pairing: Any, day: datetime.date) -> bool:
    """Whether the cadre was in charge that day."""
    return pairing.from_on <= day and (pairing.to_on is None or day <= pairing.to_on)


def is_watch(case: Any) -> bool:
    """Whether it is a case by which a household is, or was, watched."""
    return case.kind == "watch" and case.state == "approved"


def _watch(cases: Iterable[Any]) -> Any:
    """The case by which the household was watched."""
    return next((row for row in cases if is_watch(row) and not row.ended_on), None)


def _versions(model: type[models.Model], until: datetime.datetime | None, **which: object) -> list[Any]:
    """The last version of each row that had been entered; rows that had been deleted are left out."""
    rows = model.pgh_event_model.objects.filter(**which)
    return _last(rows if until is None else rows.filter(pgh_created_at__lte=until))


def versions_before(model: type[models.Model], moment: datetime.datetime, **which: object) -> list[Any]:
    """The last version of each row before a moment."""
    return _last(model.pgh_event_model.objects.filter(pgh_created_at__lt=moment, **which))


def _last(rows: models.QuerySet) -> list[Any]:
    history = rows.model
    named = [column.name for column in history._meta.fields if column.is_relation and column.name in NAMED]
    rows = rows.select_related(*named) if named else rows
    last = rows.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return [row for row in last if row.pgh_label != "delete"]


# Foreign keys whose row's own words are shown.
NAMED = ("village", "group", "cadre", "member")


def facts_of(row: Any, *, leave_out: Iterable[str] = ()) -> Facts:
    """What was answered: label and words. Of a stored row, as of its history, without what is sealed."""
    return list(_answered(row, ELSEWHERE | set(leave_out))) if row is not None else []


def _answered(row: Any, leave_out: set[str]) -> Iterator[tuple[str | Promise, Any]]:
    kept = getattr(type(row), "pgh_event_model", type(row))
    for column in kept._meta.fields:
        if column.name in leave_out or column.is_relation and column.name not in NAMED:
            continue
        value = getattr(row, column.name)
        if value not in (None, "", []):
            yield column.verbose_name, words_of(column, row)
