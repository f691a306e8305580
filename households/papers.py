"""What stands on the papers of a household: the official form, cell by cell, and the income sheet, line by line.

What nobody has answered is an empty box, to be filled in by hand.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.forms.columns import UNITS
from households.forms.years import LAND, LIVING, asked_in
from households.models import Household, HouseholdYear, Member, MemberYear
from households.policy.income import BESIDE
from households.policy.watching import WATCH
from yuping.core.codes import CodeField, choices_of
from yuping.core.fields import MoneyField
from yuping.core.identity import age_on
from yuping.core.show import show_count, show_day, show_money

Tick = tuple[str, bool]
# A list longer than this is written out, not ticked.
MOST_TICKS = 14
# Rows that stay free for what is written in by hand.
FREE_MEMBERS = 1
LEAST_MEMBERS = 6

STATUS = (
    "education",
    "school_status",
    "dropout_reason",
    "health",
    "labour_skill",
    "work_region",
    "work_place",
    "work_months",
    "on_active_service",
)
COVER = (
    "resident_insurance",
    "employee_insurance",
    "serious_illness_insurance",
    "resident_pension",
    "employee_pension",
    "commercial_insurance",
    "accident_insurance",
    "speaks_mandarin",
    "low_income_aid",
    "public_post",
    "public_post_months",
)
PROPERTY = ("dividend_income", "other_property_income")
TRANSFERS = (
    "family_planning_income",
    "low_income_allowance",
    "destitute_support",
    "pension_income",
    "ecology_income",
    "other_transfer_income",
)


@dataclass(frozen=True)
class Cell:
    """A box of the form: written text, or the whole list of answers with a tick at what applies."""

    label: str
    text: str = ""
    ticks: tuple[Tick, ...] = ()
    wide: bool = False


def label_of_column(model: type[models.Model], name: str) -> str:
    """The words of the official form for a column, with its unit."""
    label = capfirst(str(model._meta.get_field(name).verbose_name))
    unit = UNITS.get(name)
    return _("%(label)s (%(unit)s)") % {"label": label, "unit": unit} if unit else label


def written(row: models.Model | None, name: str) -> str:
    """A value as it is written on paper; what is not answered is nothing at all."""
    value = getattr(row, name, None)
    if value is None or value == "" or value == []:
        return ""
    display = getattr(row, f"get_{name}_display", None)
    if display:
        return str(display())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.date):
        return show_day(value)
    if isinstance(row._meta.get_field(name), MoneyField):
        return show_money(value)
    return show_count(value) if isinstance(value, Decimal) else str(value)


def ticked(code_set: str, chosen: Iterable[str], year: int) -> tuple[Tick, ...]:
    """The list of the year with what was chosen."""
    codes = set(chosen)
    return tuple((label, code in codes) for code, label in choices_of(code_set, year=year))


def yes_or_no(value: bool | None) -> tuple[Tick, ...]:
    return ((_("yes"), value is True), (_("no"), value is False))


def cell_of(model: type[models.Model], row: models.Model | None, name: str, year: int) -> Cell:
    """The box of one column, with the list to tick where there is a short one."""
    column, label = model._meta.get_field(name), label_of_column(model, name)
    if isinstance(column, models.BooleanField):
        return Cell(label, ticks=yes_or_no(getattr(row, name, None)))
    if isinstance(column, CodeField):
        ticks = ticked(column.code_set, [getattr(row, name, "") or ""], year)
        if len(ticks) <= MOST_TICKS:
            return Cell(label, ticks=ticks, wide=len(ticks) > 2)
    return Cell(label, written(row, name))


def in_rows(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Two boxes side by side; a wide one, or one that would stand alone, has the row to itself."""
    waiting: Cell | None = None
    for cell in cells:
        if cell.wide:
            if waiting:
                yield [waiting]
            yield [cell]
            waiting = None
        elif waiting:
            yield [waiting, cell]
            waiting = None
        else:
            waiting = cell
    if waiting:
        yield [waiting]


def basic_cells(household: Household, record: HouseholdYear | None, year: int, phone: str) -> list[list[Cell]]:
    """Section one of the form: who the household is, its class, its causes, where it stands."""
    place = household.village
    causes = [code for code in (getattr(record, "second_cause", ""), getattr(record, "third_cause", "")) if code]
    cells = [
        Cell(label_of_column(Household, "number"), household.number),
        Cell(label_of_column(Household, "head_name"), household.head_name),
        Cell(_("Township and village"), f"{place.township} {place}"),
        Cell(_("Village group"), str(household.group or "")),
        Cell(label_of_column(Household, "address"), household.address),
        Cell(label_of_column(Household, "phone"), phone),
        cell_of(Household, household, "identification_standard", year),
        cell_of(HouseholdYear, record, "attribute", year),
        *(cell_of(Household, household, name, year) for name in ("soldier_or_martyr_family", "one_child_household")),
        cell_of(Household, household, "two_daughters_household", year),
        Cell(label_of_column(Household, "registered_on"), show_day(household.registered_on)),
        cell_of(HouseholdYear, record, "main_cause", year),
        Cell(_("Other causes (at most two)"), ticks=ticked("cause", causes, year), wide=True),
        Cell(label_of_column(HouseholdYear, "cause_note"), written(record, "cause_note"), wide=True),
        cell_of(HouseholdYear, record, "exit_flag", year),
        *(cell_of(HouseholdYear, record, name, year) for name in ("planned_exit_year", "exit_year", "return_year")),
        Cell(label_of_column(HouseholdYear, "return_cause"), written(record, "return_cause")),
        *(cell_of(HouseholdYear, record, name, year) for name in ("population_start", "population_end")),
        *(cell_of(HouseholdYear, record, name, year) for name in WATCH if name in asked_in(year)),
    ]
    return list(in_rows(cells))


def living_cells(record: HouseholdYear | None, year: int) -> list[tuple[str, list[list[Cell]]]]:
    """Section three of the form: land, then living conditions."""
    return [
        (title, list(in_rows([cell_of(HouseholdYear, record, name, year) for name in names])))
        for title, names in ((_("Land"), LAND), (_("Living conditions"), LIVING))
    ]


@dataclass(frozen=True)
class PersonTable:
    """One of the tables of members: its heads, and each person's cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def person_tables(
    people: Sequence[tuple[Member, MemberYear | None]], numbers: Sequence[str], on: datetime.date
) -> list[PersonTable]:
    """Section two of the form in three tables, each with the names, and with rows left for more members."""
    free = max(FREE_MEMBERS, LEAST_MEMBERS - len(people))
    who = [
        (
            person.name,
            person.get_relation_display(),
            person.get_sex_display(),
            str(age_on(person.birth_date, on)) if person.birth_date <= on else "",
            numbers[place],
            *(written(person, name) for name in ("ethnic_group", "political_status")),
        )
        for place, (person, _answers) in enumerate(people)
    ]
    heads = (
        _("Name"),
        _("Relation to the head"),
        _("Sex"),
        _("Age"),
        _("Identity or disability certificate number"),
        _("Ethnic group"),
        _("Political status"),
    )
    tables = [PersonTable(heads, _with_free(who, free, len(heads)))]
    for names in (STATUS, COVER):
        rows = [(person.name, *(written(answers, name) for name in names)) for person, answers in people]
        columns = (_("Name"), *(label_of_column(MemberYear, name) for name in names))
        tables.append(PersonTable(columns, _with_free(rows, free, len(columns))))
    return tables


def _with_free(rows: Sequence[tuple[str, ...]], free: int, columns: int) -> tuple[tuple[str, ...], ...]:
    numbered = [(str(place), *row) for place, row in enumerate(rows, start=1)]
    return (*numbered, *((str(len(rows) + place), *[""] * columns) for place in range(1, free + 1)))


@dataclass(frozen=True)
class IncomeLine:
    """A line of the income sheet; ``level`` 0 is a kind or a total, 1 an item of it."""

    label: str
    amount: str
    level: int = 0
    note: str = ""


def income_lines(record: HouseholdYear | None) -> list[IncomeLine]:
    """Items, kinds and totals in the order of the official form."""

    def item(name: str, level: int = 0) -> IncomeLine:
        left_out = record is not None and name in record.not_counted_for_exit
        label = label_of_column(HouseholdYear, name)
        return IncomeLine(label, written(record, name), level, _("not counted for exit") if left_out else "")

    def kind(label: str | Promise, names: tuple[str, ...]) -> IncomeLine:
        amounts = [getattr(record, name) for name in names] if record else []
        return IncomeLine(str(label), show_money(sum(amounts)) if amounts else "")

    return [
        item("wage_income"),
        item("business_income"),
        kind(PROPERTY_INCOME, PROPERTY),
        *(item(name, 1) for name in PROPERTY),
        kind(TRANSFER_INCOME, TRANSFERS),
        *(item(name, 1) for name in TRANSFERS),
        IncomeLine(_("Total income of the year"), written_sum(record, "total_income")),
        item("business_expense"),
        IncomeLine(_("Net income of the household"), written_sum(record, "net_income")),
        IncomeLine(label_of_column(HouseholdYear, "population_end"), written(record, "population_end")),
        IncomeLine(_("Net income per head"), written_sum(record, "per_head_net_income")),
        *(item(name) for name in BESIDE if record is not None and name in asked_in(record.year)),
    ]


PROPERTY_INCOME = gettext_lazy("Property income")
TRANSFER_INCOME = gettext_lazy("Transfer income")


def written_sum(record: HouseholdYear | None, name: str) -> str:
    """A computed amount; nothing without a record."""
    amount: Any = getattr(record, name, None)
    return "" if amount is None else show_money(amount)
