"""Verbs on the collective's income and spending. Each entry is posted to its village's book."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import models, transaction

from villages import policy
from villages.models import CollectiveEntry, Direction, IncomeClass, SpendingClass, VillageResolution
from villages.services.books import post_entries
from villages.services.loading import area_of, digest_of_rows, not_in_future, villages_for_action
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused
from yuping.core.money import ZERO, to_fen
from yuping.core.text import clean_line

RECORD = "villages.record_collective_entry"


@dataclass(frozen=True)
class EntryRow:
    """An income or spending to be recorded; ``category`` is the class of its direction, ``amount`` in yuan."""

    village_code: str
    date: datetime.date
    direction: str
    category: str
    amount: Decimal
    text: str
    resolution_id: int | None = None
    allow_negative: bool = False


def record_collective_entry(
    *,
    actor: User,
    village_code: str,
    date: datetime.date,
    direction: str,
    category: str,
    amount: Decimal,
    text: str,
    resolution_id: int | None = None,
    allow_negative: bool = False,
    reason: str = "",
) -> CollectiveEntry:
    """Record one income or spending of a village; see ``record_collective_entries``."""
    row = EntryRow(village_code, date, direction, category, amount, text, resolution_id, allow_negative)
    return record_collective_entries(actor=actor, rows=[row], reason=reason)[0]


def record_collective_entries(*, actor: User, rows: Sequence[EntryRow], reason: str = "") -> list[CollectiveEntry]:
    """Record entries of several villages and post them.

    Raises BadInput for a class, an amount or a future date, PolicyRefused with every reason for spending without a
    resolution, above it, or above what the village has (unless flagged, with a reason).
    """
    with transaction.atomic():
        codes = [row.village_code for row in rows]
        villages = villages_for_action(actor, RECORD, codes)
        entries = [_entry(actor, row) for row in rows]
        if any(row.allow_negative for row in rows) and not reason.strip():
            raise BadInput("village_overdraft_reason", field="reason")
        _refuse_spending(actor, entries)
        CollectiveEntry.objects.bulk_create(entries)
        post_entries(actor=actor, entries=entries, villages=villages)
        record_act(
            actor=actor,
            verb=RECORD,
            obj=entries[0],
            area_code=area_of(codes),
            reason=reason,
            facts=_facts(entries),
        )
        return entries


def _entry(actor: User, row: EntryRow) -> CollectiveEntry:
    not_in_future(row.date)
    classes = {Direction.INCOME: IncomeClass, Direction.SPENDING: SpendingClass}.get(row.direction)
    if classes is None or row.category not in classes.values:
        raise BadInput("village_entry_class", field="category")
    amount = to_fen(row.amount)
    if amount <= 0:
        raise BadInput("village_entry_amount", field="amount")
    text = clean_line(row.text)
    if not text:
        raise BadInput("village_entry_text", field="text")
    income = row.direction == Direction.INCOME
    return CollectiveEntry(
        village_id=row.village_code,
        date=row.date,
        direction=row.direction,
        income_class=row.category if income else "",
        spending_class="" if income else row.category,
        amount=amount,
        text=text,
        resolution_id=None if income else row.resolution_id,
        allow_negative=row.allow_negative,
        recorded_by=actor,
    )


def _facts(entries: Sequence[CollectiveEntry]) -> dict[str, object]:
    total = sum((entry.amount for entry in entries), ZERO)
    rows = ((e.pk, e.village_id, e.date, e.income_class or e.spending_class, e.amount) for e in entries)
    return {"count": len(entries), "total": str(total), "digest": digest_of_rows(rows)}


def _refuse_spending(actor: User, entries: Sequence[CollectiveEntry]) -> None:
    """Collect every reason against the spendings among the entries."""
    spendings = [entry for entry in entries if entry.direction == Direction.SPENDING]
    if not spendings:
        return
    facts = _resolution_facts(actor, [entry.resolution_id for entry in spendings if entry.resolution_id])
    reasons: list[policy.Reason] = []
    used: dict[int | None, Decimal] = defaultdict(lambda: ZERO)
    for entry in spendings:
        used[entry.resolution_id] += entry.amount
        reasons += policy.spending_refusals(
            village_code=entry.village_id,
            date=entry.date,
            amount=used[entry.resolution_id],
            resolution=facts.get(entry.resolution_id),
        )
    reasons += _short_of_money(actor, entries)
    if reasons:
        raise PolicyRefused("village_spending_refused", reasons=reasons)


def _resolution_facts(actor: User, ids: Sequence[int]) -> dict[int | None, policy.ResolutionFacts]:
    rows = VillageResolution.objects.for_action(actor, RECORD).filter(pk__in=ids).order_by("pk")
    locked = {row.pk: row for row in rows}
    spent = dict(
        CollectiveEntry.objects.actionable_by(actor, RECORD)
        .filter(resolution__in=locked)
        .order_by()
        .values_list("resolution")
        .annotate(total=models.Sum("amount"))
    )
    return {
        pk: policy.ResolutionFacts(row.village_id, row.decided_on, row.amount, spent.get(pk, ZERO))
        for pk, row in locked.items()
    }


def _short_of_money(actor: User, entries: Sequence[CollectiveEntry]) -> list[policy.Reason]:
    codes = {entry.village_id for entry in entries if entry.direction == Direction.SPENDING}
    balances = CollectiveEntry.objects.actionable_by(actor, RECORD).filter(village__in=codes).balances()
    for entry in entries:
        balances[entry.village_id] = balances.get(entry.village_id, ZERO) + entry.signed
    flagged = {entry.village_id for entry in entries if entry.allow_negative}
    return [
        policy.Reason("village_short_of_money", {"short": -balances[code]})
        for code in sorted(codes - flagged)
        if balances[code] < 0
    ]


def reverse_collective_entry(*, actor: User, entry_id: int, reason: str) -> CollectiveEntry:
    """Take an entry back by a new one of the opposite amount, dated today; an entry is reversed once."""
    verb = "villages.reverse_collective_entry"
    with transaction.atomic():
        original = CollectiveEntry.objects.actionable_by(actor, verb).get(pk=entry_id)
        villages = villages_for_action(actor, verb, [original.village_id])
        if not reason.strip():
            raise BadInput("village_reversal_reason", field="reason")
        if original.reverses_id or CollectiveEntry.objects.actionable_by(actor, verb).filter(reverses=original):
            raise NotAllowedNow("village_entry_reversed")
        if original.source_type:
            raise NotAllowedNow("village_entry_of_a_paper")
        _refuse_overdrawing_reversal(actor, original)
        entry = CollectiveEntry.objects.create(
            village_id=original.village_id,
            date=clock.today(),
            direction=original.direction,
            income_class=original.income_class,
            spending_class=original.spending_class,
            amount=-original.amount,
            text=original.text,
            resolution_id=original.resolution_id,
            reverses=original,
            recorded_by=actor,
        )
        post_entries(actor=actor, entries=[entry], villages=villages)
        record_act(actor=actor, verb=verb, obj=entry, area_code=entry.village_id, reason=reason)
        return entry


def _refuse_overdrawing_reversal(actor: User, original: CollectiveEntry) -> None:
    if original.direction == Direction.INCOME:
        rows = CollectiveEntry.objects.actionable_by(actor, RECORD).filter(village=original.village_id)
        left = rows.balances().get(original.village_id, ZERO) - original.amount
        if left < 0:
            raise PolicyRefused(
                "village_spending_refused", reasons=[policy.Reason("village_short_of_money", {"short": -left})]
            )


def record_dividend_income(
    *, actor: User, date: datetime.date, source: models.Model, amounts: Mapping[str, Decimal]
) -> list[CollectiveEntry]:
    """Enter the villages' shares of a paper as investment income; called by the verb that settles the paper.

    ``amounts`` maps village codes to yuan. What the paper brought a village before is left as it is; raises
    NotAllowedNow when it brought another amount. Returns the new entries.
    """
    verb = "villages.record_dividend_income"
    paper = {"source_type": source._meta.label, "source_id": str(source.pk)}
    with transaction.atomic():
        villages = villages_for_action(actor, verb, amounts)
        not_in_future(date)
        known = CollectiveEntry.objects.actionable_by(actor, verb).filter(**paper, reverses__isnull=True)
        before = dict(known.values_list("village", "amount"))
        wanted = {code: to_fen(amount) for code, amount in amounts.items() if amount}
        if any(before[code] != amount for code, amount in wanted.items() if code in before):
            raise NotAllowedNow("village_dividend_differs", paper=str(source))
        entries = [
            CollectiveEntry(
                village_id=code,
                date=date,
                direction=Direction.INCOME,
                income_class=IncomeClass.INVESTMENT,
                amount=amount,
                text=str(source)[:200],
                recorded_by=actor,
                **paper,
            )
            for code, amount in sorted(wanted.items())
            if code not in before
        ]
        if entries:
            CollectiveEntry.objects.bulk_create(entries)
            post_entries(actor=actor, entries=entries, villages=villages)
            record_act(actor=actor, verb=verb, obj=source, area_code=area_of(wanted), facts=_facts(entries))
        return entries
