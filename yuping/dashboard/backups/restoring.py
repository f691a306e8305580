"""Putting a backup back: whole or not at all, into an empty database, and a drill that proves that it would go well."""

import gzip
import secrets
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from yuping.audit import services as audit
from yuping.audit.models import AuditEntry
from yuping.core import checks
from yuping.core.database import as_owner, grant_web_rights
from yuping.dashboard.backups import manifest, tools
from yuping.dashboard.backups.making import Say, named_attachments, timed
from yuping.dashboard.backups.manifest import ATTACHMENTS, DUMP, Damaged, Manifest
from yuping.dashboard.backups.survey import differences, is_empty, survey

PSQL_OPTIONS = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1")
# A setting of newer servers that a dump asks for and an older one does not know.
UNKNOWN_TO_OLDER = (17, b"SET transaction_timeout = 0;\n")
# Rows of the dump begin after its head.
HEAD_LINES = 60

# (table, or whatever else is named; what is wrong with it)
Faults = list[tuple[str, str]]


class NotEmpty(Exception):
    """The database or the attachments' folder already holds something."""


class KeysMissing(Exception):
    """The key file, which is kept apart from the backup, is not in its place."""


def restore(folder: Path, say: Say) -> Faults:
    """Put the backup into the empty database of this installation; what then differs from the manifest.

    Raises Damaged, KeysMissing and NotEmpty before anything is written, ToolMissing and ToolFailed when nothing stays.
    """
    made = timed(say, _("files compared with the manifest"), lambda: _usable(folder))
    place = Path(settings.MEDIA_ROOT)
    if place.exists() and any(place.iterdir()):
        raise NotEmpty(str(place))
    with as_owner():
        if not is_empty():
            raise NotEmpty(connection.settings_dict["NAME"])
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix="restoring-") as unpacked:
            timed(say, _("attachments unpacked"), lambda: _unpack(folder, made, Path(unpacked)))
            timed(say, _("database filled"), lambda: _fill(folder))
            if place.exists():
                place.rmdir()
            shutil.copytree(unpacked, place)
        faults = timed(say, _("rows compared with the manifest"), lambda: _unequal(made))
    return faults + _keys_of_another()


def drill(folder: Path, say: Say) -> Faults:
    """Restore into a database made for it and dropped again, compare every table, and run every check there."""
    made = timed(say, _("files compared with the manifest"), lambda: _usable(folder))
    with tempfile.TemporaryDirectory(prefix="restoring-") as unpacked, _scratch():
        timed(say, _("attachments unpacked"), lambda: _unpack(folder, made, Path(unpacked)))
        with as_owner():
            timed(say, _("database filled"), lambda: _fill(folder))
            faults = timed(say, _("rows compared with the manifest"), lambda: _unequal(made))
        faults += _keys_of_another()
        proved = timed(say, _("checks run on the copy"), lambda: list(checks.run()))
        faults += [(fault.table, f"{fault.pk}: {fault.reason}") for _name, fault in proved]
        missing = sorted(named_attachments() - made.attachments.keys())
    return faults + [(name, _("missing among the attachments")) for name in missing]


def _usable(folder: Path) -> Manifest:
    if not settings.FIELD_KEYS_FILE.exists():
        raise KeysMissing(str(settings.FIELD_KEYS_FILE))
    return manifest.read(folder)


@contextmanager
def _scratch() -> Iterator[None]:
    """A database of its own on the same server, whose name tells which county's it is and what for."""
    before = connection.settings_dict["NAME"]
    name = f"{before}_drill_{secrets.token_hex(4)}"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    _turn_to(name)
    try:
        yield
    finally:
        _turn_to(before)
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def _turn_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _fill(folder: Path) -> None:
    """Run the dump in one transaction that is committed only once the dump was read to its end."""
    with (
        gzip.open(folder / DUMP, "rb") as dump,
        tools.running("psql", *PSQL_OPTIONS, reads=True) as program,
    ):
        program.stdin.write(b"BEGIN;\n")
        _copy(dump, program.stdin)
        program.stdin.write(b"COMMIT;\nANALYZE;\n")
    grant_web_rights()


def _copy(dump: BinaryIO, into: BinaryIO) -> None:
    older = connection.pg_version // 10_000 < UNKNOWN_TO_OLDER[0]
    for _place in range(HEAD_LINES):
        line = dump.readline()
        if not (older and line == UNKNOWN_TO_OLDER[1]):
            into.write(line)
    shutil.copyfileobj(dump, into, manifest.BLOCK)


def _unpack(folder: Path, made: Manifest, into: Path) -> None:
    with tarfile.open(folder / ATTACHMENTS) as archive:
        archive.extractall(into, filter="data")
    for name, digest in made.attachments.items():
        if not (into / name).is_file() or manifest.digest_of(into / name) != digest:
            raise Damaged(name)


def _unequal(made: Manifest) -> Faults:
    said = _("expected %(expected)s, found %(found)s")
    return [
        (name, said % {"expected": before, "found": now}) for name, before, now in differences(made.survey, survey())
    ]


def _keys_of_another() -> Faults:
    """The last entry of the audit record was sealed with the installation's key: another key can't vouch for it."""
    head = AuditEntry.objects.order_by("-seq").first()
    if head is None or audit.holds(head):
        return []
    table = AuditEntry._meta.db_table
    return [(table, _("the key file %(path)s is not the one of this backup") % {"path": settings.FIELD_KEYS_FILE})]
