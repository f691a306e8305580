"""Files that rows name with a digest: read as they were kept, or not at all; and whether they still lie in the store.

What a digest vouches for is never handed out changed: a paper that was exchanged in the store proves something else.
"""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db.models import Model

from yuping.core.checks import Fault
from yuping.core.errors import DomainError

BYTES_AT_ONCE = 1024 * 1024


class NotAsKept(DomainError):
    """A file is missing, or is not the one that was kept: codes ``file_missing`` and ``file_altered``."""


def read(name: str, digest: str) -> bytes:
    """The file of this name; raises NotAsKept."""
    try:
        with default_storage.open(name) as stored:
            content = stored.read()
    except OSError as error:
        raise NotAsKept("file_missing") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise NotAsKept("file_altered")
    return content


def altered(model: type[Model], *, file: str, digest: str) -> Iterator[Fault]:
    """Each row whose file is missing or has another digest than the row says; a file of many rows is read once."""
    rows = model._base_manager.exclude(**{file: ""}).order_by("pk").values_list("pk", file, digest)
    found: dict[str, str] = {}
    for pk, name, expected in rows.iterator(chunk_size=2000):
        if name not in found:
            found[name] = _digest_of(name)
        if not found[name]:
            yield Fault(model._meta.db_table, str(pk), "its file is missing")
        elif found[name] != expected:
            yield Fault(model._meta.db_table, str(pk), "its file is not the one that was kept")


def _digest_of(name: str) -> str:
    """Empty for a file that is missing."""
    code = hashlib.sha256()
    try:
        with default_storage.open(name) as stored:
            for part in stored.chunks(BYTES_AT_ONCE):
                code.update(part)
    except OSError:
        return ""
    return code.hexdigest()
