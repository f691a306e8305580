"""What the page of a batch shows, gathered for one person from the rows he may see."""

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dividends import lines, stop_list
from dividends.models import (
    BankResultLine,
    Batch,
    BatchKind,
    Decision,
    Hold,
    Notice,
    Objection,
    Payout,
    SignatureSheet,
    VillageShare,
)
from dividends.overview.draft import left_out
from dividends.overview.match import four_way
from dividends.overview.steps import MOVE_LABELS, next_steps, step_bar
from dividends.services.approval import approvals
from dividends.workflow import BEFORE_ISSUE, BatchState, LineState
from villages.models import Village
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.money import ZERO

# What comes up after the lock stands on the stop list at once: a hold keeps it out until the bank file is written.
STOPPABLE = BEFORE_ISSUE | {BatchState.DRAFT}


def of_batch(batch: Batch, user: User) -> dict[str, Any]:
    """Everything the batch page shows; lists and sums hold only what the person may see."""
    whole = access.scope_of(user, "dividends.view_batch").whole_county
    payouts = Payout.objects.visible_to(user).filter(batch=batch)
    shares = VillageShare.objects.visible_to(user).filter(batch=batch)
    decisions = seen_decisions(batch, user) if whole else []
    context = {
        "whole": whole,
        "steps": step_bar(batch, decisions),
        "next_steps": next_steps(batch, user),
        "sums": sums(payouts, shares),
        **beside(batch, user, payouts),
        "reported": reported(batch, payouts, shares) if batch.state == BatchState.RESULTS_LOADED else [],
        "match": four_way(batch, payouts, shares, user),
        "by_village": by_village(batch, payouts, user),
        "decisions": decisions,
        "move_labels": MOVE_LABELS,
        "holds": _of_batch(Hold, user, payout__batch=batch).select_related("payout", "proposed_by", "confirmed_by"),
        "may_confirm_holds": access.may(user, "dividends.confirm_hold") and batch.state in BEFORE_ISSUE,
        "objections": _of_batch(Objection, user, notice__batch=batch).select_related("answered_by", "payout"),
        "may_answer": access.may(user, "dividends.answer_objection"),
        "may_object": access.may(user, "dividends.record_objection") and batch.state == BatchState.ON_NOTICE,
        "failed": failed(payouts),
        "may_reissue": access.may(user, "dividends.create_reissue_batch"),
        "may_remove": batch.state == BatchState.DRAFT and access.may(user, "dividends.remove_line"),
        **stops(batch, user, payouts, shares),
        "rounds": rounds(batch, decisions),
        "left_out": left_out(batch, user) if whole else [],
    }
    if whole:
        payable, digest = lines.payable(batch)
        context |= {"payable": payable, "digest": digest, "approvals": approvals(batch)}
    return context


def title_of(batch: Batch) -> str:
    """The batch with its year and kind, as its page is headed."""
    words = {"number": batch.number, "year": batch.due_year, "kind": batch.get_kind_display()}
    return _("Dividend batch %(number)s of %(year)s (%(kind)s)") % words


def seen_decisions(batch: Batch, user: User) -> list[Decision]:
    """Who did what, oldest first, with the village of each notice."""
    return list(with_places(Decision.objects.visible_to(user).filter(batch=batch).select_related("actor")))


def with_places(decisions: QuerySet) -> QuerySet:
    """Adds ``place`` to decisions: the village of a notice."""
    village = Village.objects.all_areas(reason="names of villages").filter(pk=OuterRef("village_code"))
    return decisions.annotate(village_code=KT("facts__village")).annotate(
        place=Subquery(village.values("short_name")[:1])
    )


def _of_batch(model: Any, user: User, **batch: Batch) -> QuerySet:
    return model.objects.visible_to(user).filter(**batch).select_related("village")


def sums(payouts: QuerySet, shares: QuerySet) -> dict[str, Any]:
    """Lines and yuan of the person's own rows: all, and without those that are held back."""
    held = Q(holds__confirmed_by__isnull=False)
    found = payouts.exclude(state=LineState.DROPPED).aggregate(
        count=Count("pk"),
        households=Sum("amount", default=ZERO),
        held_count=Count("pk", filter=held),
        held_households=Sum("amount", filter=held, default=ZERO),
        held_villages=Sum("village_amount", filter=held, default=ZERO),
    )
    villages = shares.exclude(state=LineState.DROPPED).aggregate(sum=Sum("amount", default=ZERO))["sum"]
    total = found["households"] + villages
    kept = found["held_households"] + found["held_villages"]
    return {
        **found,
        "villages": villages,
        "total": total,
        "held": kept,
        "payable": total - kept,
        "payable_households": found["households"] - found["held_households"],
        "payable_villages": villages - found["held_villages"],
    }


def reported(batch: Batch, payouts: QuerySet, shares: QuerySet) -> list[dict[str, Any]]:
    """What the standing result file says of the person's lines: count and yuan of each outcome, households apart."""
    result = batch.results.filter(discarded_on__isnull=True).first()
    if result is None:
        return []
    found = []
    for outcome, label in BankResultLine.Outcome.choices:
        said = result.lines.filter(outcome=outcome)
        households = payouts.filter(pk__in=said.values("payout")).aggregate(count=Count("pk"), sum=Sum("amount"))
        villages = shares.filter(pk__in=said.values("share")).aggregate(
            count=Count("pk"), sum=Sum(F("amount") - F("held_amount"))
        )
        found.append({"outcome": outcome, "label": label, "households": households, "villages": villages})
    return [row for row in found if row["households"]["count"] or row["villages"]["count"]]


def beside(batch: Batch, user: User, payouts: QuerySet) -> dict[str, Any]:
    """What a batch is read beside: a regular one the year before, a reissue the batches whose lines it pays again."""
    if batch.kind == BatchKind.REGULAR:
        return {"last_year": against_last_year(batch, user, payouts)}
    again = payouts.filter(reissue_of__isnull=False).order_by("reissue_of__batch__number")
    rows = again.values("reissue_of__batch", "reissue_of__batch__number").annotate(count=Count("pk"))
    return {"pays_again": list(rows)}


def against_last_year(batch: Batch, user: User, payouts: QuerySet) -> dict[str, Any]:
    """What was paid under the same agreements the year before, and how this batch differs."""
    paid = Payout.objects.visible_to(user).filter(
        agreement__in=payouts.values("agreement"), batch__due_year=batch.due_year - 1, state=LineState.PAID
    )
    before = paid.aggregate(households=Count("household", distinct=True), amount=Sum("amount", default=ZERO))
    now = payouts.exclude(state=LineState.DROPPED)
    amount = now.aggregate(sum=Sum("amount", default=ZERO))["sum"]
    came = now.exclude(household__in=paid.values("household")).values("household").distinct().count()
    gone = paid.exclude(household__in=now.values("household")).values("household").distinct().count()
    return {**before, "difference": amount - before["amount"], "came": came, "gone": gone}


def by_village(batch: Batch, payouts: QuerySet, user: User) -> list[dict[str, Any]]:
    """Each village with its lines, its notice of the round in hand and its signature sheet.

    The sums are payable ones: lines that two people hold back are counted apart as ``held``.
    """
    payable = Q(holds__confirmed_by__isnull=True)
    rows = (
        payouts.exclude(state=LineState.DROPPED)
        .order_by("village_id")
        .values("village_id", "village__short_name", "village__township__name")
        .annotate(
            count=Count("pk", filter=payable),
            held=Count("pk", filter=~payable),
            to_households=Sum("amount", filter=payable, default=ZERO),
            villages_part=Sum("village_amount", filter=payable, default=ZERO),
            paid=Sum("amount", filter=Q(state=LineState.PAID), default=ZERO),
        )
    )
    mine = Notice.objects.visible_to(user).filter(batch=batch, round=batch.round).select_related("published_by")
    notices = {notice.village_id: notice for notice in mine}
    handed = SignatureSheet.objects.visible_to(user).filter(batch=batch)
    sheets = {sheet.village_id: sheet for sheet in handed}
    return [{**row, "notice": notices.get(row["village_id"]), "sheet": sheets.get(row["village_id"])} for row in rows]


def failed(payouts: QuerySet) -> QuerySet:
    """Lines that were not paid, each with the bank's reason or that of its hold, and the line that replaced it."""
    why = Hold.objects.all_areas(reason="holds of lines that the person may see").filter(payout=OuterRef("pk"))
    rows = payouts.filter(state__in=[LineState.RETURNED, LineState.HELD]).select_related("village")
    again = Payout.unguarded.filter(reissue_of=OuterRef("pk")).exclude(state=LineState.DROPPED)
    return rows.annotate(
        why=Coalesce(Subquery(why.values("reason")[:1]), F("return_reason")),
        again_in=Subquery(again.values("batch__number")[:1]),
        again_state=Subquery(again.values("state")[:1]),
    )


def stopped(batch: Batch, payouts: QuerySet, shares: QuerySet) -> list[stop_list.Stopped]:
    """The stop list as it is today, until the bank file is written, narrowed to the lines the person may see."""
    if batch.state not in STOPPABLE:
        return []
    found = stop_list.of_batch(batch)
    if not found:
        return []
    seen = {False: set(payouts.values_list("pk", flat=True)), True: set(shares.values_list("pk", flat=True))}
    return [line for line in found if line.line_id in seen[line.is_village]]


def stops(batch: Batch, user: User, payouts: QuerySet, shares: QuerySet) -> dict[str, Any]:
    """The stop list as the person sees it, and whether he can hold a line of a locked list back."""
    whole = access.scope_of(user, "dividends.view_batch").whole_county
    locked = batch.state in BEFORE_ISSUE
    return {
        "stopped": stopped(batch, payouts, shares),
        "stop_list_asked": whole and batch.state in STOPPABLE,
        "stopped_after_lock": locked,
        "may_hold": locked and access.may(user, "dividends.hold_line"),
    }


def rounds(batch: Batch, decisions: list[Decision]) -> list[dict[str, Any]]:
    """Each round with what was locked in it, why it was returned, and which lines were taken out afterwards."""
    if batch.round == 1 or not decisions:
        return []
    found: dict[int, dict[str, Any]] = {}
    for decision in decisions:
        row = found.setdefault(decision.round, {"number": decision.round})
        if decision.move == "lock":
            row |= {"lines": decision.facts.get("lines"), "total": decision.facts.get("total"), "on": decision.on}
        if decision.move == "return":
            row |= {"reason": decision.note, "returned_by": decision.actor, "until": decision.recorded_at}
    found.setdefault(batch.round, {"number": batch.round})
    taken_out = AuditEntry.objects.filter(
        object_type="dividends.Batch", object_id=str(batch.pk), verb="dividends.remove_line"
    )
    ends = [row["until"] for row in found.values() if "until" in row]
    for entry in taken_out.values("at", "reason").order_by("seq"):
        number = 1 + sum(entry["at"] > end for end in ends)
        found.setdefault(number, {"number": number}).setdefault("removed", []).append(entry["reason"])
    return [found[number] for number in sorted(found)]
