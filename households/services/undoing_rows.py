"""Taking back what an import wrote about households on file: members, yearly records, accounts, visits, leads.

A member becomes one entered in error, an account is refused, a lead and the event by which a member came are withdrawn;
a visit and a year's answers have no such state and are deleted, which the database allows for rows of an undone import
alone. Rows that stood before become what they were.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import F

from households import standing
from households.models import (
    AccountState,
    EventState,
    Finding,
    Household,
    HouseholdYear,
    IdentityChange,
    ImportedRow,
    ImportRun,
    Lead,
    LeadState,
    LeadStep,
    LifeEvent,
    LikelyDouble,
    Member,
    MemberState,
    MemberYear,
    PayeeAccount,
    Visit,
)
from households.services.doubles import update_doubles
from households.services.findings import update_findings
from households.services.import_trail import changed_members, changed_since, delete_made, restore_changed
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.database import checked_at_once

# An account has an own way of being taken back, so its state is asked by itself.
COMPARED = (Household, Member, HouseholdYear, MemberYear, Visit, Lead)
IDENTITY = ("name", "id_index")
NAMED_AT_MOST = 5
HOMES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something that keeps an import, with the sentence's code and values."""

    code: str
    count: int
    what: str
    where: str

    @property
    def params(self) -> dict[str, object]:
        return {"count": self.count, "what": self.what, "where": self.where}


def hindrances_of(run: ImportRun) -> Iterator[Hindrance]:
    """Everything that stands in the way of taking the rows back, worst first."""
    rows = ImportedRow.objects.filter(run=run)
    yield from _left_file(rows)
    accounts = PayeeAccount.unguarded.filter(pk__in=rows.made_of(PayeeAccount))
    confirmed = accounts.filter(state__in=[AccountState.VERIFIED, AccountState.CLOSED])
    yield from _found("households.undo_confirmed", PayeeAccount, confirmed)
    for model in COMPARED:
        changed = changed_since(run, model)
        yield from _found("households.undo_changed", model, model.unguarded.filter(pk__in=changed), len(changed))
    yield from _on_made_members(rows)
    yield from _of_identity(run)


def _left_file(rows: models.QuerySet) -> Iterator[Hindrance]:
    gone = Household.unguarded.filter(pk__in=rows.values("household"), left_on__isnull=False)
    yield from _found("households.undo_left", Household, gone)


def _on_made_members(rows: models.QuerySet) -> Iterator[Hindrance]:
    """What was entered about new members since, in whatever room."""
    for relation in Member._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if model in (Finding, LikelyDouble) or hasattr(model, "pgh_tracked_model"):
            continue
        later = model._base_manager.filter(**{f"{name}__in": rows.made_of(Member)})
        later = later.exclude(pk__in=rows.made_of(model))
        members = Member.unguarded.filter(pk__in=later.values(name))
        yield from _found("households.undo_entered", model, members, later.count())


def _of_identity(run: ImportRun) -> Iterator[Hindrance]:
    """Names and numbers of people who are paid or borrow, and sealed numbers of which no earlier one is kept."""
    lost = changed_members(run, ("id_index", "phone_index"), had_one=True)
    yield from _found("households.undo_sealed", Member, Member.unguarded.filter(pk__in=lost))
    renamed = Member.unguarded.filter(pk__in=changed_members(run, IDENTITY))
    waiting = IdentityChange.unguarded.filter(member__in=renamed, state="proposed")
    yield from _found("households.undo_identity", Member, renamed.filter(pk__in=waiting.values("member")))
    held = {row.pk: row.household_id for row in renamed.only("pk", "household_id")}
    accounts = PayeeAccount.unguarded.filter(member__in=held, state__in=[AccountState.PROPOSED, AccountState.VERIFIED])
    paid = set(accounts.values_list("member_id", flat=True))
    things = standing.of_households(set(held.values())) if held else ()
    paid |= {one.member_id for one in things if one.member_id in held or one.on_its_way}
    homes = {held[pk] for pk in paid & set(held)}
    yield from _found("households.undo_payee", Member, renamed.filter(household__in=homes))


def _found(
    code: str, model: type[models.Model], rows: models.QuerySet, count: int | None = None
) -> Iterator[Hindrance]:
    """A hindrance where there are rows, with the numbers of the first households it is about."""
    count = rows.count() if count is None else count
    if not count:
        return
    path = "number" if rows.model is Household else "household__number"
    numbers = rows.order_by(path).values_list(path, flat=True).distinct()[: NAMED_AT_MOST + 1]
    named = [number for number in numbers if number]
    where = "、".join(named[:NAMED_AT_MOST]) + ("…" if len(named) > NAMED_AT_MOST else "")
    yield Hindrance(code, count, str(model._meta.verbose_name_plural), where or "—")


def take_back(run: ImportRun, actor: User, reason: str) -> list[models.Model]:
    """Take every row back; the run is marked as undone already. The accounts that were refused and the steps that
    withdrew leads, for the record."""
    rows = ImportedRow.objects.filter(run=run)
    with checked_at_once():
        steps = _withdraw_leads(rows, actor, reason)
        for model in (Visit, MemberYear, HouseholdYear):
            delete_made(run, model)
        _withdraw_arrivals(rows, actor, reason)
        made = Member.unguarded.filter(pk__in=rows.made_of(Member), state=MemberState.LIVING_HERE)
        made.update(state=MemberState.ENTERED_IN_ERROR, left_on=F("joined_on"))
        for model in (Household, Member, MemberYear, HouseholdYear):
            restore_changed(run, model)
    accounts = refuse_proposed(PayeeAccount.unguarded.filter(pk__in=rows.made_of(PayeeAccount)), reason)
    _look_again(rows)
    return [*accounts, *steps]


def refuse_proposed(accounts: models.QuerySet[PayeeAccount], reason: str) -> list[PayeeAccount]:
    """Refuse those that wait for their second person; they are vouched for as they stand then."""
    waiting = list(accounts.filter(state=AccountState.PROPOSED).values_list("pk", flat=True))
    rows = PayeeAccount.unguarded.filter(pk__in=waiting)
    rows.update(state=AccountState.REFUSED, closed_on=clock.today(), reason=reason)
    return list(rows.order_by("pk"))


def _withdraw_leads(rows: models.QuerySet, actor: User, reason: str) -> list[LeadStep]:
    leads = list(Lead.unguarded.filter(pk__in=rows.made_of(Lead), state=LeadState.OPEN))
    Lead.unguarded.filter(pk__in=[lead.pk for lead in leads]).update(state=LeadState.WITHDRAWN)
    today = clock.today()
    steps = [
        LeadStep(lead=lead, village_id=lead.village_id, move="withdraw", date=today, note=reason, recorded_by=actor)
        for lead in leads
    ]
    return LeadStep.objects.bulk_create(steps, batch_size=500)


def _withdraw_arrivals(rows: models.QuerySet, actor: User, reason: str) -> None:
    """The events by which the new members came."""
    events = LifeEvent.unguarded.filter(pk__in=rows.made_of(LifeEvent)).exclude(state=EventState.WITHDRAWN)
    events.update(state=EventState.WITHDRAWN, withdrawn_on=clock.today(), withdrawn_by=actor, withdrawal=reason)


def _look_again(rows: models.QuerySet) -> None:
    """Findings and likely doubles of the households, as they stand now."""
    homes = Household.unguarded.filter(pk__in=rows.values("household"), left_on=None).order_by("pk")
    for some in _portions(list(homes)):
        update_findings(some)
    if rows.of(Member).exists():
        update_doubles(homes)


def _portions(homes: list[Household]) -> Iterable[list[Household]]:
    return (homes[start : start + HOMES_AT_ONCE] for start in range(0, len(homes), HOMES_AT_ONCE))
