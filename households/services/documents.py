"""The verb that puts a scan into a household's papers."""

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from households.models import Document, DocumentKind
from households.services.loading import household_for, not_in_future
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput
from yuping.core.text import clean_line

ATTACH = "households.attach_document"
MOST_BYTES = 5 * 1024 * 1024
# First bytes, type and ending of the files that are taken; the name and type a browser states play no part.
TYPES = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
)


def attach_document(
    *, actor: User, household_id: int, kind: str, title: str, data: bytes, dated_on: datetime.date
) -> Document:
    """Keep a file with the household. Raises BadInput for another type, one too large, or one that is there already."""
    with transaction.atomic():
        household = household_for(actor, ATTACH, household_id)
        not_in_future(dated_on, field="dated_on")
        title = clean_line(title, max_length=100)
        if not title or kind not in DocumentKind.values:
            raise BadInput("households.required", field="title" if not title else "kind")
        content_type, ending = type_of(data)
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
        )
        return document


def type_of(data: bytes) -> tuple[str, str]:
    """Type and ending of a file that is taken as a paper, by its first bytes; raises BadInput."""
    for start, content_type, ending in TYPES:
        if data.startswith(start) and len(data) <= MOST_BYTES:
            return content_type, ending
    raise BadInput("households.document_kind", field="file")
