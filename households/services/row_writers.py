"""What rows about households on file say, as facts for the verbs they go through, kind by kind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from households.facts import HouseholdYearFacts, MemberFacts, MemberYearFacts
from households.models import Household, HouseholdYear, ImportKind, Member, MemberYear
from households.policy import Level, Problem
from households.querysets import PHONE_PURPOSE, id_index
from households.resources.cells import Masked, words_named
from households.resources.lines import Line
from households.services.accounts import AccountRow, propose_payee_accounts
from households.services.members import Answers, Grid, save_members_of
from households.services.reading import member_facts, member_year_facts, year_facts
from households.services.rows import MEMBER_YEAR_FIELDS, YEAR_FIELDS
from households.services.visits import VisitRow, record_visits
from households.services.years import YearRow, save_household_years
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.codes import codes_by_label
from yuping.core.errors import BadInput, PolicyRefused, at_field
from yuping.core.identity import mask_identity, parse_identity
from yuping.core.phone import parse_phone
from yuping.core.text import clean_search
from yuping.core.vault import index_of

Pair = tuple[Household, Line]
# Row to the record that it stands for, where it stands for one.
Wrote = Mapping[int, int]
Writer = Callable[[User, Sequence[Pair], str], Wrote]
# What is asked of somebody new, as on the page.
OF_NEWCOMERS = ("name", "relation", "join_kind")


def _write_members(actor: User, pairs: Sequence[Pair], reason: str) -> Wrote:
    lines: dict[int, list[Line]] = {}
    for home, line in pairs:
        if _is_households(home, line.values["phone"]):
            line.values["phone"] = ""
        lines.setdefault(home.pk, []).append(line)
    living, answers = _on_file(lines, {line.values["year"] for _home, line in pairs})
    grids = [Grid(home, _grid(own, living[home], answers)) for home, own in lines.items()]
    saved = save_members_of(actor=actor, grids=grids, reason=reason)
    own = (pair for given, rows in zip(lines.values(), saved, strict=True) for pair in zip(given, rows, strict=True))
    return {line.row: member.pk for line, member in own}


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
    """The members as they would stand; raises PolicyRefused with every reason, each with the place of its row."""
    found: list[MemberFacts] = []
    problems: list[Problem] = []
    for place, line in enumerate(lines):
        try:
            stored = _stored(living, line.values)
            if stored is None:
                problems += [replace(problem, member=place) for problem in _missing(line.values)]
            if not problems:
                found.append(_member(line, stored, answers))
        except BadInput as error:
            params = dict(error.params)
            problems.append(Problem(error.code, Level.REFUSED, str(params.pop("field", "")), place, None, params))
            # A masked number is an export's: the row means somebody on file.
            masked = isinstance(line.values["id_number"], Masked)
            if not masked and line.values["name"] not in {member.name for member in living}:
                problems += [replace(problem, member=place) for problem in _missing(line.values)]
    if problems:
        raise PolicyRefused("households.refused", reasons=problems)
    return found


def _missing(values: Mapping[str, Any]) -> list[Problem]:
    """What somebody new lacks. How he came is asked as on the page: it is the event that he leaves behind."""
    codes = {"join_kind": ("households.join_kind_needed", {"options": words_named(codes_by_label("member_increase"))})}
    found = []
    for name in OF_NEWCOMERS:
        if not values[name]:
            code, params = codes.get(name, ("households.required", {}))
            found.append(Problem(code, Level.REFUSED, name, None, None, params))
    return found


def _member(line: Line, stored: Member | None, on_file: Answers) -> MemberFacts:
    """The member as he would stand: what is on file, and over it what the row says."""
    values, year = line.values, line.values["year"]
    # A masked number said whom the row means; of a newcomer nothing can be masked.
    if stored is None and isinstance(values["phone"], Masked):
        raise BadInput("households.masked", field="phone")
    said = {name: value for name, value in values.items() if not isinstance(value, Masked)}
    given = {name: value for name, value in said.items() if value not in ("", None, ()) and name in MEMBER_NAMES}
    answers = {name: values[name] for name in MEMBER_YEAR_FIELDS if values[name] not in ("", None, (), False)}
    if stored is None:
        return MemberFacts(**given, years=(MemberYearFacts(year=year, **answers),))
    before = on_file.get((stored.pk, year))
    record = replace(member_year_facts(before), **answers) if before else MemberYearFacts(year=year, **answers)
    kept = member_facts(stored, opened=True)
    if given.get("id_number"):
        kept = replace(kept, birth_date=None, sex="")
    # A row that says nothing of the year begins no answers of it.
    return replace(kept, **given, years=(record,) if before or answers else ())


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


def standing_records(pairs: Sequence[Pair]) -> dict[tuple[int, int], HouseholdYear]:
    """The records of these households and years, by both."""
    years = {line.values["year"] for _home, line in pairs}
    stored = HouseholdYear.unguarded.filter(household__in={home.pk for home, _line in pairs}, year__in=years)
    return {(record.household_id, record.year): record for record in stored}


def _write_years(actor: User, pairs: Sequence[Pair], reason: str) -> Wrote:
    standing = standing_records(pairs)
    rows = [YearRow(home.pk, year_of_row(line, standing.get((home.pk, line.values["year"])))) for home, line in pairs]
    saved = save_household_years(actor=actor, rows=rows, reason=reason)
    return {line.row: record.pk for (_home, line), record in zip(pairs, saved, strict=True)}


def year_of_row(line: Line, before: HouseholdYear | None) -> HouseholdYearFacts:
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


def holders_of(pairs: Sequence[Pair]) -> dict[int, list[int]]:
    """Row to the living members whose name its holder has; without a holder it is the head's."""
    names: dict[int, dict[str, list[int]]] = {}
    living = Member.unguarded.filter(household__in={home.pk for home, _line in pairs}, state="living_here")
    for pk, home, name in living.order_by("pk").values_list("pk", "household_id", "name"):
        names.setdefault(home, {}).setdefault(clean_search(name), []).append(pk)
    wanted = ((home, line, line.values["account_holder"] or home.head_name) for home, line in pairs)
    return {line.row: names.get(home.pk, {}).get(clean_search(name), []) for home, line, name in wanted}


def _write_accounts(actor: User, pairs: Sequence[Pair], reason: str) -> Wrote:
    rows, holders = [], holders_of(pairs)
    for home, line in pairs:
        values, found = line.values, holders[line.row]
        if len(found) != 1:
            raise BadInput("households.account_holder", field="member")
        rows.append(
            AccountRow(home.pk, found[0], values["account_bank"], values["account_kind"], values["account_number"])
        )
    propose_payee_accounts(actor=actor, rows=rows, reason=reason)
    return {}


def _write_visits(actor: User, pairs: Sequence[Pair], reason: str) -> Wrote:
    rows = [visit_of_row(home.pk, line) for home, line in pairs]
    record_visits(actor=actor, rows=rows, reason=reason)
    return {}


def visit_of_row(household_id: int, line: Line) -> VisitRow:
    """What a row says of a visit."""
    return VisitRow(household_id=household_id, **{name: line.values[name] for name in VISIT_NAMES})


VISIT_NAMES = ("date", "visitor", "theme", "content", "place", "people_met")
VISIT_NAMES += ("appeal_class", "problem", "measure", "responsible_unit", "due_on")
MEMBER_NAMES = frozenset(MemberFacts.__dataclass_fields__) - {"years", "pk"}
MONEY = frozenset(name for name, field in HouseholdYearFacts.__dataclass_fields__.items() if field.default == 0)
WRITERS: dict[str, Writer] = {
    ImportKind.MEMBERS: _write_members,
    ImportKind.YEARS: _write_years,
    ImportKind.ACCOUNTS: _write_accounts,
    ImportKind.VISITS: _write_visits,
}
