"""A household's file as plain data: what the form, the import, the admin and the command hand to the services. Pure.

Field names are those of the models; codes are codes of the official lists; None is a question not answered.
Identity number, account and phone are plain text here and stay out of every printed form.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberYearFacts:
    """A member's answers in the file of one year."""

    year: int
    education: str = ""
    school_status: str = ""
    dropout_reason: str = ""
    health: tuple[str, ...] = ()
    labour_skill: str = ""
    work_region: str = ""
    work_place: str = ""
    work_months: int | None = None
    on_active_service: bool = False
    resident_insurance: bool | None = None
    employee_insurance: bool | None = None
    serious_illness_insurance: bool | None = None
    resident_pension: bool | None = None
    employee_pension: bool | None = None
    commercial_insurance: bool | None = None
    accident_insurance: bool | None = None
    speaks_mandarin: bool | None = None
    low_income_aid: bool | None = None
    public_post: bool | None = None
    public_post_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """A person. Kind, birth date, sex and disability follow from the number (``policy.completed``).

    ``canonical18`` is the number to compare by, set with them. ``pk`` names the stored member that is edited.
    """

    name: str
    relation: str
    id_number: str = field(default="", repr=False)
    canonical18: str = field(default="", repr=False)
    id_kind: str = "none"
    disability_class: str = ""
    disability_grade: str = ""
    sex: str = ""
    birth_date: datetime.date | None = None
    ethnic_group: str = ""
    political_status: str = ""
    phone: str = field(default="", repr=False)
    joined_on: datetime.date | None = None
    join_kind: str = ""
    left_on: datetime.date | None = None
    leave_kind: str = ""
    years: tuple[MemberYearFacts, ...] = ()
    pk: int | None = None

    @property
    def is_head(self) -> bool:
        return self.relation == "01"

    def in_year(self, year: int) -> MemberYearFacts | None:
        """The answers of that year, if any."""
        return next((answers for answers in self.years if answers.year == year), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdYearFacts:
    """The household's answers in the file of one year; income in yuan of the year before."""

    year: int
    population_end: int
    attribute: str = ""
    main_cause: str = ""
    second_cause: str = ""
    third_cause: str = ""
    cause_note: str = ""
    exit_flag: str = "1"
    planned_exit_year: int | None = None
    exit_year: int | None = None
    return_year: int | None = None
    return_cause: str = ""
    population_start: int | None = None
    household_type: str = ""
    monitored_type: str = ""
    first_risk: str = ""
    second_risk: str = ""
    third_risk: str = ""
    fourth_risk: str = ""
    fifth_risk: str = ""
    disaster_kind: str = ""
    risk_note: str = ""
    risk_removed: bool | None = None
    education_secured: bool | None = None
    medical_secured: bool | None = None
    housing_secured: bool | None = None
    farmland: Decimal | None = None
    irrigated: Decimal | None = None
    woodland: Decimal | None = None
    returned_woodland: Decimal | None = None
    orchard: Decimal | None = None
    grassland: Decimal | None = None
    water_surface: Decimal | None = None
    has_production_power: bool | None = None
    has_household_power: bool | None = None
    has_broadcast: bool | None = None
    road_distance: Decimal | None = None
    road_type: str = ""
    housing_area: Decimal | None = None
    housing_structure: str = ""
    built_year: int | None = None
    unsafe_house: bool | None = None
    danger_level: str = ""
    water_difficulty: bool | None = None
    safe_water: bool | None = None
    water_source: str = ""
    fuel: str = ""
    has_toilet: bool | None = None
    in_cooperative: bool | None = None
    led_by_enterprise: bool | None = None
    led_by_pacesetter: bool | None = None
    income_from: datetime.date | None = None
    income_to: datetime.date | None = None
    wage_income: Decimal = ZERO
    business_income: Decimal = ZERO
    dividend_income: Decimal = ZERO
    other_property_income: Decimal = ZERO
    family_planning_income: Decimal = ZERO
    low_income_allowance: Decimal = ZERO
    destitute_support: Decimal = ZERO
    pension_income: Decimal = ZERO
    ecology_income: Decimal = ZERO
    other_transfer_income: Decimal = ZERO
    business_expense: Decimal = ZERO
    insurance_payout: Decimal = ZERO
    self_paid_expense: Decimal = ZERO
    not_counted_for_exit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """A payee account as typed; ``holder`` is the member's place in the household, the head being 0."""

    number: str = field(repr=False)
    kind: str
    bank_name: str
    holder: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingFacts:
    """The cadre in charge of the household from a day on."""

    cadre_id: int
    from_on: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFacts:
    """A household with its members and yearly records. ``village`` is the 12-digit code, ``group`` the group's name."""

    number: str
    village: str
    members: tuple[MemberFacts, ...]
    group: str = ""
    address: str = ""
    phone: str = field(default="", repr=False)
    identification_standard: str = ""
    soldier_or_martyr_family: bool = False
    one_child_household: bool = False
    two_daughters_household: bool = False
    registered_on: datetime.date | None = None
    years: tuple[HouseholdYearFacts, ...] = ()
    account: AccountFacts | None = None
    pairing: PairingFacts | None = None

    @property
    def head(self) -> MemberFacts | None:
        return next((member for member in self.members if member.is_head), None)


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """Households to be put on file together, and the digest of the file they were read from, if any.

    ``checked``: the server itself has completed and checked them and kept them since, so only what others may have
    put on file meanwhile is asked again.
    """

    households: Sequence[HouseholdFacts]
    source_digest: str = ""
    checked: bool = False
