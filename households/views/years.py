"""The yearly records of a household: the tab, and the form of one year."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from households import services
from households.forms.columns import initial_of
from households.forms.registration import mark
from households.forms.years import INCOME, NAMES, SECTIONS, WINDOW, ReasonedYearForm, asked_in
from households.models import DraftPage, HouseholdYear, Member, MemberState
from households.policy.income import BESIDE
from households.reference import poverty_line
from households.services import DraftPlace
from households.services.splitting import records_to_begin_with
from households.services.years import judge_year
from households.views.drafts import Drafted
from households.views.tabs import HouseholdFormPage, HouseholdTab, TabAction
from yuping.accounts.pages.forms import UNPROCESSABLE
from yuping.core import clock
from yuping.core.fields import MoneyField
from yuping.core.show import show_count, show_money

COMPARED = 4
ENTER = TabAction(_("Enter this year's record"), "households:year_current", "households.save_household_year")
# Not taken over from the year before: what has to be asked anew.
ASKED_ANEW = {*INCOME, *BESIDE, *WINDOW, "not_counted_for_exit", "population_start", "population_end"}


# Label, column, and the value in each record.
Line = tuple[str, str, list[tuple[Any, HouseholdYear]]]


# Written by the county's decision, not typed.
STATUS = ("exit_flag", "exit_year", "return_year", "return_cause")


class YearsTab(HouseholdTab):
    """What the files of the years say, side by side, the latest first."""

    tab, permission = "years", "households.view_householdyear"
    template_name = "households/years.html"
    actions = (ENTER,)

    @cached_property
    def on_file(self) -> list[HouseholdYear]:
        rows = HouseholdYear.objects.visible_to(self.user).filter(household=self.object)
        return list(rows.order_by("-year"))

    def shown_actions(self) -> list[tuple[TabAction, str]]:
        """This year's record is entered once, and changed from then on."""
        entered = any(record.year == clock.today().year for record in self.on_file)
        return [] if entered else super().shown_actions()

    def unanswered(self) -> tuple[int, int]:
        """Of how many members the answers are still missing that belong to this year's file; and its year."""
        year = next((record.year for record in self.on_file if record.year <= clock.today().year), 0)
        living = Member.objects.visible_to(self.user).filter(household=self.object, state=MemberState.LIVING_HERE)
        return living.exclude(years__year=year).count() if year else 0, year

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        records = self.on_file[:COMPARED]
        return super().get_context_data(
            records=records,
            missing=missing_years([record.year for record in self.on_file], today=clock.today()),
            sections=list(compared(records)),
            unanswered=self.unanswered(),
            may_save=self.may("households.save_household_year") and self.object.left_on is None,
            **kwargs,
        )


def missing_years(on_file: list[int], *, today: datetime.date) -> list[tuple[int, int]]:
    """The years of which a record can be begun beside this year's: gaps, and once this year's stands the next, which
    holds this year's income; each with the year from which it takes over."""
    if not on_file:
        return []
    last = today.year + 1 if today.year in on_file else max(on_file)
    gaps = [year for year in range(min(on_file) + 1, last + 1) if year not in {*on_file, today.year}]
    return [(year, max(before for before in on_file if before < year)) for year in reversed(gaps)]


def compared(records: list[HouseholdYear]) -> list[tuple[str, str, list[Line]]]:
    """For each section: key, title, lines."""
    found = [("status", gettext("Exit and return"), _lines(records, STATUS))]
    asked = {name for record in records for name in asked_in(record.year)}
    for key, title, names in SECTIONS:
        lines = _lines(records, [name for name in names if name in asked])
        if lines:
            found.append((key, str(title), lines))
    return found


def _lines(records: list[HouseholdYear], names: Iterable[str]) -> list[Line]:
    labels = {name: capfirst(HouseholdYear._meta.get_field(name).verbose_name) for name in names}
    return [(label, name, _values(records, name)) for name, label in labels.items()]


def _values(records: list[HouseholdYear], name: str) -> list[tuple[Any, HouseholdYear]]:
    return [(_value(row, name), row) for row in records]


def _value(row: HouseholdYear, name: str) -> Any:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, list):
        return "、".join(str(row._meta.get_field(item).verbose_name) for item in value)
    if isinstance(row._meta.get_field(name), MoneyField):
        return show_money(value)
    return show_count(value) if isinstance(value, Decimal) else value


class SaveYear(Drafted, HouseholdFormPage):
    """The answers of one year; a new one begins with what the year before said of class and living conditions."""

    overwrites = True
    permission, form_class, back_to = "households.save_household_year", ReasonedYearForm, "years"
    template_name = "households/year_edit.html"
    submit_label, success_message = _("Save the record"), _("The yearly record is saved.")
    draft_page = DraftPage.YEAR

    def draft_place(self) -> DraftPlace:
        return DraftPlace(self.draft_page, household_id=self.object.pk, year=self.year)

    def draft_basis(self) -> str:
        standing = self.standing()
        return str(initial_of(standing, NAMES)) if standing else "none"

    @property
    def year(self) -> int:
        year = self.kwargs.get("year", clock.today().year)
        if not 2013 <= year <= clock.today().year + 1:
            raise Http404
        return year

    def get_title(self) -> str:
        words = _("Record of %(year)s · %(head)s")
        return str(words) % {"year": self.year, "head": self.object.head_name}

    def standing(self) -> HouseholdYear | None:
        """The record that is changed."""
        return self._records().filter(year=self.year).first()

    @cached_property
    def before(self) -> HouseholdYear | None:
        """The record that a new one is copied from: of the year before, or of the household it was split off from."""
        own = self._records()
        if (found := own.filter(year__lt=self.year).order_by("-year").first()) or own.exists():
            return found
        origin = records_to_begin_with([self.object.pk]).get(self.object.pk)
        return origin if origin is not None and origin.year <= self.year else None

    @property
    def from_other(self) -> bool:
        """Whether it is copied from the household that this one was split off from."""
        return self.before is not None and self.before.household_id != self.object.pk

    def _records(self) -> QuerySet[HouseholdYear]:
        return HouseholdYear.objects.actionable_by(self.user, self.permission).filter(household=self.object)

    def get_initial(self) -> dict[str, Any]:
        standing = self.standing()
        if standing is not None:
            return initial_of(standing, NAMES)
        living = self.object.members.filter(state=MemberState.LIVING_HERE).count()
        before = self.before
        copied = initial_of(before, [name for name in NAMES if name not in ASKED_ANEW])
        start = before.population_end if before and not self.from_other else None
        return copied | {"population_start": start, "population_end": living}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"year": self.year}

    def attempt(self, *, last: bool = False) -> HttpResponse:
        """What can't be read is one thing; the rest of the form is judged all the same."""
        self.object = self.get_object()
        form = self.make_form()
        if form.is_valid():
            return super().attempt(last=last)
        reason = form.cleaned_data.get("reason", "")
        problems = judge_year(actor=self.user, household_id=self.object.pk, year=form.facts(), reason=reason)
        for problem in problems:
            mark(form, problem.field, problem)
        return self.show(form, status=UNPROCESSABLE)

    def save(self, form: ReasonedYearForm) -> HouseholdYear:
        reason = form.cleaned_data.get("reason", "")
        return services.save_household_year(
            actor=self.user, household_id=self.object.pk, year=form.facts(), reason=reason
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = self.standing()
        return super().get_context_data(
            year=self.year,
            line=poverty_line(self.year - 1),
            copied_from=None if standing else self.before,
            from_other=self.from_other,
            recorded=standing.dividends_recorded if standing else None,
            **kwargs,
        )
