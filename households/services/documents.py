"""The verbs that put a scan into a household's papers, and take a wrong one out."""

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from households.models import (
    AdjustmentStep,
    Document,
    DocumentKind,
    Household,
    Identification,
    IdentificationStep,
    IdentityChange,
    Score,
)
from households.services.loading import household_for, not_in_future
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, NotAllowedNow, at_field
from yuping.core.metadata import without_metadata
from yuping.core.photos import JPEG, PNG, read_photo
from yuping.core.scans import read_scan
from yuping.core.text import clean_line

ATTACH, WITHDRAW = "households.attach_document", "households.withdraw_document"
MOST_BYTES = 5 * 1024 * 1024
PDF = b"%PDF-"
TYPES = {PDF: "application/pdf", JPEG: "image/jpeg", PNG: "image/png"}
# What is kept of a file, its type and its ending.
Kept = tuple[bytes, str, str]
# Shown on the household's page.
PICTURES = frozenset({DocumentKind.HEAD_PHOTO, DocumentKind.HOUSE_PHOTO})


def attach_document(
    *, actor: User, household_id: int, kind: str, title: str, data: bytes, dated_on: datetime.date
) -> Document:
    """Keep a file with the household; of a photograph the picture alone, without place, time and camera.

    Raises BadInput for another type, one too large, a PDF that does more than show pages, or one that is there already.
    """
    # Read before the household is locked: a large file takes a while.
    access.require(actor, ATTACH)
    data, content_type, ending = kept_of(data)
    with transaction.atomic():
        household = household_for(actor, ATTACH, household_id)
        not_in_future(dated_on, field="dated_on")
        title = clean_line(title, max_length=100)
        if not title or kind not in DocumentKind.values:
            raise BadInput("households.required", field="title" if not title else "kind")
        if kind in PICTURES and not content_type.startswith("image/"):
            raise BadInput("households.picture_needed", field="file")
        document = lay_into_file(
            actor, household, kind=kind, title=title, kept=(data, content_type, ending), dated_on=dated_on
        )
        if document is None:
            raise BadInput("households.document_taken", field="file")
        record_act(
            actor=actor,
            verb=ATTACH,
            obj=document,
            area_code=household.village_id,
            facts={"household": household.pk, "sha256": document.sha256},
            wrote=[document],
        )
        return document


def lay_into_file(
    actor: User, household: Household, *, kind: str, title: str, kept: Kept, dated_on: datetime.date
) -> Document | None:
    """Part of a verb that holds the household locked: the file among its papers; None where it stands there already."""
    data, content_type, ending = kept
    digest = hashlib.sha256(data).hexdigest()
    if household.documents.filter(sha256=digest, withdrawn_on=None).exists():
        return None
    document = Document(
        household=household,
        village_id=household.village_id,
        kind=kind,
        title=title,
        sha256=digest,
        size=len(data),
        content_type=content_type,
        dated_on=dated_on,
        recorded_by=actor,
    )
    document.file.save(f"{digest[:32]}.{ending}", ContentFile(data), save=False)
    document.save(force_insert=True)
    return document


def withdraw_document(*, actor: User, document_id: int, reason: str) -> Document:
    """Take a wrong paper out of the file; it stays readable as withdrawn, and prints leave it out.

    Raises BadInput without a reason; NotAllowedNow where it is withdrawn already or a step or a score rests on it.
    """
    with transaction.atomic():
        document = Document.objects.for_action(actor, WITHDRAW).get(pk=document_id)
        if why := why_document_stays(document):
            raise why
        reason = clean_line(reason, max_length=200)
        if not reason:
            raise BadInput("reason_needed", field="reason")
        document.withdrawn_on, document.withdrawn_by, document.withdrawal_reason = clock.today(), actor, reason
        document.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawal_reason"])
        record_act(
            actor=actor,
            verb=WITHDRAW,
            obj=document,
            area_code=document.village_id,
            reason=reason,
            facts={"household": document.household_id, "sha256": document.sha256},
            wrote=[document],
        )
        return document


def why_document_stays(document: Document) -> NotAllowedNow | None:
    """Why a paper can't be withdrawn: what was decided on it has to be put right first."""
    if document.withdrawn_on is not None:
        return NotAllowedNow("households.document_withdrawn")
    home, digest = document.household_id, document.sha256
    if (
        Identification.unguarded.filter(household=home, paper_sha256=digest).exists()
        or IdentificationStep.unguarded.filter(identification__household=home, paper_sha256=digest).exists()
        or AdjustmentStep.unguarded.filter(adjustment__household=home, paper_sha256=digest).exists()
    ):
        return NotAllowedNow("households.document_of_step")
    if IdentityChange.unguarded.filter(paper=document).exclude(state="refused").exists():
        return NotAllowedNow("households.document_of_identity")
    score = Score.unguarded.filter(paper=document, replaced_by=None).first()
    return NotAllowedNow("households.document_of_score", day=score.date) if score else None


def kept_of(data: bytes) -> Kept:
    """What is kept of a file, its type and its ending; the name and type a browser states play no part."""
    refuse_odd_file(data, len(data))
    with at_field("file"):
        if data.startswith(PDF):
            read_scan(data)
            return data, "application/pdf", "pdf"
        photo = read_photo(data)
        return without_metadata(data), photo.content_type, photo.ending


def refuse_odd_file(start: bytes, size: int) -> None:
    """Raises BadInput for a file of another kind, by how it begins, and for one that is too large."""
    if not start.startswith(tuple(TYPES)):
        raise BadInput("households.document_kind", field="file")
    if size > MOST_BYTES:
        raise BadInput(
            "households.document_size", field="file", size=f"{size / 1024 / 1024:.1f}", most=MOST_BYTES // 1024**2
        )


def type_of(kept: bytes) -> str:
    """The type of a file that was looked at when it came in."""
    return next(kind for start, kind in TYPES.items() if kept.startswith(start))
