"""Members of a household: who they are for good, and what their file says in a year.

Codes are those of ``fixtures/code_lists.json``; the list's name stands beside the field.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MemberYearPlan:
    """A member's answers in the file of one year. An empty code means: not answered, does not apply.

    A pupil has a school status and no education; everybody else has an education and no school status.
    """

    year: int
    education: str  # education
    school_status: str  # school_status
    dropout_reason: str  # dropout_reason
    health: tuple[str, ...]  # health, several; "1" (healthy) stands alone
    labour_skill: str  # labour_skill
    work_region: str  # work_region, empty for who does not work away
    work_months: int  # 0 to 12
    on_active_service: bool
    resident_insurance: bool  # insurance of residents; exactly one of the two holds
    employee_insurance: bool
    serious_illness_insurance: bool
    resident_pension: bool
    employee_pension: bool
    commercial_insurance: bool
    accident_insurance: bool
    speaks_mandarin: bool
    low_income_aid: bool
    public_post: bool
    public_post_months: int


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """A person of a household. `key` names the member inside the plan only.

    `id_number` is what the person's paper shows: 15, 18, 20 or 22 characters, by `id_kind` (resident,
    resident_15, disability_20, disability_22).
    """

    key: str
    name: str
    sex: str  # sex
    birth_date: date
    id_kind: str
    id_number: str
    disability_class: str  # disability_class
    disability_grade: str  # disability_grade
    relation: str  # relation, "01" is the head
    ethnic_group: str  # ethnic_group
    political_status: str  # political_status
    phone: str  # eleven digits, empty for who has none of their own
    joined_on: date
    join_kind: str  # member_increase, empty for who came with the household
    left_on: date | None
    leave_kind: str  # member_decrease
    years: tuple[MemberYearPlan, ...]

    def age_in(self, year: int) -> int:
        """Full years of age on 31 December of a year."""
        return year - self.birth_date.year

    def in_year(self, year: int) -> MemberYearPlan:
        """The answers of one year."""
        return next(answers for answers in self.years if answers.year == year)
