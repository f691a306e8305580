"""What an upload keeps is its own, and the import is vouched for: who uploaded what, what it wrote, who undid it.

A sealed value can't be forged but could be moved from one upload to another. Each therefore names, inside the seal, the
upload, how it was read and what its check counted; the file is known by its SHA-256.
"""

import base64
import hashlib
import json

from households.models import ImportRun
from yuping.audit.seals import code_of
from yuping.core.crypto import Tampered
from yuping.core.errors import NotAllowedNow
from yuping.core.fields import Sealed

IMPORT_CODE = "import_code"
VERDICT, KEPT = "verdict", "kept"
# What the upload was read as and what the check counted; none of it changes before the import is confirmed.
NAMED = ("pk", "actor_id", "sha256", "kind", "year", "year_read", "headings", "unread")
COUNTED = ("households", "members", "errors", "warnings")


def sealed_facts(run: ImportRun) -> dict[str, object]:
    """The fact by which ``verify`` proves that the import stands as the act left it."""
    return {IMPORT_CODE: code_of(run)}


def named_for(run: ImportRun, what: str, text: str) -> str:
    """A text to be kept sealed with this upload as its verdict or its checked rows."""
    return f"{_name(run, what)}:{text}"


def opened_for(run: ImportRun, what: str) -> str:
    """The text that was kept with this upload. Raises NotAllowedNow for one of another upload, and for none."""
    name, _, text = _opened(getattr(run, what)).partition(":")
    if name != _name(run, what):
        raise altered()
    return text


def file_of(run: ImportRun) -> bytes:
    """The uploaded file of an open upload. Raises NotAllowedNow for a file that is not the one uploaded."""
    try:
        data = base64.b64decode(_opened(run.payload))
    except ValueError as error:
        raise altered() from error
    if hashlib.sha256(data).hexdigest() != run.sha256:
        raise altered()
    return data


def altered() -> NotAllowedNow:
    """That an upload is no longer what its person uploaded and had checked."""
    return NotAllowedNow("households.import_altered")


def _opened(value: Sealed | None) -> str:
    try:
        return value.open() if value else ""
    except Tampered as error:
        raise altered() from error


def _name(run: ImportRun, what: str) -> str:
    stands = [what, *(getattr(run, name) for name in (*NAMED, *COUNTED))]
    return hashlib.sha256(json.dumps(stands, sort_keys=True).encode()).hexdigest()
