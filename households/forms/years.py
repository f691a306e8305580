"""The form of a household's answers of one year, in the order of the official form: class, living, income."""

from dataclasses import MISSING, fields
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.facts import HouseholdYearFacts
from households.forms.columns import add_fields, values_of
from households.models import HouseholdYear
from households.policy.income import BESIDE
from households.policy.watching import FIRST_YEAR as WATCHED_FROM
from households.policy.watching import WATCH
from yuping.accounts.pages import ScopedForm
from yuping.accounts.pages.widgets import dress

CLASS = (
    "attribute",
    "main_cause",
    "second_cause",
    "third_cause",
    "cause_note",
    "population_start",
    "population_end",
    "planned_exit_year",
)
LAND = ("farmland", "irrigated", "woodland", "returned_woodland", "orchard", "grassland", "water_surface")
LIVING = (
    "has_production_power",
    "has_household_power",
    "has_broadcast",
    "road_distance",
    "road_type",
    "housing_area",
    "housing_structure",
    "built_year",
    "unsafe_house",
    "danger_level",
    "water_difficulty",
    "safe_water",
    "water_source",
    "fuel",
    "has_toilet",
    "in_cooperative",
    "led_by_enterprise",
    "led_by_pacesetter",
)
INCOME = (
    "wage_income",
    "business_income",
    "dividend_income",
    "other_property_income",
    "family_planning_income",
    "low_income_allowance",
    "destitute_support",
    "pension_income",
    "ecology_income",
    "other_transfer_income",
    "business_expense",
)
WINDOW = ("income_from", "income_to")
# Asked from 2021 on, beside what every year asks.
ASKED_LATER = (*WATCH, *BESIDE)
SECTIONS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("class", _("Class and causes of poverty"), CLASS),
    ("land", _("Land"), LAND),
    ("living", _("Living conditions"), LIVING),
    ("watch", _("Watching, risks and guarantees"), WATCH),
    ("income", _("Income of the year before"), (*INCOME, *BESIDE)),
    ("counting", _("How the income is counted"), (*WINDOW, "not_counted_for_exit")),
)
NAMES = tuple(name for _key, _title, names in SECTIONS for name in names)
# Asked of few: behind a fold.
FOLDED = frozenset({"counting"})


def asked_in(year: int) -> tuple[str, ...]:
    """What the form of a year asks."""
    return tuple(name for name in NAMES if year >= WATCHED_FROM or name not in ASKED_LATER)


# These change by a recorded change of status alone; a new file starts as: not yet lifted out.
EMPTY = {
    field.name: field.default if field.default is not MISSING else None for field in fields(HouseholdYearFacts)
} | {"population_end": 0}


class YearForm(ScopedForm):
    """The answers of ``year``. ``facts()`` gives whatever could be read, even while something else is wrong."""

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.names = asked_in(year)
        add_fields(self, HouseholdYear, self.names, year=year, required=["population_end"])
        for name in INCOME:
            self.fields[name].widget.attrs["data-income"] = name
        # Counted from the members above.
        self.fields["population_end"].widget.attrs |= {"data-persons": "", "data-passed": ""}
        dress(self)

    @property
    def income_year(self) -> int:
        """The year whose income is asked for: file year N holds that of N−1."""
        return self.year - 1

    def sections(self) -> list[tuple[str, str | Promise, list[BoundField]]]:
        """(key, title, fields) in the order of the official form."""
        found = [(key, title, [self[name] for name in names if name in self.fields]) for key, title, names in SECTIONS]
        return [section for section in found if section[2]]

    @property
    def folded(self) -> frozenset[str]:
        """Sections behind a fold that hold nothing yet and nothing wrong."""
        return frozenset(
            key
            for key, _title, fields in self.sections()
            if key in FOLDED and not any(bound.errors or bound.value() for bound in fields)
        )

    def facts(self) -> HouseholdYearFacts:
        values = values_of(self.cleaned_data, self.names, empty=EMPTY)
        values["not_counted_for_exit"] = tuple(self.cleaned_data.get("not_counted_for_exit") or ())
        return HouseholdYearFacts(year=self.year, **values)


class ReasonedYearForm(YearForm):
    """The answers of a year that may need a reason: when the dividend differs from the paid one."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        help_text=_("Needed when the dividend differs from what was paid through this system."),
    )
