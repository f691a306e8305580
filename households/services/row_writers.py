"""What rows about households on file say, as facts for the verbs they go through, kind by kind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from households.facts import HouseholdYearFacts, MemberFacts, MemberYearFacts
from households.models import Household, HouseholdYear, ImportKind, Member, MemberYear
from households.policy import Level, Problem, check_year
from households.querysets import PHONE_PURPOSE, id_index
from households.resources.cells import Masked
from households.resources.lines import Line
from households.services.accounts import AccountRow, propose_payee_accounts
from households.services.checking import lists
from households.services.members import Answers, Grid, save_members_of
from households.services.reading import member_facts, member_year_facts, year_facts
from households.services.rows import MEMBER_YEAR_FIELDS, YEAR_FIELDS
from households.services.visits import VisitRow, record_visits
from households.services.years import YearRow, save_household_years
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, DomainError, PolicyRefused, at_field
from yuping.core.identity import mask_identity, parse_identity
from yuping.core.phone import parse_phone
from yuping.core.vault import index_of

Pair = tuple[Household, Line]
Writer = Callable[[User, Sequence[Pair], str], None]


def _write_members(actor: User, pairs: Sequence[Pair], reason: str) -> None:
    lines: dict[int, list[Line]] = {}
    for home, line in pairs:
        if _is_households(home, line.values["phone"]):
            line.values["phone"] = ""
        lines.setdefault(home.pk, []).append(line)
    living, answers = _on_file(lines, {line.values["year"] for _home, line in pairs})
    grids = [Grid(home, _grid(own, living[home], answers)) for home, own in lines.items()]
    save_members_of(actor=actor, grids=grids, reason=reason)


def _is_households(home: Household, phone: str) -> bool:
    """Whether it is the household's phone: our own list shows it with each member who has none of his own."""
    if not phone or isinstance(phone, Masked) or not home.phone_index:
        return False
    try:
        return index_of(parse_phone(phone), PHONE_PURPOSE) == home.phone_index
    except BadInput:
        return False


def _on_file(homes: Iterable[int], years: set[int]) -> tuple[dict[int, list[Member]], Answers]:
    living: dict[int, list[Member]] = {home: [] for home in homes}
    for member in Member.unguarded.filter(household__in=list(living), state="living_here").order_by("pk"):
        living[member.household_id].append(member)
    answers = MemberYear.unguarded.filter(household__in=list(living), year__in=years)
    return living, {(row.member_id, row.year): row for row in answers}


def _grid(lines: Sequence[Line], living: Sequence[Member], answers: Answers) -> list[MemberFacts]:
    """The members as they would stand; raises PolicyRefused with the place of a row that names none."""
    found = []
    for place, line in enumerate(lines):
        try:
            found.append(_member(line, living, answers))
        except BadInput as error:
            params = dict(error.params)
            problem = Problem(error.code, Level.REFUSED, str(params.pop("field", "")), place, None, params)
            raise PolicyRefused("households.refused", reasons=[problem]) from error
    return found


def _member(line: Line, living: Sequence[Member], on_file: Answers) -> MemberFacts:
    """The member as he would stand: what is on file, and over it what the row says."""
    values, year = line.values, line.values["year"]
    stored = _stored(living, values)
    # A masked number said whom the row means; of a newcomer nothing can be masked.
    if stored is None and isinstance(values["phone"], Masked):
        raise BadInput("households.masked", field="phone")
    said = {name: value for name, value in values.items() if not isinstance(value, Masked)}
    given = {name: value for name, value in said.items() if value not in ("", None, ()) and name in MEMBER_NAMES}
    answers = {name: values[name] for name in MEMBER_YEAR_FIELDS if values[name] not in ("", None, (), False)}
    if stored is None:
        for name in ("name", "relation"):
            if not given.get(name):
                raise BadInput("households.required", field=name)
        return MemberFacts(**given, years=(MemberYearFacts(year=year, **answers),))
    before = on_file.get((stored.pk, year))
    record = replace(member_year_facts(before), **answers) if before else MemberYearFacts(year=year, **answers)
    kept = member_facts(stored, opened=True)
    if given.get("id_number"):
        kept = replace(kept, birth_date=None, sex="")
    return replace(kept, **given, years=(record,))


def _stored(living: Sequence[Member], values: Mapping[str, Any]) -> Member | None:
    """The member on file whom the row means: by his number, else by his name alone in the household."""
    number = values["id_number"]
    if isinstance(number, Masked):
        return _behind(number, living, values["name"])
    if number:
        with at_field("id_number"):
            index = id_index(parse_identity(number, on=clock.today()).canonical18)
        if found := next((member for member in living if member.id_index == index), None):
            return found
    named = [member for member in living if member.name == values["name"]]
    if len(named) > 1:
        raise BadInput("households.name_twice_in_household", field="id_number")
    return named[0] if named and not (number and named[0].id_index) else None


def _behind(masked: Masked, living: Sequence[Member], name: str) -> Member:
    """The member of this name whose number looks so when masked."""
    named = [member for member in living if member.name == name and member.id_number]
    found = [member for member in named if mask_identity(member.id_number.open()) == masked]
    if len(found) != 1:
        raise BadInput("households.masked_unknown", field="id_number")
    return found[0]


def _years_alone(pairs: Sequence[Pair]) -> dict[int, DomainError]:
    """Row to what is wrong with its answers, whatever the other rows say."""
    standing, today = _standing(pairs), clock.today()
    wrong: dict[int, DomainError] = {}
    for home, line in pairs:
        try:
            facts = _year(line, standing.get((home.pk, line.values["year"])))
        except DomainError as error:
            wrong[line.row] = error
            continue
        if problems := check_year(facts, today=today, lists=lists):
            wrong[line.row] = PolicyRefused("households.refused", reasons=problems)
    return wrong


def _standing(pairs: Sequence[Pair]) -> dict[tuple[int, int], HouseholdYear]:
    """The records of these households and years, by both."""
    years = {line.values["year"] for _home, line in pairs}
    stored = HouseholdYear.unguarded.filter(household__in={home.pk for home, _line in pairs}, year__in=years)
    return {(record.household_id, record.year): record for record in stored}


def _write_years(actor: User, pairs: Sequence[Pair], reason: str) -> None:
    standing = _standing(pairs)
    rows = [YearRow(home.pk, _year(line, standing.get((home.pk, line.values["year"])))) for home, line in pairs]
    save_household_years(actor=actor, rows=rows, reason=reason)


def _year(line: Line, before: HouseholdYear | None) -> HouseholdYearFacts:
    """The answers as they would stand: what is on file, and over it what the row says."""
    columns = [name for name in YEAR_FIELDS if name in line.values]
    given = {name: line.values[name] for name in columns if line.values[name] not in ("", None)}
    if before is not None:
        # An amount that stands blank is nothing said, not nothing received.
        said = {name: value for name, value in given.items() if value or name not in MONEY}
        return replace(year_facts(before), **said)
    if "population_end" not in given:
        raise BadInput("households.required", field="population_end")
    return HouseholdYearFacts(year=line.values["year"], **given)


def _write_accounts(actor: User, pairs: Sequence[Pair], reason: str) -> None:
    rows = []
    for home, line in pairs:
        values = line.values
        wanted = values["account_holder"] or home.head_name
        holders = list(home.members.filter(state="living_here", name=wanted).values_list("pk", flat=True)[:2])
        if len(holders) != 1:
            raise BadInput("households.account_holder", field="member")
        rows.append(
            AccountRow(home.pk, holders[0], values["account_bank"], values["account_kind"], values["account_number"])
        )
    propose_payee_accounts(actor=actor, rows=rows, reason=reason)


def _write_visits(actor: User, pairs: Sequence[Pair], reason: str) -> None:
    names = ("date", "visitor", "theme", "content", "place", "people_met")
    names += ("appeal_class", "problem", "measure", "responsible_unit", "due_on")
    rows = [VisitRow(household_id=home.pk, **{name: line.values[name] for name in names}) for home, line in pairs]
    record_visits(actor=actor, rows=rows, reason=reason)


MEMBER_NAMES = frozenset(MemberFacts.__dataclass_fields__) - {"years", "pk"}
MONEY = frozenset(name for name, field in HouseholdYearFacts.__dataclass_fields__.items() if field.default == 0)
# What is wrong with rows by themselves, before they are tried together.
ALONE: dict[str, Callable[[Sequence[Pair]], dict[int, DomainError]]] = {ImportKind.YEARS: _years_alone}
WRITERS: dict[str, Writer] = {
    ImportKind.MEMBERS: _write_members,
    ImportKind.YEARS: _write_years,
    ImportKind.ACCOUNTS: _write_accounts,
    ImportKind.VISITS: _write_visits,
}
