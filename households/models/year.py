"""The household's yearly record: class, causes, exit, living conditions, income by item (file year N holds N−1)."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import NullIf, Round
from django.utils.translation import gettext_lazy as _

from households.models.base import FileRecord, distinct, stays
from yuping.core.codes import CodeField
from yuping.core.fields import MoneyField
from yuping.core.history import tracked

INCOME_ITEMS = (
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
)


def _item(label: str) -> MoneyField:
    """One line of the income table, in yuan of the year before."""
    return MoneyField(label, default=Decimal("0.00"))


def _area(label: str) -> models.DecimalField:
    """An area of land in mu."""
    return models.DecimalField(label, max_digits=8, decimal_places=2, null=True, blank=True)


def _yes_no(label: str) -> models.BooleanField:
    """An answer that may still be open."""
    return models.BooleanField(label, null=True, blank=True)


def _year(label: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


def _computed(**options: bool) -> models.DecimalField:
    """Yuan with two places, below zero too; the items it comes from carry the range checks."""
    return models.DecimalField(max_digits=14, decimal_places=2, **options)


def _total() -> models.expressions.Combinable:
    expression: models.expressions.Combinable = F(INCOME_ITEMS[0])
    for name in INCOME_ITEMS[1:]:
        expression = expression + F(name)
    return expression


def _net() -> models.expressions.Combinable:
    return _total() - F("business_expense")


@tracked(leave_out=("total_income", "net_income", "per_head_net_income"))
class HouseholdYear(FileRecord):
    """One household in one file year. Answers of earlier years are never overwritten.

    Units: land in mu, distance in km, floor in square metres, money in yuan. Totals are computed by the database:
    net = total − business expense, per head = net / persons at the year's end, half up to the fen.
    """

    # Only by undoing the import that made it; a trigger keeps the rest.
    erasable = True

    year = models.PositiveSmallIntegerField(_("file year"))
    attribute = CodeField(_("household attribute"), code_set="household_attribute", blank=True)
    main_cause = CodeField(_("main cause of poverty"), code_set="cause", blank=True)
    second_cause = CodeField(_("other cause (1)"), code_set="cause", blank=True)
    third_cause = CodeField(_("other cause (2)"), code_set="cause", blank=True)
    cause_note = models.CharField(_("note on the cause"), max_length=100, blank=True)
    exit_flag = CodeField(_("exit flag"), code_set="exit_flag", default="1")
    planned_exit_year = _year(_("planned exit year"))
    exit_year = _year(_("exit year"))
    return_year = _year(_("return year"))
    return_cause = CodeField(_("cause of return"), code_set="cause", blank=True)
    population_start = models.PositiveSmallIntegerField(_("persons at the year's start"), null=True, blank=True)
    population_end = models.PositiveSmallIntegerField(_("persons at the year's end"))

    # Asked from the form of 2021 on.
    household_type = CodeField(_("type of household"), code_set="household_type", blank=True)
    monitored_type = CodeField(_("class of watched household"), code_set="monitored_type", blank=True)
    first_risk = CodeField(_("risk (1)"), code_set="risk", blank=True)
    second_risk = CodeField(_("risk (2)"), code_set="risk", blank=True)
    third_risk = CodeField(_("risk (3)"), code_set="risk", blank=True)
    fourth_risk = CodeField(_("risk (4)"), code_set="risk", blank=True)
    fifth_risk = CodeField(_("risk (5)"), code_set="risk", blank=True)
    disaster_kind = CodeField(_("kind of natural disaster"), code_set="disaster_kind", blank=True)
    risk_note = models.CharField(_("note on the risk"), max_length=100, blank=True)
    risk_removed = _yes_no(_("risk removed"))
    education_secured = _yes_no(_("compulsory schooling secured"))
    medical_secured = _yes_no(_("basic medical care secured"))
    housing_secured = _yes_no(_("safe housing secured"))

    farmland = _area(_("farmland"))
    irrigated = _area(_("irrigated farmland"))
    woodland = _area(_("woodland"))
    returned_woodland = _area(_("farmland returned to forest"))
    orchard = _area(_("fruit woodland"))
    grassland = _area(_("grassland"))
    water_surface = _area(_("water surface"))
    has_production_power = _yes_no(_("power for production"))
    has_household_power = _yes_no(_("power for the household"))
    has_broadcast = _yes_no(_("radio and television"))
    road_distance = models.DecimalField(
        _("distance to the village's main road"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    road_type = CodeField(_("road to the house"), code_set="road_type", blank=True)
    housing_area = models.DecimalField(_("housing area"), max_digits=7, decimal_places=2, null=True, blank=True)
    housing_structure = CodeField(_("housing structure"), code_set="housing_structure", blank=True)
    built_year = _year(_("year of building"))
    unsafe_house = _yes_no(_("unsafe house"))
    danger_level = CodeField(_("danger level"), code_set="danger_level", blank=True)
    water_difficulty = _yes_no(_("difficulty with drinking water"))
    safe_water = _yes_no(_("safe drinking water"))
    water_source = CodeField(_("water source"), code_set="water_source", blank=True)
    fuel = CodeField(_("main fuel"), code_set="fuel", blank=True)
    has_toilet = _yes_no(_("sanitary toilet"))
    in_cooperative = _yes_no(_("member of a farmers' cooperative"))
    led_by_enterprise = _yes_no(_("led by a leading enterprise"))
    led_by_pacesetter = _yes_no(_("led by a pacesetter"))

    income_from = models.DateField(_("income counted from"), null=True, blank=True)
    income_to = models.DateField(_("income counted to"), null=True, blank=True)
    wage_income = _item(_("wage income"))
    business_income = _item(_("business income"))
    dividend_income = _item(_("dividends from assets"))
    other_property_income = _item(_("other property income"))
    family_planning_income = _item(_("family planning grants"))
    low_income_allowance = _item(_("low-income allowance"))
    destitute_support = _item(_("support for the destitute"))
    pension_income = _item(_("old-age pension"))
    ecology_income = _item(_("ecological compensation"))
    other_transfer_income = _item(_("other transfer income"))
    business_expense = _item(_("business expense"))
    # Beside the net income, never in it: what the reference income of 2021 and later is reckoned with.
    insurance_payout = _item(_("insurance payouts"))
    self_paid_expense = _item(_("eligible expenses paid oneself"))
    # What the paid lines add up to; a cadre may correct dividend_income, and a difference is a finding.
    dividends_recorded = MoneyField(_("dividends paid through this system"), default=Decimal("0.00"), editable=False)
    not_counted_for_exit = ArrayField(
        models.CharField(max_length=30), verbose_name=_("items not counted for exit"), default=list, blank=True
    )
    total_income = models.GeneratedField(
        expression=_total(), output_field=_computed(), db_persist=True, verbose_name=_("total income")
    )
    net_income = models.GeneratedField(
        expression=_net(), output_field=_computed(), db_persist=True, verbose_name=_("net income")
    )
    per_head_net_income = models.GeneratedField(
        expression=Round(_net() / NullIf(F("population_end"), 0), precision=2),
        output_field=_computed(null=True),
        db_persist=True,
        verbose_name=_("net income per head"),
    )

    class Meta:
        verbose_name = _("yearly record of a household")
        verbose_name_plural = _("yearly records of households")
        ordering = ["-year", "household"]
        indexes = [models.Index(fields=["year", "village"], name="households_year_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "year"],
                name="households_one_record_a_year",
                violation_error_message=_("This household already has a record of the year."),
            ),
            models.CheckConstraint(condition=Q(year__gte=2013, year__lte=2100), name="households_year_range"),
            models.CheckConstraint(
                condition=distinct(["main_cause", "second_cause", "third_cause"]),
                name="households_causes_differ",
                violation_error_message=_("The causes have to differ from each other."),
            ),
            models.CheckConstraint(
                condition=(Q(second_cause="") | ~Q(main_cause="")) & (Q(third_cause="") | ~Q(second_cause="")),
                name="households_main_cause_first",
                violation_error_message=_("Give the main cause before other causes."),
            ),
            models.CheckConstraint(
                condition=Q(irrigated__isnull=True) | Q(farmland__isnull=True) | Q(irrigated__lte=F("farmland")),
                name="households_irrigated_within_farmland",
                violation_error_message=_("Irrigated farmland can't be more than the farmland."),
            ),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
                    name=f"households_{name}_not_negative",
                )
                for name in (
                    "farmland",
                    "irrigated",
                    "woodland",
                    "returned_woodland",
                    "orchard",
                    "grassland",
                    "water_surface",
                    "road_distance",
                    "housing_area",
                )
            ],
            models.CheckConstraint(
                condition=Q(danger_level="") | Q(unsafe_house__isnull=False, unsafe_house=True),
                name="households_danger_level_of_unsafe_house",
                violation_error_message=_("Only an unsafe house has a danger level."),
            ),
            models.CheckConstraint(
                condition=Q(income_from__isnull=True) | Q(income_to__isnull=True) | Q(income_to__gte=F("income_from")),
                name="households_income_window",
            ),
        ]
        triggers = stays("year", imported_as="households.householdyear")

    def __str__(self) -> str:
        return f"{self.household_id} {self.year}"

    @property
    def has_income(self) -> bool:
        """Whether any income or expense was entered. Nothing entered is no income of 0.00 yuan, and is not judged."""
        return bool(self.total_income or self.business_expense)
