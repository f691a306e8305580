"""Findings: the rules of data quality read over stored files, set by set; what holds again closes by itself."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, QuerySet

from households.facts import HouseholdFacts
from households.models import Finding, Household, HouseholdYear, Member, PayeeAccount
from households.policy import RULES, Level, doubts_of, year_file
from households.reference import poverty_line
from households.services.reading import stored_households
from villages.services.loading import area_of
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput
from yuping.core.text import clean_line

REFRESH = "households.refresh_findings"
EXEMPT = "households.exempt_finding"
LONGEST_EXEMPTION = 366
# Rules that need other households or the whole table, with their level and whether they block payment.
WIDE_RULES: dict[str, tuple[Level, bool]] = {
    "head_deceased": (Level.ERROR, True),
    "shared_account": (Level.ERROR, True),
    "shared_phone": (Level.WARNING, False),
    "same_person": (Level.WARNING, False),
    "no_year_record": (Level.WARNING, False),
    "dividend_differs": (Level.WARNING, False),
}

Key = tuple[int, int | None, str]


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule broken now; compared with the findings that stand."""

    household_id: int
    member_id: int | None
    rule: str
    facts: dict[str, object]

    @property
    def key(self) -> Key:
        return self.household_id, self.member_id, self.rule


def refresh_findings(*, actor: User, household_ids: Sequence[int] = (), reason: str = "") -> int:
    """Read all rules over the households, or over all in the person's area; returns how many findings are open."""
    with transaction.atomic():
        rows = Household.objects.actionable_by(actor, REFRESH).active()
        if household_ids:
            rows = rows.filter(pk__in=list(household_ids))
        households = list(rows)
        opened, closed = update_findings(households)
        if households:
            facts = {"households": len(households), "opened": opened, "closed": closed}
            area = area_of(row.village_id for row in households)
            record_act(actor=actor, verb=REFRESH, obj=households[0], area_code=area, reason=reason, facts=facts)
        return Finding.unguarded.filter(household__in=households, state="open").count()


def update_findings(households: Sequence[Household]) -> tuple[int, int]:
    """Open what is broken and not found yet, close what holds again; (opened, closed). Part of other verbs."""
    today = clock.today()
    ids = {row.pk: row for row in households}
    broken = {found.key: found for found in _broken(households, year=today.year)}
    standing = {
        (row.household_id, row.member_id, row.rule): row
        for row in Finding.unguarded.select_for_update().filter(household__in=ids).exclude(state="closed")
    }
    closing = [row.pk for key, row in standing.items() if key not in broken]
    Finding.unguarded.filter(pk__in=closing).update(state="closed", closed_on=today)
    reopening = [
        row.pk
        for key, row in standing.items()
        if key in broken and row.state == "exempted" and row.exempt_until < today
    ]
    Finding.unguarded.filter(pk__in=reopening).update(state="open")
    new = [_finding(found, ids[found.household_id], today) for key, found in broken.items() if key not in standing]
    Finding.objects.bulk_create(new, batch_size=500)
    return len(new) + len(reopening), len(closing)


def _finding(found: Broken, household: Household, today: datetime.date) -> Finding:
    level, blocks = _level(found.rule)
    return Finding(
        household=household,
        village_id=household.village_id,
        member_id=found.member_id,
        year=today.year,
        rule=found.rule,
        level=level,
        blocks_payment=blocks,
        facts=found.facts,
        found_on=today,
    )


def _level(rule: str) -> tuple[str, bool]:
    if rule in WIDE_RULES:
        return WIDE_RULES[rule]
    return RULES[rule].level, RULES[rule].blocks_payment


def _broken(households: Sequence[Household], *, year: int) -> Iterable[Broken]:
    ids = [row.pk for row in households]
    line = poverty_line(year - 1)
    for row, facts in zip(households, stored_households(households, year=year), strict=True):
        if not facts.years:
            yield Broken(row.pk, None, "no_year_record", {"year": year})
            continue
        yield from _in_file(row, facts, line)
    yield from _deceased_heads(ids)
    yield from _shared(PayeeAccount.unguarded.filter(state="verified"), "number_index", ids, "shared_account")
    yield from _shared(Household.unguarded.filter(state="active"), "phone_index", ids, "shared_phone")
    yield from _same_persons(ids)
    yield from _dividends(ids, year)


def _in_file(row: Household, facts: HouseholdFacts, line: object) -> Iterable[Broken]:
    for problem in doubts_of(year_file(facts, facts.years[0], poverty_line=line), RULES.values()):
        member = None if problem.member is None else facts.members[problem.member].pk
        yield Broken(row.pk, member, problem.code, {**problem.params, "field": problem.field})


def _deceased_heads(ids: Sequence[int]) -> Iterable[Broken]:
    gone = Member.unguarded.filter(household__in=ids, is_head=True).exclude(state="living_here")
    for household_id, member_id in gone.values_list("household_id", "pk"):
        yield Broken(household_id, member_id, "head_deceased", {})


def _shared(rows: QuerySet, column: str, ids: Sequence[int], rule: str) -> Iterable[Broken]:
    """Households of the set that share a value with another household of the county."""
    owner = "pk" if rows.model is Household else "household_id"
    mine = rows.filter(**{f"{owner.removesuffix('_id')}__in": ids}).exclude(**{column: ""})
    counted = (
        rows.filter(**{f"{column}__in": mine.values(column)})
        .order_by()
        .values(column)
        .annotate(homes=Count(owner.removesuffix("_id"), distinct=True))
        .filter(homes__gt=1)
    )
    for household_id in mine.filter(**{f"{column}__in": counted.values(column)}).values_list(owner, flat=True):
        yield Broken(household_id, None, rule, {})


def _same_persons(ids: Sequence[int]) -> Iterable[Broken]:
    """Same name and birth date in two households of one village, under different numbers."""
    living = Member.unguarded.filter(state="living_here", household__state="active")
    mine = living.filter(household__in=ids)
    alike = (
        living.filter(name__in=mine.values("name"), village__in=mine.values("village"))
        .order_by()
        .values("name", "birth_date", "village_id")
        .annotate(homes=Count("household", distinct=True))
        .filter(homes__gt=1)
        .values_list("name", "birth_date", "village_id")
    )
    twins = set(alike)
    for found in mine.filter(name__in={name for name, _birth, _village in twins}):
        if (found.name, found.birth_date, found.village_id) in twins:
            yield Broken(found.household_id, found.pk, "same_person", {})


def _dividends(ids: Sequence[int], year: int) -> Iterable[Broken]:
    records = HouseholdYear.unguarded.filter(household__in=ids, year=year, dividends_recorded__gt=0)
    differing = records.exclude(dividend_income=F("dividends_recorded"))
    for household_id, stated, recorded in differing.values_list(
        "household_id", "dividend_income", "dividends_recorded"
    ):
        yield Broken(household_id, None, "dividend_differs", {"stated": str(stated), "recorded": str(recorded)})


def exempt_finding(*, actor: User, finding_id: int, until: datetime.date, reason: str) -> Finding:
    """Let a finding stand for a time, with a reason; it no longer blocks. Raises BadInput."""
    with transaction.atomic():
        finding = Finding.objects.for_action(actor, EXEMPT).get(pk=finding_id, state="open")
        reason = clean_line(reason)
        if not reason:
            raise BadInput("reason_needed", field="reason")
        if not 0 < (until - clock.today()).days <= LONGEST_EXEMPTION:
            raise BadInput("households.exemption_period", field="until")
        finding.state, finding.exempted_by = "exempted", actor
        finding.exempt_until, finding.exempt_reason = until, reason
        finding.save(update_fields=["state", "exempted_by", "exempt_until", "exempt_reason"])
        record_act(
            actor=actor,
            verb=EXEMPT,
            obj=finding,
            area_code=finding.village_id,
            reason=reason,
            facts={"rule": finding.rule, "until": until},
        )
        return finding
