"""The verb that puts a scan into a household's papers."""

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from households.models import Document, DocumentKind
from households.services.loading import household_for, not_in_future
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput, at_field
from yuping.core.metadata import without_metadata
from yuping.core.photos import JPEG, PNG, read_photo
from yuping.core.scans import read_scan
from yuping.core.text import clean_line

ATTACH = "households.attach_document"
MOST_BYTES = 5 * 1024 * 1024
PDF = b"%PDF-"
TYPES = {PDF: "application/pdf", JPEG: "image/jpeg", PNG: "image/png"}
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
        digest = hashlib.sha256(data).hexdigest()
        if household.documents.filter(sha256=digest).exists():
            raise BadInput("households.document_taken", field="file")
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
        record_act(
            actor=actor,
            verb=ATTACH,
            obj=document,
            area_code=household.village_id,
            facts={"household": household.pk, "sha256": digest},
            wrote=[document],
        )
        return document


def kept_of(data: bytes) -> tuple[bytes, str, str]:
    """What is kept of a file, its type and its ending; the name and type a browser states play no part."""
    if len(data) > MOST_BYTES or not data.startswith(tuple(TYPES)):
        raise BadInput("households.document_kind", field="file")
    with at_field("file"):
        if data.startswith(PDF):
            read_scan(data)
            return data, "application/pdf", "pdf"
        photo = read_photo(data)
        return without_metadata(data), photo.content_type, photo.ending


def type_of(kept: bytes) -> str:
    """The type of a file that was looked at when it came in."""
    return next(kind for start, kind in TYPES.items() if kept.startswith(start))
