"""A household and its yearly files, as plain data."""

from dataclasses import dataclass
from datetime import date

from yuping.demo.plan.income import IncomePlan
from yuping.demo.plan.living import LivingPlan
from yuping.demo.plan.people import MemberPlan

# How a household takes part: drawn and invested, approved and not drawn, on a project of its own, not at all.
INVESTED, POOLED, SELF_CHOSEN, NO_MODE = "invested", "pooled", "self_chosen", "none"
# Both kinds of pooled household have an approved pooled loan.
POOLED_MODES = frozenset({INVESTED, POOLED})


@dataclass(frozen=True, slots=True)
class PayeeAccountPlan:
    """The account that a household's money goes to; its holder may be another member than the head."""

    holder: str  # key of the member
    kind: str  # card, passbook
    number: str
    bank: str
    verified_on: date


@dataclass(frozen=True, slots=True)
class HouseholdYearPlan:
    """The file of one year: class, causes, status, conditions, and the income of the year before."""

    year: int
    attribute: str  # household_attribute
    main_cause: str  # cause
    second_cause: str  # cause, may be empty
    third_cause: str
    cause_note: str
    exit_flag: str  # exit_flag
    planned_exit_year: int | None
    exit_year: int | None
    return_year: int | None
    return_cause: str  # cause
    population_start: int
    population_end: int
    living: LivingPlan
    income: IncomePlan


@dataclass(frozen=True, slots=True)
class HouseholdPlan:
    """A registered household at the end of the demo's year.

    `members` live in it then, the head first; `former_members` left or died within the year. `borrower` is the
    member who signs its loan, None without loan. `hard_cases` names what is unusual about it.
    """

    number: str
    village: str
    group: str
    address: str
    phone: str
    registered_on: date
    identification_standard: str  # identification_standard
    soldier_or_martyr_family: bool
    one_child_household: bool
    two_daughters_household: bool
    mode: str  # invested, pooled, self_chosen, none
    members: tuple[MemberPlan, ...]
    former_members: tuple[MemberPlan, ...]
    years: tuple[HouseholdYearPlan, ...]
    account: PayeeAccountPlan
    borrower: str | None
    hard_cases: tuple[str, ...]

    @property
    def head(self) -> MemberPlan:
        """The member whose relation is head."""
        return self.members[0]

    def member(self, key: str) -> MemberPlan:
        """A member by key."""
        return next(member for member in self.members if member.key == key)

    def in_year(self, year: int) -> HouseholdYearPlan:
        """The file of one year."""
        return next(file for file in self.years if file.year == year)
