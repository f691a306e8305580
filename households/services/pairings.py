"""Verbs on pairings: a cadre takes charge of households; a hand-over counts once it is accepted."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from households.models import Household, Pairing
from households.querysets.pairings import ACCEPT, PAIR, with_accepter
from households.services.loading import households_for, not_in_future
from villages.models import Cadre
from villages.services.loading import area_of, digest_of_rows
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput, DomainError, NotAllowedNow, SamePerson


@dataclass(frozen=True, slots=True)
class PairingRow:
    """A cadre in charge of a household from a day on."""

    household_id: int
    cadre_id: int
    from_on: datetime.date


def pair_cadre(*, actor: User, household_id: int, cadre_id: int, from_on: datetime.date, reason: str = "") -> Pairing:
    """Pair one household; see ``pair_cadres``."""
    return pair_cadres(actor=actor, rows=[PairingRow(household_id, cadre_id, from_on)], reason=reason)[0]


def pair_cadres(*, actor: User, rows: Sequence[PairingRow], reason: str = "") -> list[Pairing]:
    """Pair households with cadres, all or none. A household without a cadre is paired at once; else the new pairing
    waits to be accepted and the old one goes on. Raises BadInput, NotAllowedNow while another hand-over waits.
    """
    with transaction.atomic():
        households = households_for(actor, PAIR, [row.household_id for row in rows])
        cadres = {row.cadre_id for row in rows}
        if Cadre.objects.visible_to(actor).in_office().filter(pk__in=cadres).count() < len(cadres):
            raise BadInput("households.cadre_unknown", field="cadre")
        open_ones = Pairing.unguarded.filter(household__in=households, to_on__isnull=True)
        current = {row.household_id: row for row in open_ones if row.accepted_on is not None}
        if len(open_ones) > len(current):
            raise NotAllowedNow("households.pairing_waiting")
        pairings = [_pairing(actor, row, households[row.household_id], current.get(row.household_id)) for row in rows]
        Pairing.objects.bulk_create(pairings, batch_size=500)
        _record(actor, PAIR, pairings, reason)
        return pairings


def _pairing(actor: User, row: PairingRow, household: Household, current: Pairing | None) -> Pairing:
    not_in_future(row.from_on, field="from_on")
    if current is not None:
        if current.cadre_id == row.cadre_id:
            raise BadInput("households.same_cadre", field="cadre")
        if row.from_on <= current.from_on:
            raise BadInput("households.present_cadre_since", field="from_on", day=current.from_on)
    return Pairing(
        household=household,
        village_id=household.village_id,
        cadre_id=row.cadre_id,
        from_on=row.from_on,
        accepted_on=row.from_on if current is None else None,
        recorded_by=actor,
    )


def against_accepting(actor: User, pairing: Pairing) -> DomainError | None:
    """Why it is another who accepts this hand-over (of ``with_accepter``): the cadre himself where he signs in, else
    who may pair cadres and has not recorded it."""
    if pairing.accepts_himself:
        mine = pairing.account_id == actor.pk
        return None if mine else NotAllowedNow("households.cadre_accepts_himself", name=pairing.cadre.name)
    if pairing.recorded_by_id == actor.pk or not access.scope_of(actor, PAIR).covers(pairing.village_id):
        return SamePerson("households.hand_over_takes_two")
    return None


def accept_pairing(*, actor: User, pairing_id: int, accepted_on: datetime.date) -> Pairing:
    """Accept one hand-over; see ``accept_pairings``."""
    return accept_pairings(actor=actor, pairing_ids=[pairing_id], accepted_on=accepted_on)[0]


def accept_pairings(*, actor: User, pairing_ids: Sequence[int], accepted_on: datetime.date) -> list[Pairing]:
    """Accept hand-overs: the former cadre's charge ends the day before.

    Raises what ``against_accepting`` finds, NotAllowedNow, BadInput.
    """
    with transaction.atomic():
        rows = Pairing.objects.for_action(actor, ACCEPT).filter(pk__in=set(pairing_ids)).order_by("pk")
        pairings = list(with_accepter(rows))
        if not pairings or len(pairings) < len(set(pairing_ids)):
            raise Pairing.DoesNotExist
        not_in_future(accepted_on, field="accepted_on")
        for pairing in pairings:
            if pairing.accepted_on is not None or pairing.to_on is not None:
                raise NotAllowedNow("households.pairing_accepted")
            if found := against_accepting(actor, pairing):
                raise found
            if accepted_on < pairing.from_on:
                raise BadInput("households.accepted_before_start", field="accepted_on", day=pairing.from_on)
        for pairing in pairings:
            former = Pairing.unguarded.filter(
                household=pairing.household_id, to_on__isnull=True, accepted_on__isnull=False
            )
            former.update(to_on=pairing.from_on - datetime.timedelta(days=1))
            pairing.accepted_on = accepted_on
            pairing.save(update_fields=["accepted_on"])
        _record(actor, ACCEPT, pairings, "")
        return pairings


def _record(actor: User, verb: str, pairings: Sequence[Pairing], reason: str) -> None:
    digest = digest_of_rows((row.household_id, row.cadre_id, row.from_on) for row in pairings)
    record_act(
        actor=actor,
        verb=verb,
        obj=pairings[0],
        area_code=area_of(row.village_id for row in pairings),
        reason=reason,
        facts={"count": len(pairings), "digest": digest},
    )
