"""Making a backup: dump, digests and head of the audit chain are of one moment, whoever works meanwhile."""

import gzip
import hashlib
import shutil
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yuping.audit.models import AuditEntry
from yuping.core.database import as_owner
from yuping.core.models import Installation
from yuping.dashboard.backups import manifest, tools
from yuping.dashboard.backups.manifest import ATTACHMENTS, DUMP, Manifest
from yuping.dashboard.backups.survey import Survey, survey

Say = Callable[[str], None]
Result = TypeVar("Result")
MEGABYTE = 1_000_000
DUMP_OPTIONS = ("--format=plain", "--no-owner", "--no-privileges", "--encoding=UTF8")


class FolderTaken(Exception):
    """A backup needs a folder of its own."""


def make(folder: Path, say: Say) -> Manifest:
    """Write a backup into a new or empty folder. Raises FolderTaken, ToolMissing, ToolFailed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FolderTaken(str(folder))
    with as_owner(), transaction.atomic():
        snapshot = _one_moment()
        county = Installation.objects.values_list("county_name", flat=True).first() or ""
        head = AuditEntry.objects.order_by("-seq").values_list("seq", "link").first() or (0, "")
        named, server = named_attachments(), connection.pg_version // 10_000
        held = timed(say, _("rows counted and digested"), survey)
        timed(say, _("database dumped"), lambda: _dump(folder / DUMP, snapshot))
    packed = timed(say, _("attachments packed"), lambda: _pack(folder / ATTACHMENTS))
    written = Manifest(
        made_at=timezone.now().isoformat(timespec="seconds"),
        county=county,
        server=server,
        chain_head=head,
        files={name: manifest.digest_of(folder / name) for name in (DUMP, ATTACHMENTS)},
        attachments=packed,
        survey=held,
    )
    written.write(folder)
    _tell(say, folder, held, packed, named)
    return written


def named_attachments() -> set[str]:
    """The files that rows of the database name."""
    names: set[str] = set()
    for model in apps.get_models():
        rows = getattr(model, "unguarded", model._base_manager)
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField) and model._meta.managed:
                names |= set(rows.exclude(**{field.name: ""}).values_list(field.name, flat=True))
    return names - {None}


def _one_moment() -> str:
    """Let this transaction see one moment only, and return the name by which the dump sees it too."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        return cursor.fetchone()[0]


def _dump(path: Path, snapshot: str) -> None:
    path.touch(mode=0o600)
    with (
        tools.running("pg_dump", *DUMP_OPTIONS, f"--snapshot={snapshot}") as program,
        path.open("wb") as file,
        gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, mtime=0) as packed,
    ):
        shutil.copyfileobj(program.stdout, packed, manifest.BLOCK)


def _pack(path: Path) -> dict[str, str]:
    """Put the attachments into one archive; their names and digests. Files are never changed, only added."""
    path.touch(mode=0o600)
    root, digests = Path(settings.MEDIA_ROOT), {}
    with tarfile.open(path, "w") as archive:
        for file in sorted(one for one in root.rglob("*") if one.is_file()):
            name = file.relative_to(root).as_posix()
            with file.open("rb") as stream:
                hashing = _Hashing(stream)
                archive.addfile(archive.gettarinfo(arcname=name, fileobj=stream), hashing)
                digests[name] = hashing.digest.hexdigest()
    return digests


class _Hashing:
    """A file that is digested while it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int) -> bytes:
        block = self._stream.read(size)
        self.digest.update(block)
        return block


def timed(say: Say, title: str, work: Callable[[], Result]) -> Result:
    """Do a piece of work and tell how long it took."""
    started = time.monotonic()
    result = work()
    say(f"{time.monotonic() - started:7.1f} s  {title}")
    return result


def _tell(say: Say, folder: Path, held: Survey, packed: dict[str, str], named: set[str]) -> None:
    size = sum(file.stat().st_size for file in folder.iterdir()) / MEGABYTE
    counts = {"tables": len(held.tables), "rows": held.rows, "files": len(packed), "size": f"{size:.1f}"}
    say(_("%(tables)s tables, %(rows)s rows, %(files)s attachments, %(size)s MB.") % counts)
    for name in sorted(named - packed.keys()):
        say(_("Missing: the attachment %(name)s, which a row names.") % {"name": name})
    say(
        _(
            "The key file %(path)s is left out on purpose: keep a copy of it elsewhere, under seal. "
            "Without it the identity numbers, phones and accounts of this backup can't be read."
        )
        % {"path": settings.FIELD_KEYS_FILE}
    )
