"""The whole history behind one payout: agreement, edition, facts, money, decisions, file, result, sheet, journal."""

from decimal import Decimal
from typing import Any

from django.db.models import Q

from dividends.models import (
    BankFile,
    BankResultLine,
    Decision,
    Hold,
    Notice,
    Objection,
    Payout,
    ReceiptAllocation,
    SignatureSheet,
)
from dividends.overview.batch import with_places
from dividends.overview.steps import MOVE_LABELS
from dividends.workflow import BEFORE_ISSUE, BatchState, LineState
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.money import ZERO
from yuping.ledger.models import JournalEntry

BY_THE_BANK = frozenset({LineState.SENT, LineState.PAID, LineState.RETURNED})
PAPERS = ("dividends.Batch", "dividends.Agreement", "dividends.Payout")


def of_payout(payout: Payout, user: User) -> dict[str, Any]:
    """Each paper behind the line, as far as the person may see it."""
    whole = access.scope_of(user, "dividends.view_decision").whole_county
    # Of the notices only the one in the line's own village.
    decisions = with_places(Decision.objects.visible_to(user).filter(batch=payout.batch)).filter(
        ~Q(move="publish") | Q(facts__village=payout.village_id)
    )
    allocations = ReceiptAllocation.objects.visible_to(user).filter(instalment=payout.instalment_id)
    mine = Payout.objects.visible_to(user).filter(pk=payout.pk).with_received()
    lines = BankResultLine.objects.filter(payout=payout).select_related("result__loaded_by")
    sent = payout.state in BY_THE_BANK
    context = {
        "whole": whole,
        # Whoever may not open the receipts still reads whether the money for this line is there.
        "covered": mine.filter(covered__gt=ZERO).values_list("covered", flat=True).first(),
        "sent": sent,
        "can_hold": payout.batch.state in BEFORE_ISSUE and access.may(user, "dividends.hold_line"),
        "hold_to_confirm": _hold_to_confirm(payout, user),
        "can_remove": payout.batch.state == BatchState.DRAFT and access.may(user, "dividends.remove_line"),
        "can_reissue": _can_reissue(payout, user),
        **_account(payout, user),
        "decisions": list(decisions.select_related("actor")) if whole else [],
        "move_labels": MOVE_LABELS,
        "holds": Hold.objects.visible_to(user).filter(payout=payout).select_related("proposed_by", "confirmed_by"),
        "objections": Objection.objects.visible_to(user).filter(payout=payout).select_related("answered_by"),
        "allocations": allocations.select_related("receipt"),
        "results": lines.order_by("pk"),
        "replaced_by": Payout.objects.visible_to(user)
        .filter(reissue_of=payout)
        .exclude(state=LineState.DROPPED)
        .select_related("batch")
        .first(),
        "notice": _in_village(Notice, payout, user).filter(round=payout.batch.round).first(),
        **_sheet(payout, user),
        "bank_file": BankFile.objects.visible_to(user).filter(batch=payout.batch).first() if whole and sent else None,
        "rules": rules_of(payout),
    }
    if access.may(user, "ledger.view_journalentry"):
        context["entries"] = _entries(payout, [row.receipt_id for row in context["allocations"]])
    if access.may(user, "audit.view_auditentry"):
        context["audit"] = _audit(payout, [hold.pk for hold in context["holds"]])
    return context


def rules_of(payout: Payout) -> dict[str, Any]:
    """The edition as the decision to sign stored it, amounts as numbers."""
    stored = payout.agreement.facts.get("edition", {})
    amounts = ("principal", "household_dividend", "village_dividend")
    return {**stored, **{name: Decimal(stored[name]) for name in amounts if name in stored}}


def _can_reissue(payout: Payout, user: User) -> bool:
    if not access.may(user, "dividends.create_reissue_batch"):
        return False
    return Payout.objects.visible_to(user).filter(pk=payout.pk).to_pay_again().exists()


def _account(payout: Payout, user: User) -> dict[str, Any]:
    """What became of the account of a returned line that still waits to be paid, and who may correct it."""
    waiting = Payout.objects.visible_to(user).filter(pk=payout.pk, state=LineState.RETURNED).to_pay_again()
    now = waiting.with_account_now().values_list("account_now", flat=True).first()
    if now is None or not access.may(user, "households.view_payeeaccount"):
        return {}
    return {"account_now": now, "to_correct": now == "same" and access.may(user, "households.propose_payee_account")}


def _hold_to_confirm(payout: Payout, user: User) -> Hold | None:
    """The hold of the line that waits for this person as its second one."""
    if payout.batch.state not in BEFORE_ISSUE or not access.may(user, "dividends.confirm_hold"):
        return None
    waiting = Hold.objects.actionable_by(user, "dividends.confirm_hold").filter(payout=payout)
    return waiting.filter(confirmed_by__isnull=True).exclude(proposed_by=user).first()


def _sheet(payout: Payout, user: User) -> dict[str, Any]:
    """The village's sheet beside the payments it is about; a line that was not paid stands on none."""
    if payout.state != LineState.PAID:
        return {}
    paid = Payout.objects.visible_to(user).filter(batch=payout.batch_id, village=payout.village_id).paid().count()
    return {"sheet": _in_village(SignatureSheet, payout, user).first(), "sheet_lines": paid}


def _in_village(model: Any, payout: Payout, user: User) -> Any:
    return model.objects.visible_to(user).filter(batch=payout.batch, village=payout.village_id)


def _entries(payout: Payout, receipts: list[int]) -> Any:
    """The journal entries of the papers behind the line: principal, receipts, and of a paid one its payment."""
    of_papers = Q(source_type="dividends.Agreement", source_id=str(payout.agreement_id))
    if payout.state == LineState.PAID:
        of_papers |= Q(source_type="dividends.Batch", source_id=str(payout.batch_id))
    of_papers |= Q(source_type="dividends.Receipt", source_id__in=[str(pk) for pk in receipts])
    return JournalEntry.objects.filter(of_papers).select_related("book").order_by("date", "pk")


def _audit(payout: Payout, holds: list[int]) -> Any:
    """The audit entries of the batch, of the agreement and of the line's holds."""
    of_papers = Q(object_type="dividends.Batch", object_id=str(payout.batch_id))
    of_papers |= Q(object_type="dividends.Agreement", object_id=str(payout.agreement_id))
    of_papers |= Q(object_type="dividends.Hold", object_id__in=[str(pk) for pk in holds])
    return AuditEntry.objects.filter(of_papers).order_by("seq")
