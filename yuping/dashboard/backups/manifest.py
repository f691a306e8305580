"""The manifest of a backup: what it holds. Written last, so a folder without one is no backup."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yuping.dashboard.backups.survey import Survey

NAME = "manifest.json"
DUMP, ATTACHMENTS = "database.sql.gz", "attachments.tar"
FORMAT = 1
BLOCK = 1 << 20


class Damaged(Exception):
    """The backup is not whole; the text names the file."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``chain_head`` is the last entry of the audit record: its number and its link."""

    made_at: str
    county: str
    server: int
    chain_head: tuple[int, str]
    files: dict[str, str]
    attachments: dict[str, str]
    survey: Survey

    def write(self, folder: Path) -> None:
        text = json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)
        write_private(folder / NAME, text.encode())


def read(folder: Path) -> Manifest:
    """The manifest of a backup whose files are as they were written; raises Damaged, and touches nothing."""
    try:
        stored: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if stored.pop("format") != FORMAT:
            raise Damaged(NAME)
        held = stored.pop("survey")
        number, link = stored.pop("chain_head")
        manifest = Manifest(**stored, chain_head=(number, link), survey=_survey(held))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Damaged(NAME) from error
    for name, digest in manifest.files.items():
        if not (folder / name).is_file() or digest_of(folder / name) != digest:
            raise Damaged(name)
    return manifest


def _survey(held: dict[str, Any]) -> Survey:
    tables = {name: (count, digest) for name, (count, digest) in held["tables"].items()}
    count, digest = held["guards"]
    return Survey(tables, held["sequences"], (count, digest))


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def write_private(path: Path, content: bytes) -> None:
    """A new file that its owner alone can read."""
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(content)
