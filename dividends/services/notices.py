"""Notices in the villages, objections to them, and their answers."""

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from dividends.models import Batch, Notice, Objection, Payout
from dividends.notice_days import last_day, villages_of
from dividends.services.moves import load_for_move, record_decision, set_state
from dividends.workflow import BatchState
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, at_field
from yuping.core.metadata import without_metadata
from yuping.core.photos import Photo, read_photo

PUBLISH = "dividends.publish_notice"
RECORD = "dividends.record_objection"
ANSWER = "dividends.answer_objection"
PHOTO_BYTES = 5 * 1024 * 1024
# Below this nobody can tell what hangs there.
PHOTO_SIDE = 100


def publish_notice(
    *,
    actor: User,
    batch_id: int,
    village_code: str,
    place: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    photo: bytes,
) -> Notice:
    """Record that the list of one village was put up; the first notice moves the batch on. Of the photograph the
    picture alone is kept.

    Raises BadInput for too few working days, a date ahead or before the list was locked, or a file that is no
    photograph, NotAllowedNow when the village has its notice already or is not in the batch.
    """
    picture = _check_notice(starts_on, photo)
    with at_field("photo"):
        photo = without_metadata(photo)
    with transaction.atomic():
        batch, move = load_for_move(actor=actor, batch_id=batch_id, name="publish")
        if not access.scope_of(actor, PUBLISH).covers(village_code):
            raise Batch.DoesNotExist
        if village_code not in villages_of(batch):
            raise NotAllowedNow("village_not_in_batch", move="publish", state=batch.state)
        if batch.notices.filter(village=village_code, round=batch.round).exists():
            raise NotAllowedNow("notice_published", move="publish", state=batch.state)
        if starts_on < batch.locked_on:
            raise BadInput("notice_before_list", field="starts_on", locked=batch.locked_on)
        earliest_end = last_day(starts_on, batch.notice_workdays)
        if ends_on < earliest_end:
            raise BadInput("notice_too_short", field="ends_on", earliest=earliest_end)
        digest = hashlib.sha256(photo).hexdigest()
        notice = Notice.objects.create(
            batch=batch,
            village_id=village_code,
            round=batch.round,
            place=place,
            starts_on=starts_on,
            ends_on=ends_on,
            photo=ContentFile(photo, name=f"{batch.number}-{village_code}-{batch.round}.{picture.ending}"),
            photo_sha256=digest,
            digest=batch.digest,
            published_by=actor,
        )
        if batch.state == BatchState.LOCKED:
            set_state(batch, move)
        record_decision(
            actor=actor,
            batch=batch,
            move=move,
            digest=batch.digest,
            area_code=village_code,
            wrote=[notice],
            village=village_code,
        )
    return notice


def _check_notice(starts_on: datetime.date, photo: bytes) -> Photo:
    if starts_on > clock.today():
        raise BadInput("date_in_future", field="starts_on")
    if len(photo) > PHOTO_BYTES:
        raise BadInput("not_a_photo", field="photo")
    with at_field("photo"):
        return read_photo(photo, least=PHOTO_SIDE)


def record_objection(
    *,
    actor: User,
    notice_id: int,
    raised_by: str,
    raised_on: datetime.date,
    text: str,
    payout_id: int | None = None,
) -> Objection:
    """Write down what a villager objects.

    Raises BadInput for a date outside the notice, NotAllowedNow once the batch is confirmed.
    """
    with transaction.atomic():
        notice = Notice.objects.actionable_by(actor, RECORD).get(pk=notice_id)
        # The batch's row is the lock: an objection and the confirmation of the batch wait for each other.
        batch = Batch.objects.all_areas(reason="the notice's own batch").select_for_update().get(pk=notice.batch_id)
        if batch.state != BatchState.ON_NOTICE or notice.round != batch.round:
            raise NotAllowedNow("notice_is_over", move="record_objection", state=batch.state)
        if not notice.starts_on <= raised_on <= clock.today():
            raise BadInput("date_outside_notice", field="raised_on")
        lines = Payout.objects.actionable_by(actor, RECORD).filter(batch=batch, village=notice.village_id)
        objection = Objection.objects.create(
            notice=notice,
            payout=None if payout_id is None else lines.get(pk=payout_id),
            village_id=notice.village_id,
            raised_by=raised_by,
            raised_on=raised_on,
            text=text,
            recorded_by=actor,
        )
        record_act(actor=actor, verb=RECORD, obj=objection, area_code=notice.village_id, wrote=[objection])
    return objection


def answer_objection(*, actor: User, objection_id: int, answer: str) -> Objection:
    """Answer an objection, once. Raises NotAllowedNow when it has its answer, BadInput without words."""
    if not answer.strip():
        raise BadInput("answer_needed", field="answer")
    with transaction.atomic():
        objection = Objection.objects.for_action(actor, ANSWER).get(pk=objection_id)
        if objection.answered_on is not None:
            raise NotAllowedNow("answered_already", move="answer_objection", state="answered")
        objection.answer, objection.answered_on, objection.answered_by = answer, clock.today(), actor
        objection.save(update_fields=["answer", "answered_on", "answered_by"])
        record_act(actor=actor, verb=ANSWER, obj=objection, area_code=objection.village_id, wrote=[objection])
    return objection
