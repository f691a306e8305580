"""What the pages of a batch and of a payout show, gathered for one person from the rows he may see."""

from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dividends import lines, stop_list
from dividends.models import (
    BankResultLine,
    Batch,
    Decision,
    Hold,
    Notice,
    Objection,
    Payout,
    ReceiptAllocation,
    SignatureSheet,
    VillageShare,
)
from dividends.querysets import MONEY
from dividends.services.approval import approvals
from dividends.services.moves import takers_of
from dividends.workflow import BATCH, BEFORE_ISSUE, BatchState, LineState
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import DomainError
from yuping.core.money import ZERO

MOVE_LABELS: dict[str, str | Promise] = {
    "lock": _("Lock"),
    "publish": _("Publish a notice"),
    "confirm": _("Confirm"),
    "approve": _("Approve"),
    "issue": _("Issue"),
    "load": _("Load results"),
    "settle": _("Settle"),
    "close": _("Close"),
    "return": _("Return to draft"),
    "discard": _("Discard results"),
    "cancel": _("Cancel"),
}
STEPS = (
    BatchState.DRAFT,
    BatchState.LOCKED,
    BatchState.ON_NOTICE,
    BatchState.CONFIRMED,
    BatchState.APPROVED,
    BatchState.ISSUED,
    BatchState.RESULTS_LOADED,
    BatchState.SETTLED,
    BatchState.CLOSED,
)


def of_batch(batch: Batch, user: User) -> dict[str, Any]:
    """Everything the batch page shows; lists and sums hold only what the person may see."""
    whole = access.scope_of(user, "dividends.view_batch").whole_county
    payouts = Payout.objects.visible_to(user).filter(batch=batch)
    shares = VillageShare.objects.visible_to(user).filter(batch=batch)
    decisions = Decision.objects.visible_to(user).filter(batch=batch) if whole else Decision.unguarded.none()
    context = {
        "whole": whole,
        "steps": steps(batch),
        "waiting_since": batch.decisions.values_list("on", flat=True).last() or batch.created_on,
        "buttons": buttons(batch, user),
        "match": four_way(batch, payouts, shares, user),
        "by_village": by_village(payouts),
        "decisions": decisions.select_related("actor"),
        "move_labels": MOVE_LABELS,
        "holds": Hold.objects.visible_to(user).filter(payout__batch=batch).select_related("payout", "village"),
        "notices": Notice.objects.visible_to(user).filter(batch=batch).select_related("village", "published_by"),
        "objections": Objection.objects.visible_to(user).filter(notice__batch=batch).select_related("village"),
        "sheets": SignatureSheet.objects.visible_to(user).filter(batch=batch).select_related("village"),
        "failed": payouts.filter(state__in=[LineState.RETURNED, LineState.HELD]).select_related("village"),
    }
    if whole:
        context |= _for_the_county(batch)
    return context


def _for_the_county(batch: Batch) -> dict[str, Any]:
    payable, digest = lines.payable(batch)
    return {
        "payable": payable,
        "digest": digest,
        "stopped": stop_list.of_batch(batch) if batch.state in {BatchState.DRAFT, BatchState.CONFIRMED} else [],
        "approvals": approvals(batch),
        "last_year": last_year(batch),
    }


def last_year(batch: Batch) -> dict[str, Any]:
    """The year before: paid households and yuan, so that the approver sees what changed."""
    paid = Payout.objects.all_areas(reason="the approver compares whole years").filter(
        batch__scheme=batch.scheme, batch__due_year=batch.due_year - 1, state=LineState.PAID
    )
    sums = paid.aggregate(households=Count("household", distinct=True), amount=Sum("amount", default=ZERO))
    return {**sums, "difference": batch.household_total - sums["amount"]}


def steps(batch: Batch) -> list[dict[str, Any]]:
    """The step bar: each state with whether it is behind, here or ahead."""
    labels = dict(Batch._meta.get_field("state").choices)
    here = STEPS.index(batch.state) if batch.state in STEPS else -1
    return [
        {"label": labels[state], "done": number < here, "here": number == here} for number, state in enumerate(STEPS)
    ]


def buttons(batch: Batch, user: User) -> list[dict[str, Any]]:
    """The moves of this state: a link for those the person may take now, the reason for the others."""
    found = []
    takers = takers_of(batch)
    for move in BATCH.from_state(batch.state):
        if not access.may(user, move.permission):
            continue
        why = ""
        try:
            BATCH.require(move.name, state=batch.state, actor_id=user.pk, takers=takers, reason="-")
        except DomainError as error:
            why = error.code
        url = reverse(f"dividends:batch_{move.name}", args=[batch.pk])
        found.append({"label": MOVE_LABELS[move.name], "url": url, "why": why, "back": move.needs_reason})
    if batch.state == BatchState.SETTLED and access.may(user, "dividends.hand_in_sheet"):
        url = reverse("dividends:batch_hand_in", args=[batch.pk])
        found.append({"label": _("Hand in a signature sheet"), "url": url, "why": "", "back": False})
    return found


def _village_covered() -> Greatest:
    """The enterprise's money covers the household's part first; what is left covers the village's."""
    left = Least(F("covered") - F("amount"), F("village_amount"), output_field=MONEY)
    return Greatest(left, ZERO, output_field=MONEY)


def four_way(batch: Batch, payouts: Any, shares: Any, user: User) -> list[dict[str, Any]]:
    """Due = received = paid + returned + held, households and villages apart; signed = paid for households."""
    by_state = payouts.with_received().aggregate(
        due=Sum("instalment__household_amount", default=ZERO),
        received=Sum(Least("covered", "amount", output_field=MONEY), default=ZERO),
        village_due=Sum("village_amount", default=ZERO),
        village_received=Sum(_village_covered(), default=ZERO),
        paid=Sum("amount", filter=Q(state=LineState.PAID), default=ZERO),
        returned=Sum("amount", filter=Q(state=LineState.RETURNED), default=ZERO),
        held=Sum("amount", filter=Q(state=LineState.HELD), default=ZERO),
    )
    villages = shares.aggregate(
        paid=Sum("amount", filter=Q(state=LineState.PAID), default=ZERO),
        kept=Sum("held_amount", default=ZERO),
        part=Sum("held_amount", filter=Q(state=LineState.PAID), default=ZERO),
        returned=Sum("amount", filter=Q(state=LineState.RETURNED), default=ZERO),
        back=Sum("held_amount", filter=Q(state=LineState.RETURNED), default=ZERO),
    )
    signed = SignatureSheet.objects.visible_to(user).filter(batch=batch)
    return [
        {
            "label": _("Households"),
            **by_state,
            "signed": signed.aggregate(sum=Sum("signed_amount", default=ZERO))["sum"],
        },
        {
            "label": _("Villages"),
            "due": by_state["village_due"],
            "received": by_state["village_received"],
            "paid": villages["paid"] - villages["part"],
            "returned": villages["returned"] - villages["back"],
            "held": villages["kept"],
            "signed": None,
        },
    ]


def by_village(payouts: Any) -> Any:
    """Lines and yuan of each village."""
    return (
        payouts.order_by("village_id")
        .values("village_id", "village__name", "village__township__name")
        .annotate(count=Count("pk"), amount=Sum("amount"), villages_part=Sum("village_amount"))
    )


def of_payout(payout: Payout, user: User) -> dict[str, Any]:
    """The whole history behind one line."""
    whole = access.scope_of(user, "dividends.view_decision").whole_county
    decisions = Decision.objects.visible_to(user).filter(batch=payout.batch)
    context = {
        "can_hold": payout.batch.state in BEFORE_ISSUE and access.may(user, "dividends.hold_line"),
        "can_remove": payout.batch.state == BatchState.DRAFT and access.may(user, "dividends.remove_line"),
        "decisions": decisions.select_related("actor") if whole else [],
        "move_labels": MOVE_LABELS,
        "holds": Hold.objects.visible_to(user).filter(payout=payout).select_related("proposed_by", "confirmed_by"),
        "allocations": ReceiptAllocation.objects.visible_to(user).filter(instalment=payout.instalment_id),
        "result": BankResultLine.objects.filter(payout=payout).select_related("result").last(),
        "replaced_by": Payout.objects.visible_to(user).filter(reissue_of=payout).last(),
    }
    if access.may(user, "audit.view_auditentry"):
        context["audit"] = AuditEntry.objects.filter(
            object_type="dividends.Batch", object_id=str(payout.batch_id)
        ).order_by("seq")
    return context
