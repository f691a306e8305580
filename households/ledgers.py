"""What a whole file holds beside the form: a ledger for each kind of record, as far as a person may see it."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.effects import KINDS_OF_INCOME, Sums, by_year
from households.models import (
    EventState,
    Household,
    HouseholdQuarter,
    Identification,
    IdentificationState,
    IdentificationStep,
    LifeEvent,
    Measure,
    PayeeAccount,
    Sale,
    StatusChange,
    Training,
    Visit,
)
from households.papers import label_of_column, written
from households.procedures import IDENTIFICATION
from yuping.accounts.models import User
from yuping.core.show import show_money
from yuping.core.templatetags.core import masked_account

Rows = Iterable[models.Model]
# Heads whose words alone would not say what they mean here.
HEADS: dict[tuple[type[models.Model], str], str | Promise] = {
    (Identification, "persons"): gettext_lazy("Persons in the household"),
    (Visit, "closed_on"): gettext_lazy("Problem closed on"),
    (Visit, "agreed"): gettext_lazy("Measure agreed"),
    (Visit, "done"): gettext_lazy("What was done"),
    (Visit, "closed_with_household"): gettext_lazy("Closing confirmed by the household"),
}


def _said_of(event: LifeEvent) -> str:
    """How the event was settled; of a withdrawn one only why it was withdrawn."""
    if event.state == EventState.WITHDRAWN:
        return _("Withdrawn: %(reason)s") % {"reason": event.withdrawal}
    return event.settlement


def _confirmed(visit: Visit) -> str:
    if visit.closed_with_household is None:
        return ""
    return _("yes") if visit.closed_with_household else _("no")


# Dates, numbers and codes up to this length stay on one line.
SHORT = 10
# Columns of a ledger that are not written as they stand.
WRITTEN: dict[str, Callable[[Any], str]] = {
    "number": lambda account: masked_account(account.number),
    "agreed": lambda visit: visit.agreed,
    "done": lambda visit: visit.done,
    "closed_with_household": _confirmed,
    "closed_by": lambda visit: visit.closed_by.full_name if visit.closed_by else "",
    "settled_on": lambda event: written(event, "withdrawn_on" if event.withdrawn_on else "settled_on"),
    "settlement": _said_of,
    "move": lambda step: str(IdentificationState(IDENTIFICATION.workflow.moves[step.move].target).label),
}


@dataclass(frozen=True)
class Entry:
    """A cell of a ledger; a ``short`` one is never broken."""

    text: str
    short: bool


@dataclass(frozen=True)
class Ledger:
    """A table: its title, its heads, its rows."""

    title: str | Promise
    heads: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]

    @classmethod
    def of(cls, title: str | Promise, model: type[models.Model], names: str, rows: Rows) -> "Ledger":
        columns = names.split()
        heads = tuple(str(HEADS.get((model, name)) or label_of_column(model, name)) for name in columns)
        return cls(title, heads, tuple(tuple(_cell(row, name) for name in columns) for row in rows))


def _cell(row: models.Model, name: str) -> Entry:
    text = WRITTEN[name](row) if name in WRITTEN else written(row, name)
    return Entry(text, text.isascii() and len(text) <= SHORT)


def accounts(user: User, household: Household) -> list[Ledger]:
    """The payee accounts, refused and closed ones too; numbers masked."""
    rows = PayeeAccount.objects.visible_to(user).filter(household=household).order_by("-proposed_on", "-pk")
    names = "holder_name bank_name kind number state confirmed_on closed_on"
    return [Ledger.of(_("Payee accounts"), PayeeAccount, names, rows)]


def changes(user: User, household: Household) -> list[Ledger]:
    """How the household came on file, what was decided since, and what happened in it."""
    mine = {"household": household}
    found = Identification.objects.visible_to(user).filter(**mine)
    # A step is seen by whoever sees its application.
    steps = IdentificationStep.objects.actionable_by(user, "households.view_identification")
    steps = steps.filter(identification__in=found).order_by("pk")
    status = StatusChange.objects.visible_to(user).filter(**mine).order_by("date", "pk")
    events = LifeEvent.objects.visible_to(user).filter(**mine).select_related("member").order_by("date", "pk")
    return [
        Ledger.of(_("Application"), Identification, "applicant persons applied_on state state_on", found),
        Ledger.of(
            _("Steps of the identification"),
            IdentificationStep,
            "move date notice_to place votes_for votes_cast note",
            steps,
        ),
        Ledger.of(_("Changes of status"), StatusChange, "date kind exit_flag_before exit_flag_after reason", status),
        Ledger.of(_("Life events"), LifeEvent, "date kind member note state settled_on settlement", events),
    ]


def visits(user: User, household: Household, year: int) -> list[Ledger]:
    """The visits of the year and what became of what was found."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    mine = Visit.objects.visible_to(user).standing().filter(household=household)
    rows = mine.filter(date__range=(first, last)).order_by("date", "pk")
    rows = rows.select_related("closed_by").with_agreed()
    said = "date visitor people_met theme content"
    found = "date problem agreed responsible_unit due_on problem_state done closed_on closed_by closed_with_household"
    return [
        Ledger.of(_("Visits of the year"), Visit, said, rows),
        Ledger.of(PROBLEMS, Visit, found, [row for row in rows if row.problem]),
    ]


def support(user: User, household: Household) -> list[Ledger]:
    """The measures of all years, what they brought, the courses that members took, and the produce that was sold."""
    mine = {"household": household}
    measures = Measure.objects.visible_to(user).standing().filter(**mine).order_by("date", "pk")
    courses = Training.objects.visible_to(user).filter(**mine).select_related("member").order_by("from_on", "pk")
    quarters = HouseholdQuarter.objects.visible_to(user).filter(**mine)
    sales = Sale.objects.visible_to(user).filter(**mine).standing().order_by("date", "pk")
    sold = "date product_name quantity unit channel buyer amount"
    return [
        Ledger.of(_("Measures"), Measure, "year date category unit content cost signed_by_head", measures),
        _effects(quarters),
        Ledger.of(_("Trainings"), Training, "from_on member course organiser days certificate", courses),
        Ledger.of(_("Produce sold"), Sale, sold, sales),
    ]


def _effects(quarters: Iterable[HouseholdQuarter]) -> Ledger:
    """The income by quarter, each year closed by its sums."""
    names = ("year", "quarter", *KINDS_OF_INCOME)
    heads = (*(label_of_column(HouseholdQuarter, name) for name in names), _("Together"))
    rows: list[tuple[str, str, Sums]] = []
    for one in by_year(quarters):
        rows += [(str(one.year), str(quarter.row.quarter), quarter) for quarter in one.quarters]
        rows.append((str(one.year), _("together"), one.sums))
    written_rows = ([year, quarter, *map(show_money, (*sums.amounts, sums.total))] for year, quarter, sums in rows)
    cells = tuple(tuple(Entry(text, len(text) <= SHORT) for text in row) for row in written_rows)
    return Ledger(_("Effects of the assistance"), heads, cells)


PROBLEMS = gettext_lazy("Problems and what was done about them")
