"""The step bar of a batch, and what can be done next: by whom, and what stands in the way."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dividends import lines, stop_list
from dividends.models import Batch, Decision, Objection
from dividends.notice_days import villages_without_full_notice
from dividends.services.moves import takers_of
from dividends.settlement import unknown_lines
from dividends.village_papers import HAND_IN, lacking_notice, lacking_sheet
from dividends.workflow import BATCH, BatchState
from yuping.accounts import access, roles, sentences
from yuping.accounts.hindrances import against_step
from yuping.accounts.models import ROLE_LABELS, User
from yuping.core import clock
from yuping.core.workflow import Move

WHOLE = "a gate of a batch spans its villages"
MOVE_LABELS: dict[str, str | Promise] = {
    "lock": _("Lock"),
    "publish": _("Publish a notice"),
    "confirm": _("Confirm"),
    "approve": _("Approve"),
    "issue": _("Issue"),
    "load": _("Load results"),
    "settle": _("Settle"),
    "close": pgettext_lazy("batch", "Close"),
    "return": _("Return to draft"),
    "discard": _("Discard results"),
    "cancel": pgettext_lazy("batch", "Cancel"),
}
# The states in order, each with the move that ends in it.
STEPS = {
    BatchState.DRAFT: "create",
    BatchState.LOCKED: "lock",
    BatchState.ON_NOTICE: "publish",
    BatchState.CONFIRMED: "confirm",
    BatchState.APPROVED: "approve",
    BatchState.ISSUED: "issue",
    BatchState.RESULTS_LOADED: "load",
    BatchState.SETTLED: "settle",
    BatchState.CLOSED: "close",
}
SHORT: dict[str, str | Promise] = {
    "create": _("Prepared"),
    "lock": _("Locked"),
    "publish": _("Noticed"),
    "confirm": _("Confirmed"),
    "approve": _("Approved"),
    "issue": _("Issued"),
    "load": _("Results"),
    "settle": _("Settled"),
    "close": _("Closed"),
}


def step_bar(batch: Batch, decisions: list[Decision]) -> list[dict[str, Any]]:
    """Each step: taken by whom and when, taken now and for how long, or ahead.

    ``decisions`` are those of the round in hand that the person may see, oldest first.
    """
    order = list(STEPS)
    here = order.index(BatchState(batch.state)) if batch.state in order else -1
    taken = {decision.move: decision for decision in decisions if decision.round == batch.round}
    bar = []
    for number, state in enumerate(order):
        move = STEPS[state]
        step: dict[str, Any] = {"label": SHORT[move], "done": number <= here, "now": number == here + 1 and here >= 0}
        if step["done"]:
            step |= _who(batch, move, taken)
        elif step["now"]:
            since = _who(batch, STEPS[order[here]], taken).get("on") or batch.created_on
            step["days"] = (clock.today() - since).days
        bar.append(step)
    return bar


def _who(batch: Batch, move: str, taken: dict[str, Decision]) -> dict[str, Any]:
    if move == "create":
        return {"person": batch.created_by, "on": batch.created_on}
    decision = taken.get(move)
    return {"person": decision.actor, "on": decision.on} if decision else {}


def next_steps(batch: Batch, user: User) -> list[dict[str, Any]]:
    """Every step that leads on from here: a link for who may take it now, else who takes it or why not now."""
    takers = takers_of(batch)
    found = [_step(batch, move, user, takers) for move in BATCH.from_state(batch.state)]
    if batch.state == BatchState.SETTLED:
        found.append(_hand_in(batch, user))
    return sorted(found, key=lambda step: (bool(step["back"]), not step["mine"], not step["url"]))


def _step(batch: Batch, move: Move, user: User, takers: dict[str, set[int]]) -> dict[str, Any]:
    url = reverse(f"dividends:batch_{move.name}", args=[batch.pk])
    step = _entry(MOVE_LABELS[move.name], move.permission, user, url, back=move.needs_reason)
    if step["url"] and (why := hindrances(batch, move.name, user, takers)):
        return step | {"url": "", "why": why}
    return step


def _hand_in(batch: Batch, user: User) -> dict[str, Any]:
    """No move of the batch, which stays settled until every village's sheet is there."""
    step = _entry(_("Hand in a signature sheet"), HAND_IN, user, reverse("dividends:batch_hand_in", args=[batch.pk]))
    if step["url"] and (why := against_sheet(batch, user)):
        return step | {"url": "", "why": why}
    return step


def against_sheet(batch: Batch, user: User) -> list[str]:
    """Why this person can hand in no sheet of the batch now."""
    if batch.state != BatchState.SETTLED:
        return [sentences.sentence("not_settled")]
    if not lacking_sheet(user, batch=batch):
        return [gettext("The sheets of all your villages are handed in.")]
    return []


def hindrances(batch: Batch, name: str, user: User, takers: Mapping[str, Iterable[int]]) -> list[str]:
    """Why this person can't take the move now: state, earlier part, or what its gate still asks for."""
    found = against_step(BATCH, name, batch, user, takers)
    gate = GATES.get(name)
    return found or (gate(batch, user) if gate else [])


def _entry(label: str | Promise, permission: str, user: User, url: str, *, back: bool = False) -> dict[str, Any]:
    holders = [str(ROLE_LABELS[role]) for role in roles.Role if permission in roles.permissions_of(role)]
    mine = access.may(user, permission)
    return {
        "label": label,
        "who": "、".join(holders),
        "url": url if mine else "",
        "mine": mine,
        "why": [],
        "back": back,
    }


def _lock_gate(batch: Batch, user: User) -> list[str]:
    stopped = len(stop_list.of_batch(batch))
    text = ngettext("%(count)s line stands on the stop list.", "%(count)s lines stand on the stop list.", stopped)
    return [text % {"count": stopped}] if stopped else []


def _publish_gate(batch: Batch, user: User) -> list[str]:
    return [] if lacking_notice(user, batch=batch) else [gettext("The notices of all your villages are recorded.")]


def _confirm_gate(batch: Batch, user: User) -> list[str]:
    short = len(villages_without_full_notice(batch))
    asked = Objection.objects.all_areas(reason=WHOLE).filter(
        notice__batch=batch, notice__round=batch.round, answered_on__isnull=True
    )
    found = []
    if short:
        text = ngettext(
            "%(count)s village has no full notice yet.", "%(count)s villages have no full notice yet.", short
        )
        found.append(text % {"count": short})
    if count := asked.count():
        text = ngettext("%(count)s objection has no answer.", "%(count)s objections have no answer.", count)
        found.append(text % {"count": count})
    return found


def _approve_gate(batch: Batch, user: User) -> list[str]:
    found = _issue_gate(batch, user) + _lock_gate(batch, user)
    if missing := lines.uncovered(batch):
        text = ngettext(
            "The enterprise's money for %(count)s line has not arrived.",
            "The enterprise's money for %(count)s lines has not arrived.",
            missing,
        )
        found.append(text % {"count": missing})
    mine = Decision.objects.all_areas(reason=WHOLE).filter(
        batch=batch, round=batch.round, move="approve", actor=user, digest=lines.payable(batch)[1]
    )
    if mine.exists():
        found.append(gettext("You have approved this batch already. Another approver is needed."))
    return found


def _issue_gate(batch: Batch, user: User) -> list[str]:
    waiting = lines.unconfirmed_holds(batch)
    text = ngettext(
        "%(count)s hold waits for its second person.", "%(count)s holds wait for their second person.", waiting
    )
    return [text % {"count": waiting}] if waiting else []


def _settle_gate(batch: Batch, user: User) -> list[str]:
    unknown = unknown_lines(batch, batch.results.get(discarded_on__isnull=True))
    text = ngettext(
        "The bank has not reported on %(count)s line.", "The bank has not reported on %(count)s lines.", unknown
    )
    return [text % {"count": unknown}] if unknown else []


GATES: dict[str, Callable[[Batch, User], list[str]]] = {
    "lock": _lock_gate,
    "publish": _publish_gate,
    "confirm": _confirm_gate,
    "approve": _approve_gate,
    "issue": _issue_gate,
    "settle": _settle_gate,
}
