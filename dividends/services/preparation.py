"""Preparing a batch: choosing the instalments, taking lines out, reissuing, and the lock that freezes all of it."""

import hashlib
import uuid
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Q

from dividends import lines, stop_list
from dividends.models import Batch, BatchCounter, BatchKind, Instalment, Payout, Scheme, VillageShare
from dividends.services.moves import load_for_move, record_decision, set_state
from dividends.workflow import BATCH, LineState
from households.services.payees import lock_homes
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused, StaleRecord

CREATE = "dividends.create_batch"
REISSUE = "dividends.create_reissue_batch"
REMOVE = "dividends.remove_line"


def create_batch(
    *,
    actor: User,
    scheme_code: str,
    due_year: int,
    key: uuid.UUID,
    agreement_ids: Sequence[int] | None = None,
) -> Batch:
    """A draft with every instalment of that year which is covered by received money and in no other line.

    Sending the same form twice (same ``key``) gives the batch made the first time; the same key with other content
    raises StaleRecord. Raises PolicyRefused when nothing is there to pay.
    """
    access.require(actor, CREATE)
    agreements = None if agreement_ids is None else sorted(set(agreement_ids))
    request = _digest(BatchKind.REGULAR.value, scheme_code, due_year, agreements)
    with transaction.atomic():
        earlier = _made_with(key)
        if earlier is not None:
            return _same_request(earlier, actor, request)
        batch = _new_batch(actor, scheme_code, due_year, BatchKind.REGULAR, key=key, request=request)
        chosen = (
            Instalment.objects.all_areas(reason="the investment company pays for the whole county")
            .dividends(year=due_year)
            .filter(participation__agreement__scheme=batch.scheme)
            .without_line()
        )
        if agreements is not None:
            chosen = chosen.filter(participation__agreement__in=agreements)
        count = lines.write_payouts(batch, chosen.covered())
        if not count:
            raise PolicyRefused("nothing_to_pay")
        lines.write_shares(batch)
        record_act(actor=actor, verb=CREATE, obj=batch, facts={"lines": count})
    return batch


def create_reissue_batch(
    *,
    actor: User,
    payout_ids: Sequence[int],
    key: uuid.UUID,
    share_ids: Sequence[int] = (),
) -> Batch:
    """A draft that pays returned or held lines again, each naming the line it replaces.

    A returned line's village had its part already; a held line brings its village's part along.
    Raises BadInput for lines that are neither, belong to different years or were named before.
    """
    access.require(actor, REISSUE)
    request = _digest(BatchKind.REISSUE.value, sorted(set(payout_ids)), sorted(set(share_ids)))
    with transaction.atomic():
        earlier = _made_with(key)
        if earlier is not None:
            return _same_request(earlier, actor, request)
        old = list(
            Payout.objects.for_action(actor, REISSUE)
            .filter(pk__in=payout_ids)
            .to_pay_again()
            .select_related("batch__scheme")
        )
        shares = list(
            VillageShare.objects.for_action(actor, REISSUE)
            .filter(pk__in=share_ids, state=LineState.RETURNED)
            .to_pay_again()
            .select_related("batch__scheme")
        )
        years = {(line.batch.scheme.code, line.batch.due_year) for line in [*old, *shares]}
        if len(old) != len(set(payout_ids)) or len(shares) != len(set(share_ids)) or len(years) != 1:
            raise BadInput("reissue_lines", field="payouts")
        (scheme_code, due_year) = years.pop()
        batch = _new_batch(actor, scheme_code, due_year, BatchKind.REISSUE, key=key, request=request)
        lines.write_reissues(batch, old, shares)
        record_act(actor=actor, verb=REISSUE, obj=batch, facts={"lines": len(old), "shares": len(shares)})
    return batch


def _made_with(key: uuid.UUID) -> Batch | None:
    """The batch an earlier sending of the same form made; two sendings at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int % 2**62])
    return Batch.objects.all_areas(reason="the key is the form's own").filter(idempotency_key=key).first()


def _same_request(batch: Batch, actor: User, request: str) -> Batch:
    if (batch.created_by_id, batch.request_digest) != (actor.pk, request):
        raise StaleRecord("key_reused")
    return batch


def _digest(*asked: object) -> str:
    return hashlib.sha256(repr(asked).encode()).hexdigest()


def _new_batch(actor: User, scheme_code: str, due_year: int, kind: str, *, key: uuid.UUID, request: str) -> Batch:
    BatchCounter.objects.get_or_create(year=due_year)
    counter = BatchCounter.objects.select_for_update().get(year=due_year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return Batch.objects.create(
        number=f"{due_year}-{counter.last:03d}",
        scheme=Scheme.objects.get(code=scheme_code),
        due_year=due_year,
        kind=kind,
        created_by=actor,
        created_on=clock.today(),
        idempotency_key=key,
        request_digest=request,
    )


def remove_lines(*, actor: User, payout_ids: Sequence[int], reason: str) -> Batch:
    """Take lines out of one draft, all or none; their instalments are free for another batch.

    Raises NotAllowedNow after lock or for a line with a hold or an objection, BadInput for lines of several batches,
    Payout.DoesNotExist for one out of reach.
    """
    if not reason.strip():
        raise BadInput("reason_needed", field="reason")
    with transaction.atomic():
        within = Payout.objects.actionable_by(actor, REMOVE).filter(pk__in=payout_ids)
        batches = set(within.order_by().values_list("batch", flat=True))
        if len(batches) > 1:
            raise BadInput("lines_of_one_batch")
        # The batch first, as every move of it locks: the other way round, this and a lock wait for each other.
        batch = Batch.objects.for_action(actor, REMOVE).filter(pk__in=batches).first()
        chosen = list(Payout.objects.for_action(actor, REMOVE).filter(pk__in=payout_ids).order_by("pk"))
        if batch is None or len(chosen) != len(set(payout_ids)):
            raise Payout.DoesNotExist
        if batch.state != BATCH.initial:
            raise NotAllowedNow("lines_are_frozen", state=batch.state)
        rows = Payout.objects.all_areas(reason="lines locked above").filter(pk__in=payout_ids)
        if rows.filter(Q(holds__isnull=False) | Q(objections__isnull=False)).exists():
            raise NotAllowedNow("line_has_papers", state=batch.state)
        rows.delete()
        lines.write_shares(batch)
        places = {line.village_id for line in chosen}
        record_act(
            actor=actor,
            verb=REMOVE,
            obj=batch,
            area_code=places.pop() if len(places) == 1 else "",
            reason=reason,
            facts={
                "lines": len(chosen),
                "households": [line.household_id for line in chosen],
                "instalments": [line.instalment_id for line in chosen],
            },
        )
    return batch


def lock_batch(*, actor: User, batch_id: int) -> Batch:
    """Freeze the list: fresh snapshots of payee, account, village and terms, totals, digest, parameters.

    Raises PolicyRefused with the stop list when anybody stands on it.
    """
    with transaction.atomic():
        batch, move = load_for_move(actor=actor, batch_id=batch_id, name="lock")
        # Until the lock stands or fails, nobody changes payee or identity of those who are in the list.
        lock_homes(batch.payouts.order_by().values_list("household_id", flat=True))
        stopped = stop_list.of_batch(batch)
        if stopped:
            raise PolicyRefused("stop_list", about=len(stopped))
        lines.take_snapshots(batch)
        count, households, villages = lines.totals(batch)
        if not count and not villages:
            raise PolicyRefused("batch_without_lines")
        set_state(
            batch,
            move,
            digest=lines.digest(batch),
            line_count=count,
            household_total=households,
            village_total=villages,
            locked_on=clock.today(),
            notice_workdays=batch.scheme.notice_workdays,
            approval_bands=batch.scheme.approval_bands,
        )
        record_decision(
            actor=actor, batch=batch, move=move, digest=batch.digest, lines=count, total=households + villages
        )
    return batch
