"""Undoing an import while nothing depends on what it wrote: everything at once or nothing, with a reason."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Model

from households.models import Household, ImportedRow, ImportKind, ImportRun, ImportState, Lead
from households.services.import_seal import sealed_facts
from households.services.undoing_households import refuse_dependents, take_off
from households.services.undoing_rows import Hindrance, hindrances_of, take_back
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.text import clean_line

UNDO = "households.undo_import"


def undo_import(*, actor: User, run_id: int, reason: str) -> ImportRun:
    """Take back what an import wrote, all or none, with a reason.

    Raises NotAllowedNow when it is no import that stands, when it lies partly outside the person's area, or when
    something depends on one of its rows: whatever was entered, changed or confirmed there since.
    """
    with transaction.atomic():
        run, reason = open_to_undo(actor, run_id, reason)
        if run.kind == ImportKind.HOUSEHOLDS:
            facts, wrote = _undo_households(actor, run, reason)
        else:
            facts, wrote = _undo_rows(actor, run, reason)
        record_act(
            actor=actor,
            verb=UNDO,
            obj=run,
            area_code=run.area_code,
            reason=reason,
            facts={**facts, "file": run.sha256, **sealed_facts(run)},
            wrote=wrote,
        )
        return run


def open_to_undo(actor: User, run_id: int, reason: str) -> tuple[ImportRun, str]:
    """The import, locked, and the reason cleaned; raises what ``undo_import`` raises before it reads the rows."""
    access.require(actor, UNDO)
    reason = clean_line(reason)
    if not reason:
        raise BadInput("reason_needed", field="reason")
    run = ImportRun.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=run_id)
    if why := why_not_undone(run):
        raise why
    return run, reason


def why_not_undone(run: ImportRun) -> NotAllowedNow | None:
    """Why an import can't be undone, before its rows are looked at."""
    if run.state == ImportState.UNDONE:
        return NotAllowedNow("households.undone_already", day=run.undone_on)
    noted = "households" if run.kind == ImportKind.HOUSEHOLDS else "made"
    if run.state != ImportState.WRITTEN or noted not in run.written:
        return NotAllowedNow("households.undo_not_this")
    return None


def in_the_way(run: ImportRun) -> list[Hindrance]:
    """What keeps the rows of an import; of households it is looked for when they are taken off file."""
    return [] if run.kind == ImportKind.HOUSEHOLDS else list(hindrances_of(run))


def _undo_households(actor: User, run: ImportRun, reason: str) -> tuple[dict[str, object], list[Model]]:
    ids = run.written["households"]
    _lock_homes_of(actor, ids)
    refuse_dependents(run, ids)
    wrote = take_off(ids, reason)
    _mark_undone(run, actor, reason)
    return {"households": len(ids)}, wrote


def _undo_rows(actor: User, run: ImportRun, reason: str) -> tuple[dict[str, object], list[Model]]:
    rows = ImportedRow.objects.filter(run=run)
    homes = rows.exclude(household=None).order_by().values_list("household", flat=True).distinct()
    _lock_homes_of(actor, list(homes))
    leads = Lead.objects.for_action(actor, UNDO).filter(pk__in=rows.made_of(Lead)).order_by("pk")
    if len(leads) < rows.of(Lead).count():
        raise NotAllowedNow("households.undo_outside")
    if found := next(hindrances_of(run), None):
        raise NotAllowedNow(found.code, **found.params)
    # First marked: the database lets go only of rows whose import is undone.
    _mark_undone(run, actor, reason)
    wrote = take_back(run, actor, reason)
    parts = {part: sum(run.written[part].values()) for part in ("made", "changed")}
    return {"rows_made": parts["made"], "rows_changed": parts["changed"]}, wrote


def _lock_homes_of(actor: User, ids: Sequence[int]) -> None:
    """Raises NotAllowedNow when one of the households lies outside the person's area."""
    households = Household.objects.for_action(actor, UNDO).filter(pk__in=ids).order_by("pk")
    if len(households) < len(ids):
        raise NotAllowedNow("households.undo_outside")


def _mark_undone(run: ImportRun, actor: User, reason: str) -> None:
    run.state, run.undone_on, run.undone_by, run.undone_reason = ImportState.UNDONE, clock.today(), actor, reason
    run.save(update_fields=["state", "undone_on", "undone_by", "undone_reason"])
