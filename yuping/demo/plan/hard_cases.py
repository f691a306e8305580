"""Hard cases: households in which a careless program goes wrong, each in a village named here.

A case takes the first household of its village that fits and bears no case yet, and changes it where chance has
not made it so. The case's name stays with the household.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from yuping.demo.plan.hard_changes import (
    Change,
    account_number,
    born,
    business_at_a_loss,
    certificate_reissued,
    change_member,
    farmland,
    named,
    on_active_service,
    per_head,
    twins,
    unchanged,
    with_old_number,
)
from yuping.demo.plan.households import INVESTED, NO_MODE, SELF_CHOSEN, HouseholdPlan
from yuping.demo.plan.numbers import IdentityBook
from yuping.demo.plan.people import MemberPlan

TWENTY_CHARACTERS = "阿卜杜热合曼·麦麦提尼亚孜·吐尔逊巴克热"
_CHILDREN = {"03", "04"}
_ABLE = {"1", "2"}


@dataclass(frozen=True, slots=True)
class HardCase:
    """A case by name, the village it stands in, which household fits, and what is changed in it."""

    name: str
    village: str
    fits: Callable[[HouseholdPlan], bool]
    change: Change = unchanged


def with_hard_cases(households: list[HouseholdPlan], *, book: IdentityBook) -> list[HouseholdPlan]:
    """The households of a village with its hard cases among them.

    Raises `LookupError` when a case finds no household: the village plan was changed and the case must move.
    """
    result = list(households)
    for case in CASES:
        if case.village != households[0].village:
            continue
        place = _place(result, case)
        result[place] = replace(case.change(result[place], book), hard_cases=(case.name,))
    return result


def _place(households: list[HouseholdPlan], case: HardCase) -> int:
    for place, household in enumerate(households):
        if not household.hard_cases and case.fits(household):
            return place
    raise LookupError(f"no household of {case.village} fits: {case.name}")


def _plain(member: MemberPlan) -> bool:
    """Healthy and with an ordinary number, so that a change of birthday contradicts nothing."""
    return member.id_kind == "resident" and all(year.health == ("1",) for year in member.years)


def _has(fits: Callable[[MemberPlan], bool]) -> Callable[[HouseholdPlan], bool]:
    return lambda household: any(fits(member) for member in household.members)


def _invested(household: HouseholdPlan) -> bool:
    return household.mode == INVESTED


def _head(member: MemberPlan) -> bool:
    return member.relation == "01"


def _wife(member: MemberPlan) -> bool:
    return member.relation == "02" and member.sex == "2"


def _elder(member: MemberPlan) -> bool:
    return member.birth_date.year < 1945 and _plain(member)


def _elder_parent(member: MemberPlan) -> bool:
    return member.relation in {"11", "12"} and member.birth_date.year < 1938 and _plain(member)


def _infant(member: MemberPlan) -> bool:
    return member.birth_date.year == 2015


def _recruit(member: MemberPlan) -> bool:
    return member.relation == "03" and 18 <= member.age_in(2016) <= 24 and member.years[0].labour_skill in _ABLE


def _two_children(household: HouseholdPlan) -> bool:
    pair = [m for m in household.members if m.relation in _CHILDREN][:2]
    return len(pair) == 2 and all(_plain(m) and m.age_in(2016) < 15 for m in pair) and pair[0].sex == pair[1].sex


def _single_parent(household: HouseholdPlan) -> bool:
    others = {member.relation for member in household.members[1:]}
    return bool(others) and others <= _CHILDREN and any(m.age_in(2016) < 16 for m in household.members)


def _mixed(household: HouseholdPlan) -> bool:
    return any(m.relation == "02" and m.ethnic_group != household.head.ethnic_group for m in household.members)


def _borrower(household: HouseholdPlan) -> MemberPlan | None:
    return household.member(household.borrower) if household.borrower else None


def _borrower_is(fits: Callable[[MemberPlan], bool]) -> Callable[[HouseholdPlan], bool]:
    return lambda household: (member := _borrower(household)) is not None and fits(member)


def _has_business(household: HouseholdPlan) -> bool:
    income = household.years[0].income
    return income.business_income > 2500 and household.years[0].exit_flag == "1"


def _head_named(*, whole: str = "", given: str = "", people: str = "") -> Change:
    return change_member(_head, named(whole=whole, given=given, people=people))


CASES = (
    HardCase("head with 𠮷", "520622100209", _invested, _head_named(given="𠮷昌")),
    HardCase("head with 䶮", "520622100209", _invested, _head_named(given="䶮")),
    HardCase("member with 㛃", "520622100209", _has(_wife), change_member(_wife, named(given="㛃"))),
    HardCase("head with a name of two characters", "520622100209", lambda h: _invested(h) and len(h.head.name) == 2),
    HardCase(
        "head with a compound surname",
        "520622100208",
        lambda h: _invested(h) and len(h.members) == 1,
        _head_named(whole="欧阳光明"),
    ),
    HardCase(
        "spouse with a middle dot in the name",
        "520622100208",
        lambda h: _invested(h) and _has(_wife)(h),
        change_member(_wife, named(whole="阿依古丽·麦麦提", people="05")),
    ),
    HardCase(
        "spouse with a name of twenty characters",
        "520622200204",
        lambda h: _invested(h) and _has(_wife)(h),
        change_member(_wife, named(whole=TWENTY_CHARACTERS, people="05")),
    ),
    HardCase(
        "head with a middle dot in the name",
        "520622200204",
        lambda h: _invested(h) and len(h.members) == 1,
        _head_named(whole="洛桑·次仁", people="04"),
    ),
    HardCase(
        "surname with a reading of its own", "520622200204", lambda h: len(h.members) == 1, _head_named(whole="单德明")
    ),
    HardCase(
        "people outside the list", "520622200204", lambda h: len(h.members) == 1, _head_named(given="忠", people="97")
    ),
    HardCase(
        "two heads of one name, the first", "520622002004", lambda h: len(h.members) == 1, _head_named(whole="杨国忠")
    ),
    HardCase(
        "two heads of one name, the second", "520622002004", lambda h: len(h.members) == 1, _head_named(whole="杨国忠")
    ),
    HardCase("identity number of 15 digits", "520622002004", _has(_elder), change_member(_elder, with_old_number)),
    HardCase(
        "head with an identity number of 15 digits",
        "520622103204",
        lambda h: _elder(h.head),
        change_member(lambda m: _head(m) and _elder(m), with_old_number),
    ),
    HardCase("disability number of 20 characters", "520622103204", _has(lambda m: m.id_kind == "disability_20")),
    HardCase(
        "disability number of 22 characters",
        "520622103204",
        _has(lambda m: m.id_kind == "disability_20"),
        change_member(lambda m: m.id_kind == "disability_20", certificate_reissued),
    ),
    HardCase("identity number ending in X", "520622103204", lambda h: _invested(h) and h.head.id_number[-1] == "X"),
    HardCase("passbook", "520622102201", lambda h: _invested(h) and h.account.kind == "passbook"),
    HardCase(
        "passbook with leading zeros",
        "520622102201",
        lambda h: _invested(h) and h.account.kind == "passbook",
        account_number("0025206990220100"),
    ),
    HardCase("payee other than the head", "520622102201", lambda h: _invested(h) and h.account.holder != h.head.key),
    HardCase("borrower other than the head", "520622102201", lambda h: _invested(h) and h.borrower != h.head.key),
    HardCase(
        "head, borrower and payee are three people",
        "520622100203",
        lambda h: _invested(h) and len(h.members) >= 3 and h.borrower != h.head.key,
        lambda h, book: replace(
            h, account=replace(h.account, holder=next(m.key for m in h.members[1:] if m.key != h.borrower))
        ),
    ),
    HardCase("one person, invested", "520622103216", lambda h: _invested(h) and len(h.members) == 1),
    HardCase("household of eight", "520622103211", lambda h: len(h.members) == 8),
    HardCase("twins", "520622001204", _two_children, twins),
    HardCase(
        "a hundred years old",
        "520622103211",
        _has(_elder_parent),
        change_member(_elder_parent, born(date(1916, 3, 5))),
    ),
    HardCase(
        "born in the last days of 2015", "520622103211", _has(_infant), change_member(_infant, born(date(2015, 12, 27)))
    ),
    HardCase("born within the year", "520622103211", _has(lambda m: m.birth_date.year == 2016)),
    HardCase("single parent", "520622103203", _single_parent),
    HardCase("two peoples in one household", "520622103203", _mixed),
    HardCase("daughter-in-law", "520622103203", _has(lambda m: m.relation == "05")),
    HardCase("member died within the year", "520622001205", lambda h: bool(h.former_members)),
    HardCase("income exactly at the line of the year before", "520622102202", _has_business, per_head("2968.00")),
    HardCase("income exactly at the line", "520622102202", _has_business, per_head("3146.00")),
    HardCase("income a fen below the line", "520622102202", _has_business, per_head("3145.99")),
    HardCase("business at a loss", "520622102202", _has_business, business_at_a_loss),
    HardCase("farmland at the upper limit", "520622102207", lambda h: h.years[0].main_cause != "5", farmland("100.00")),
    HardCase("borrower at the last age", "520622200201", _borrower_is(lambda m: m.age_in(2016) >= 63)),
    HardCase("borrower in the twenties", "520622200201", _borrower_is(lambda m: m.age_in(2016) <= 27)),
    HardCase("on active service", "520622001206", _has(_recruit), change_member(_recruit, on_active_service)),
    HardCase(
        "born on 29 February",
        "520622200201",
        lambda h: _plain(h.head) and h.head.birth_date.year in range(1948, 1990, 4),
        lambda h, book: change_member(_head, born(date(h.head.birth_date.year, 2, 29)))(h, book),
    ),
    HardCase("returned to poverty", "520622200201", lambda h: h.years[0].exit_flag == "4"),
    HardCase("in the care of the village", "520622001204", lambda h: h.mode == NO_MODE and h.years[0].attribute == "3"),
    HardCase("project of its own", "520622200202", lambda h: h.mode == SELF_CHOSEN),
)
