"""Undoing an import of households while nothing depends on it.

Nothing is deleted: the files are shown as undone and count on no day, their persons, numbers and accounts are free
again, and the corrected workbook can be imported.
"""

from collections.abc import Iterator, Sequence

from django.db import models, transaction
from django.db.models import F, Q

from households.models import (
    AccountState,
    Document,
    DoubleState,
    Finding,
    FindingState,
    Household,
    HouseholdState,
    HouseholdYear,
    Identification,
    ImportKind,
    ImportRun,
    ImportState,
    LikelyDouble,
    Member,
    MemberState,
    MemberYear,
    PayeeAccount,
    StatusChange,
)
from households.services.doubles import update_doubles
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.text import clean_line

UNDO = "households.undo_import"
EDITED = (Household, HouseholdYear, Member, MemberYear)


def undo_import(*, actor: User, run_id: int, reason: str) -> ImportRun:
    """Take the households of an import off file again, all or none, with a reason.

    Raises NotAllowedNow when it is no import that stands, when it lies partly outside the person's area, or when
    something depends on one of its households: whatever was entered, changed or confirmed there since.
    """
    access.require(actor, UNDO)
    reason = clean_line(reason)
    if not reason:
        raise BadInput("reason_needed", field="reason")
    with transaction.atomic():
        run = ImportRun.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=run_id)
        if why := why_not_undone(run):
            raise why
        ids = run.written["households"]
        households = Household.objects.for_action(actor, UNDO).filter(pk__in=ids).order_by("pk")
        if len(households) < len(ids):
            raise NotAllowedNow("households.undo_outside")
        _refuse_dependents(run, ids)
        _take_off(ids, reason)
        update_doubles(households)
        run.state, run.undone_on, run.undone_by, run.undone_reason = ImportState.UNDONE, clock.today(), actor, reason
        run.save(update_fields=["state", "undone_on", "undone_by", "undone_reason"])
        record_act(
            actor=actor,
            verb=UNDO,
            obj=run,
            area_code=run.area_code,
            reason=reason,
            facts={"households": len(ids), "file": run.sha256},
        )
        return run


def why_not_undone(run: ImportRun) -> NotAllowedNow | None:
    """Why an import can't be undone, before its households are looked at."""
    if run.state == ImportState.UNDONE:
        return NotAllowedNow("households.undone_already", day=run.undone_on)
    if run.state != ImportState.WRITTEN or run.kind != ImportKind.HOUSEHOLDS or not run.written:
        return NotAllowedNow("households.undo_not_this")
    return None


def _refuse_dependents(run: ImportRun, ids: Sequence[int]) -> None:
    for what, count in _dependents(run, ids):
        if count:
            raise NotAllowedNow("households.undo_depends", what=str(what), count=count)


def _dependents(run: ImportRun, ids: Sequence[int]) -> Iterator[tuple[object, int]]:
    """What stands about these households beyond what the import wrote, in whatever room."""
    written = run.written["rows"]
    for owner, field in ((Household, "pk__in"), (Member, "household__in")):
        mine = owner.unguarded.filter(**{field: ids})
        for relation in owner._meta.related_objects:
            model = relation.related_model
            if model in (Finding, LikelyDouble) or hasattr(model, "pgh_tracked_model"):
                continue
            count = model._base_manager.filter(**{f"{relation.field.name}__in": mine}).count()
            yield model._meta.verbose_name_plural, count - written.get(model._meta.label_lower, 0)
    # A likeness that nobody looked at goes with the file; a decision about it is somebody's work.
    alike = LikelyDouble.unguarded.filter(Q(first_household__in=ids) | Q(second_household__in=ids))
    decided = alike.exclude(state__in=[DoubleState.OPEN, DoubleState.GONE])
    yield LikelyDouble._meta.verbose_name_plural, decided.count()
    confirmed = PayeeAccount.unguarded.filter(household__in=ids).exclude(state=AccountState.PROPOSED)
    yield PayeeAccount._meta.verbose_name_plural, confirmed.count()
    for model in EDITED:
        field = "pk" if model is Household else "household"
        rows = model.unguarded.filter(**{f"{field}__in": ids})
        events = model.pgh_event_model.objects.filter(pgh_label="update", pgh_obj__in=rows)
        yield model._meta.verbose_name_plural, events.count()


def rows_of(households: Sequence[Household], facts: Sequence[object]) -> dict[str, object]:
    """What an import wrote, for undoing it: its households, and how many rows of each table stand about them."""
    members = [member for household in facts for member in household.members]
    accounts = sum(household.account is not None for household in facts)
    counts: dict[type[models.Model], int] = {
        HouseholdYear: sum(len(household.years) for household in facts),
        Member: len(members),
        MemberYear: sum(len(member.years) for member in members),
        PayeeAccount: accounts,
        StatusChange: len(households),
    }
    ids = [household.pk for household in households]
    # Accepted cases that were tied to their files, with the papers they brought.
    for model in (Identification, Document):
        counts[model] = model.unguarded.filter(household__in=ids).count()
    rows = {model._meta.label_lower: count for model, count in counts.items()}
    return {"households": ids, "rows": rows}


def _take_off(ids: Sequence[int], reason: str) -> None:
    today = clock.today()
    Household.unguarded.filter(pk__in=ids).update(state=HouseholdState.UNDONE, left_on=F("registered_on"))
    Member.unguarded.filter(household__in=ids, state=MemberState.LIVING_HERE).update(
        state=MemberState.ENTERED_IN_ERROR, left_on=F("joined_on")
    )
    PayeeAccount.unguarded.filter(household__in=ids, state=AccountState.PROPOSED).update(
        state=AccountState.REFUSED, closed_on=today, reason=reason
    )
    # The cases stay accepted and wait for the corrected file.
    Identification.unguarded.filter(household__in=ids).update(household=None)
    Finding.unguarded.filter(household__in=ids).exclude(state=FindingState.CLOSED).update(
        state=FindingState.CLOSED, closed_on=today
    )
