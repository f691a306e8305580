"""Verbs on village resolutions (四议两公开)."""

import datetime
from decimal import Decimal

from django.db import transaction

from villages.models import VillageResolution
from villages.services.loading import not_in_future, villages_for_action
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.money import to_fen
from yuping.core.text import clean_line, clean_note


def record_resolution(
    *,
    actor: User,
    village_code: str,
    subject: str,
    amount: Decimal,
    proposed_on: datetime.date,
    discussed_on: datetime.date,
    deliberated_on: datetime.date,
    decided_on: datetime.date,
    published_on: datetime.date,
    attended: int,
    votes_for: int,
    text: str = "",
    reason: str = "",
) -> VillageResolution:
    """Record a decision with its four deliberations and its publication; ``amount`` is what may be spent, in yuan."""
    verb = "villages.record_resolution"
    days = [proposed_on, discussed_on, deliberated_on, decided_on, published_on]
    with transaction.atomic():
        villages_for_action(actor, verb, [village_code])
        not_in_future(*days, field="published_on")
        if days != sorted(days):
            raise BadInput("village_resolution_order", field="decided_on")
        if votes_for > attended or votes_for * 2 <= attended:
            raise BadInput("village_resolution_majority", field="votes_for")
        resolution = VillageResolution.objects.create(
            village_id=village_code,
            subject=clean_line(subject, max_length=120),
            amount=to_fen(amount),
            proposed_on=proposed_on,
            discussed_on=discussed_on,
            deliberated_on=deliberated_on,
            decided_on=decided_on,
            published_on=published_on,
            attended=attended,
            votes_for=votes_for,
            text=clean_note(text),
            recorded_by=actor,
        )
        record_act(actor=actor, verb=verb, obj=resolution, area_code=village_code, reason=reason)
        return resolution


def publish_resolution_result(
    *, actor: User, resolution_id: int, published_on: datetime.date, reason: str = ""
) -> VillageResolution:
    """Record when the result was published, the second of the two publications."""
    verb = "villages.publish_resolution_result"
    with transaction.atomic():
        resolution = VillageResolution.objects.for_action(actor, verb).get(pk=resolution_id)
        if resolution.result_published_on:
            raise NotAllowedNow("village_result_published")
        not_in_future(published_on, field="published_on")
        if published_on < resolution.published_on:
            raise BadInput("village_result_too_early", field="published_on")
        resolution.result_published_on = published_on
        resolution.save(update_fields=["result_published_on"])
        record_act(actor=actor, verb=verb, obj=resolution, area_code=resolution.village_id, reason=reason)
        return resolution
