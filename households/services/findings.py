"""Findings: what the rules of data quality find is opened, what holds again closes by itself, some are exempted."""

import datetime
import json
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from households.models import Finding, Household, RuleFault, StatusChange
from households.models.quality import ACCEPTED_FOR_GOOD
from households.policy import Problem
from households.policy.status import Change
from households.services.rule_reading import RuleReading, read_after_check, read_rules
from households.services.trial import is_on_trial
from villages.services.loading import area_of
from yuping.accounts import access, quality
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.accounts.quality import Asked, Broken
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, SamePerson
from yuping.core.text import clean_line

REFRESH = "households.refresh_findings"
EXEMPT, ACCEPT = "households.exempt_finding", "households.accept_file"
LONGEST_EXEMPTION = 366
BATCH = 1000


def refresh_findings(*, actor: User, household_ids: Sequence[int] = (), reason: str = "") -> int:
    """Read every rule over the households, or over the person's whole area; returns how many findings are open."""
    with transaction.atomic():
        rows = Household.objects.actionable_by(actor, REFRESH).active().order_by("pk")
        if household_ids:
            rows = rows.filter(pk__in=list(household_ids))
        first, count = rows.first(), rows.count()
        if first is None:
            return 0
        if household_ids:
            asked, standing = _of_households(list(rows.values_list("pk", flat=True)))
            rules = [rule for rule in quality.set_rules() if not rule.of_places]
        else:
            asked, standing = _of_area(access.require(actor, REFRESH))
            rules = quality.set_rules()
        reading = read_rules(rows.iterator(chunk_size=BATCH), asked, rules)
        opened, closed = _keep(reading, standing)
        _note_faults(reading, mended=not household_ids)
        facts = {"households": count, "opened": opened, "closed": closed, "failed_rules": sorted(reading.failed)}
        area = area_of(rows.order_by().values_list("village_id", flat=True).distinct())
        # Of the whole area it is an act on no family: as with a list that is handed out, the person stands for it.
        obj = first if household_ids else actor
        record_act(actor=actor, verb=REFRESH, obj=obj, area_code=area, reason=reason, facts=facts)
        return standing.filter(state="open").count()


def update_findings(households: Sequence[Household]) -> tuple[int, int]:
    """Open what is broken and not found yet, close what holds again; (opened, closed). Part of other verbs.

    Only the rules that one file can break by being saved; the others are read when the area is checked. They are rules
    for the registered poor: a household that is only watched has none of what they ask for.
    """
    households = [row for row in households if not row.never_registered]
    if is_on_trial() or not households:
        return 0, 0
    asked, standing = _of_households([row.pk for row in households])
    reading = read_rules(households, asked, quality.set_rules(saving=True))
    _note_faults(reading, mended=False)
    return _keep(reading, standing)


def findings_to_come(households: Sequence[Household]) -> list[Broken]:
    """What ``update_findings`` would open of households as they stand; writes nothing. For the check of an import."""
    asked, standing = _of_households([row.pk for row in households])
    broken = read_rules(households, asked, quality.set_rules(saving=True)).broken
    known = {_key(row) for row in standing.exclude(state="closed")}
    return [one for key, one in broken.items() if key not in known]


def open_checked(households: Sequence[Household], doubts: Sequence[Sequence[Problem]]) -> None:
    """Open what the check found in files just written, without reading them again. Part of other verbs."""
    asked, standing = _of_households([row.pk for row in households])
    reading = read_after_check(households, doubts, asked, quality.set_rules(saving=True))
    _note_faults(reading, mended=False)
    _keep(reading, standing)


def _of_households(ids: list[int]) -> tuple[Asked, QuerySet]:
    def narrow(rows: QuerySet, household: str, village: str) -> QuerySet:
        return rows.filter(**{f"{household}__in": ids})

    standing = Finding.unguarded.filter(household__in=ids)
    return Asked(clock.today(), narrow, whole=False), standing


def _of_area(scope: access.Scope) -> tuple[Asked, QuerySet]:
    if scope.whole_county:
        return Asked(clock.today(), lambda rows, household, village: rows), Finding.unguarded.all()
    asked = Asked(clock.today(), lambda rows, household, village: rows.filter(scope.q(village)), whole=False)
    return asked, Finding.unguarded.filter(scope.q("village"))


def _keep(reading: RuleReading, standing: QuerySet) -> tuple[int, int]:
    """Make the findings what was read: open the new, close what holds again, reopen when an exemption is over.

    What stands open tells the values of today; what is exempted keeps those that it was exempted for.
    """
    today, broken = clock.today(), reading.broken
    rows = standing.select_for_update(of=("self",)).filter(rule__in=reading.read).exclude(state="closed")
    found = {_key(row): row for row in rows}
    closing = [row.pk for key, row in found.items() if key not in broken]
    reopening = [
        row.pk
        for key, row in found.items()
        if key in broken and row.state == "exempted" and row.exempt_until and row.exempt_until < today
    ]
    for ids, change in ((closing, {"state": "closed", "closed_on": today}), (reopening, {"state": "open"})):
        if ids:
            Finding.unguarded.filter(pk__in=ids).update(**change)
    stand_open = [key for key, row in found.items() if row.state != "exempted" or row.pk in reopening]
    _tell_anew([(found[key], broken[key]) for key in stand_open if key in broken])
    read = (one for key, one in broken.items() if key not in found and one.rule in reading.read)
    new = [_finding(one, today) for one in read]
    Finding.objects.bulk_create(new, batch_size=BATCH)
    return len(new) + len(reopening), len(closing)


def _tell_anew(pairs: Sequence[tuple[Finding, Broken]]) -> None:
    """The values in a finding's sentence, where they are others by now."""
    changed = []
    for row, one in pairs:
        # As the database gives them back.
        facts = json.loads(json.dumps(one.facts))
        if facts != row.facts:
            row.facts = facts
            changed.append(row)
    Finding.unguarded.bulk_update(changed, ["facts"], batch_size=BATCH)


def _key(row: Finding) -> tuple[str, str, int | None, int | None, str]:
    return Broken(row.rule, row.village_id, row.household_id, row.member_id, row.record).key


def _finding(found: Broken, today: datetime.date) -> Finding:
    rule = quality.rules()[found.rule]
    return Finding(
        household_id=found.household_id,
        village_id=found.village_id,
        member_id=found.member_id,
        record=found.record,
        year=today.year,
        rule=found.rule,
        level=rule.level,
        blocks_payment=rule.blocks_payment,
        owner=rule.owner,
        facts=found.facts,
        found_on=today,
        due_on=today + datetime.timedelta(days=rule.days),
    )


def _note_faults(reading: RuleReading, *, mended: bool) -> None:
    """A rule that failed stands as failed until an area is read with it to the end."""
    today = clock.today()
    if mended:
        RuleFault.objects.filter(mended_on=None, rule__in=reading.read).update(mended_on=today)
    for rule, failure in reading.failed.items():
        RuleFault.objects.update_or_create(
            rule=rule,
            mended_on=None,
            defaults={"error": failure.error, "household_id": failure.household_id, "last_on": today},
            create_defaults={
                "error": failure.error,
                "household_id": failure.household_id,
                "first_on": today,
                "last_on": today,
            },
        )


def exempt_finding(*, actor: User, finding_id: int, until: datetime.date, reason: str) -> Finding:
    """Let a finding stand for a time, with a reason; it no longer blocks.

    Raises BadInput, and NotAllowedNow for a rule that lets nothing stand.
    """
    with transaction.atomic():
        finding = Finding.objects.for_action(actor, EXEMPT).get(pk=finding_id, state="open")
        if not finding.is_exemptible:
            raise NotAllowedNow("households.never_exempted")
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


def accept_file(*, actor: User, finding_id: int, reason: str) -> Finding:
    """The county accepts a file that came on record without identification; it blocks no more and does not run out.

    Raises BadInput without a reason; SamePerson for who entered the file.
    """
    with transaction.atomic():
        rows = Finding.objects.for_action(actor, ACCEPT)
        finding = rows.get(pk=finding_id, state="open", rule=ACCEPTED_FOR_GOOD)
        reason = clean_line(reason)
        if not reason:
            raise BadInput("reason_needed", field="reason")
        if why := against_acceptance(finding, actor.pk):
            raise why
        finding.state, finding.exempted_by = "exempted", actor
        finding.exempt_until, finding.exempt_reason = None, reason
        finding.save(update_fields=["state", "exempted_by", "exempt_until", "exempt_reason"])
        facts = {"household": finding.household_id}
        record_act(actor=actor, verb=ACCEPT, obj=finding, area_code=finding.village_id, reason=reason, facts=facts)
        return finding


def against_acceptance(finding: Finding, actor_id: int) -> SamePerson | None:
    """Who put the file on record without a case does not accept it as well."""
    entered = StatusChange.unguarded.filter(household=finding.household_id, kind=Change.ENTERED, recorded_by=actor_id)
    return SamePerson("households.accepts_own_file", move="accept", earlier="register") if entered.exists() else None
