"""Putting households on file: one from the form, thousands from an import, by the same writing."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from django.db import IntegrityError, transaction
from django.db.models import Model

from households.facts import HouseholdFacts, ImportBatch
from households.models import (
    Household,
    Member,
    Pairing,
    StatusChange,
)
from households.policy import Level, Problem
from households.policy.adjustments import WATCHED_FROM
from households.services.accounts import proposed_row
from households.services.apart import Apart, keep_apart
from households.services.checking import Found, Verdict, check_batch, check_tables
from households.services.findings import update_findings
from households.services.identified import before_the_case, cases_of, missing, tie, without_case
from households.services.rows import household_row, household_year_row, member_row, member_year_row
from villages.services.loading import area_of
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.copying import copy_rows
from yuping.core.database import checked_at_once
from yuping.core.errors import PolicyRefused
from yuping.core.text import clean_line
from yuping.core.vault import digest_of

REGISTER = "households.register_household"
IMPORT = "households.import_households"
NEWLY_IDENTIFIED = "1"


def register_household(
    *,
    actor: User,
    household: HouseholdFacts,
    reason: str = "",
    apart: Apart | None = None,
    only_watched: bool = False,
) -> Household:
    """Put one household on file; its account waits for a second person. Raises PolicyRefused with every reason.

    An accepted case whose applicant is a member is tied to the file. Where the county requires one and there is none,
    ``reason`` says why; the file is then not paid before the county lets that stand.
    ``only_watched`` is one at the edge of poverty that is not registered: it needs no case, and counts nowhere.
    Raises LooksLikeOthers until ``apart`` says of each likely double that it is another household.
    """
    try:
        with transaction.atomic():
            batch = ImportBatch([household])
            registered = _register(actor, REGISTER, batch, reason, only_watched=only_watched)[0]
            update_findings([registered])
            keep_apart(actor, registered, apart)
            return registered
    except IntegrityError as error:
        # Somebody entered the same household between the check and the writing: now the check sees it.
        verdict = check_batch(actor=actor, verb=REGISTER, households=[household])
        if not verdict.problems:
            raise
        raise _refusal(verdict.problems) from error


def before_watching(households: Sequence[HouseholdFacts]) -> list[Found]:
    """Of households that are only to be watched, those entered as of a day before anybody was."""
    today = clock.today()
    return [
        (place, Problem("households.watch_from", Level.REFUSED, "registered_on", params={"day": WATCHED_FROM}))
        for place, facts in enumerate(households)
        if (facts.registered_on or today) < WATCHED_FROM
    ]


def _refusal(problems: Sequence[Found]) -> PolicyRefused:
    return PolicyRefused(
        "households.refused",
        reasons=[problem for _place, problem in problems],
        places=[place for place, _problem in problems],
    )


def import_households(*, actor: User, batch: ImportBatch, reason: str = "") -> list[Household]:
    """Put households on file, all or none; one audit entry. Raises PolicyRefused with every reason.

    Cases are tied and ``reason`` is asked for as in ``register_household``.
    """
    return _register(actor, IMPORT, batch, reason)


def _register(
    actor: User, verb: str, batch: ImportBatch, reason: str, *, only_watched: bool = False
) -> list[Household]:
    with transaction.atomic():
        check = check_tables if batch.checked else check_batch
        verdict = check(actor=actor, verb=verb, households=batch.households)
        cases = {} if only_watched else cases_of(verdict.households, lock=True)
        bare = [] if only_watched else without_case(verdict.households, cases)
        problems = [*verdict.problems, *before_the_case(verdict.households, cases)]
        if only_watched:
            problems += before_watching(verdict.households)
        reason = clean_line(reason, max_length=200)
        if bare and not reason:
            problems += [(place, missing(Level.REFUSED)) for place in bare]
        if problems or not verdict.households:
            raise _refusal(problems)
        with checked_at_once(but_at_commit="households.Household:has_a_head"):
            written, papers = _write(actor, verdict, dict.fromkeys(bare, reason), only_watched=only_watched)
        for place, case in cases.items():
            papers += tie(actor, case, written[place])
        record_act(
            actor=actor,
            verb=verb,
            obj=written[0],
            area_code=area_of(row.village_id for row in written),
            reason=reason,
            facts=_audit_facts(verdict.households, batch),
            wrote=papers,
        )
        return written


def _audit_facts(households: Sequence[HouseholdFacts], batch: ImportBatch) -> dict[str, object]:
    rows = [(facts.number, [member.canonical18 for member in facts.members]) for facts in households]
    facts = {"households": len(households), "members": sum(len(row[1]) for row in rows), "digest": digest_of(str(rows))}
    return facts | ({"file": batch.source_digest} if batch.source_digest else {})


def _write(
    actor: User, verdict: Verdict, unidentified: Mapping[int, str], *, only_watched: bool
) -> tuple[list[Household], list[Model]]:
    """Every table once, parents first; the households, and what was written about them that the record vouches for.

    ``unidentified`` holds, by place, why a household comes on file without a case.
    """
    today = clock.today()
    facts = verdict.households
    households = copy_rows(
        [
            household_row(
                row,
                today=today,
                group_id=verdict.groups.get((row.village, row.group)),
                unidentified_reason=unidentified.get(place, ""),
                only_watched=only_watched,
            )
            for place, row in enumerate(facts)
        ]
    )
    pairs = list(zip(facts, households, strict=True))
    copy_rows([household_year_row(year, household) for row, household in pairs for year in row.years])
    members = copy_rows([member_row(member, household) for row, household in pairs for member in row.members])
    people = [member for row in facts for member in row.members]
    copy_rows(
        [
            member_year_row(answers, member)
            for person, member in zip(people, members, strict=True)
            for answers in person.years
        ]
    )
    return households, _write_papers(actor, pairs, members)


def _write_papers(actor: User, pairs: list[tuple[HouseholdFacts, Household]], members: list[Member]) -> list[Model]:
    """The accounts proposed for the households, who helps them, and the changes by which they came on file."""
    today = clock.today()
    ends = [0]
    for row, _household in pairs:
        ends.append(ends[-1] + len(row.members))
    seats = [members[start:end] for start, end in pairwise(ends)]
    accounts = copy_rows(
        [
            proposed_row(actor, row.account, household=household, member=people[row.account.holder], today=today)
            for (row, household), people in zip(pairs, seats, strict=True)
            if row.account is not None
        ]
    )
    copy_rows(
        [
            Pairing(
                household=household,
                village_id=household.village_id,
                cadre_id=row.pairing.cadre_id,
                from_on=row.pairing.from_on,
                accepted_on=row.pairing.from_on,
                recorded_by=actor,
            )
            for row, household in pairs
            if row.pairing is not None
        ]
    )
    # Who is only watched came on no file: the change of status is the county's decision to watch.
    return [
        *accounts,
        *copy_rows([_entered(actor, household) for _row, household in pairs if not household.never_registered]),
    ]


def _entered(actor: User, household: Household) -> StatusChange:
    return StatusChange(
        household=household,
        village_id=household.village_id,
        kind=NEWLY_IDENTIFIED,
        year=household.registered_on.year,
        date=household.registered_on,
        reason="",
        state_before="",
        state_after=household.state,
        recorded_by=actor,
    )
