"""A backup is of one moment, restores whole or not at all, and the drill tells what is not equal."""

import gzip
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from tests.accounts.test_opening import THREE
from tests.conftest import drop_database, use_database
from tests.people import COUNTY
from yuping.accounts import services
from yuping.accounts.models import User
from yuping.accounts.opening import open_installation
from yuping.core import clock, vault
from yuping.core.database import as_owner
from yuping.core.models import Installation
from yuping.dashboard.backups import making

Change = Callable[[Path], None]
PHOTO = "notices/2016/photo.jpg"


@pytest.fixture
def place(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    """Attachments and backups of this test, with one photograph in place."""
    settings.MEDIA_ROOT = tmp_path / "attachments"
    (settings.MEDIA_ROOT / PHOTO).parent.mkdir(parents=True)
    (settings.MEDIA_ROOT / PHOTO).write_bytes(b"a photograph")
    return tmp_path


@pytest.fixture
def county(committed_db: str, django_db_blocker: pytest.FixtureRequest, place: Path) -> Iterator[str]:
    """An open installation whose audit record has an entry."""
    with django_db_blocker.unblock():
        open_installation(county_code=COUNTY, county_name="某县", administrators=THREE, opened_on=clock.today())
        administrator = User.objects.get(username="sysadmin")
        services.create_user(actor=administrator, username="first.clerk", full_name="杨文", unit="office", phone="")
        yield committed_db


@pytest.fixture
def backup(county: str, place: Path) -> Path:
    call_command("backup", str(place / "backup"), stdout=io.StringIO())
    return place / "backup"


@pytest.fixture
def empty(county: str) -> Iterator[str]:
    """An empty database beside the county's, in use until the test ends."""
    name = f"{county}_empty"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    use_database(name)
    yield name
    use_database(county)
    drop_database(name)


def said(command: str, folder: Path) -> str:
    out = io.StringIO()
    call_command(command, str(folder), stdout=out)
    return out.getvalue()


def faults(command: str, folder: Path) -> str:
    """What a command that has to end with 1 names."""
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(command, str(folder), stdout=out)
    assert ended.value.code == 1
    return out.getvalue()


def rewritten(folder: Path, change: Callable[[str], str]) -> None:
    """Another dump, with a manifest that vouches for it."""
    dump = folder / "database.sql.gz"
    text = gzip.decompress(dump.read_bytes()).decode()
    assert change(text) != text
    dump.write_bytes(gzip.compress(change(text).encode()))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["database.sql.gz"] = hashlib.sha256(dump.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def _beside(statement: str) -> None:
    """Run a statement on a connection of its own and commit it."""
    other = psycopg2.connect(**{key: connection.get_connection_params()[key] for key in ("host", "user", "dbname")})
    with other, other.cursor() as cursor:
        cursor.execute(statement)
    other.close()


def databases() -> set[str]:
    """This county's databases: its own and those made beside it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE current_database() || '%%'")
        return {name for (name,) in cursor.fetchall()}


def test_the_drill_finds_the_copy_equal_and_leaves_nothing_behind(backup: Path) -> None:
    before = databases()

    assert "逐行" in said("restore_drill", backup)
    assert databases() == before
    assert User.objects.filter(username="first.clerk").exists()


def test_the_backup_is_private_and_holds_no_key(backup: Path) -> None:
    key = settings.FIELD_KEYS_FILE.read_text()

    assert {file.name for file in backup.iterdir()} == {"database.sql.gz", "attachments.tar", "manifest.json"}
    assert {file.stat().st_mode & 0o077 for file in (backup, *backup.iterdir())} == {0}
    for secret in json.loads(key)["keys"].values():
        assert secret not in gzip.decompress((backup / "database.sql.gz").read_bytes()).decode()
        assert secret not in (backup / "attachments.tar").read_bytes().decode("latin-1")


def test_the_backup_says_that_the_key_file_is_left_out(county: str, place: Path) -> None:
    assert str(settings.FIELD_KEYS_FILE) in said("backup", place / "backup")


def test_what_is_written_while_the_dump_runs_is_in_neither_dump_nor_digests(county: str, place: Path) -> None:
    late = []

    def somebody_works(line: str) -> None:
        if not late:
            late.append(line)
            _beside("UPDATE core_installation SET county_name = 'late'")

    making.make(place / "backup", somebody_works)

    assert late
    assert "逐行" in said("restore_drill", place / "backup")
    assert Installation.objects.get().county_name == "late"


def test_a_backup_is_restored_into_an_empty_database(backup: Path, empty: str, place: Path) -> None:
    (place / "attachments").rename(place / "before")

    said("restore", backup)

    assert services.clean_username("first.clerk") in User.objects.values_list("username", flat=True)
    assert (place / "attachments" / PHOTO).read_bytes() == b"a photograph"
    call_command("verify", stdout=io.StringIO())


def test_the_web_role_has_its_rights_in_the_restored_database_and_no_more(
    backup: Path, empty: str, place: Path
) -> None:
    (place / "attachments").rename(place / "before")
    said("restore", backup)

    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('audit_auditentry', 'INSERT')")
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT has_table_privilege('audit_auditentry', 'UPDATE')")
        assert cursor.fetchone() == (False,)


def test_nothing_is_restored_over_a_database_that_holds_something(backup: Path, place: Path) -> None:
    (place / "attachments").rename(place / "before")

    with pytest.raises(CommandError, match="不是空的"):
        said("restore", backup)

    assert not (place / "attachments").exists()


def test_nothing_is_restored_over_attachments(backup: Path, empty: str) -> None:
    with pytest.raises(CommandError, match="不是空的"):
        said("restore", backup)


def test_a_folder_in_use_is_not_written_to(backup: Path) -> None:
    with pytest.raises(CommandError, match="不是空的"):
        said("backup", backup)


def cut_the_dump(folder: Path) -> None:
    content = (folder / "database.sql.gz").read_bytes()
    (folder / "database.sql.gz").write_bytes(content[: len(content) // 2])


def alter_an_attachment(folder: Path) -> None:
    content = (folder / "attachments.tar").read_bytes()
    (folder / "attachments.tar").write_bytes(content.replace(b"a photograph", b"another foto"))


def lose_the_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def lose_the_dump(folder: Path) -> None:
    (folder / "database.sql.gz").unlink()


@pytest.mark.parametrize("damage", [cut_the_dump, alter_an_attachment, lose_the_manifest, lose_the_dump])
@pytest.mark.parametrize("command", ["restore", "restore_drill"])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    backup: Path, empty: str, place: Path, command: str, damage: Change
) -> None:
    (place / "attachments").rename(place / "before")
    damage(backup)

    with pytest.raises(CommandError, match="备份不完整"):
        said(command, backup)

    assert connection.introspection.table_names() == []
    assert not (place / "attachments").exists()


def test_a_dump_that_fails_halfway_leaves_the_database_empty(backup: Path, empty: str, place: Path) -> None:
    (place / "attachments").rename(place / "before")
    rewritten(backup, lambda text: text.replace("ALTER TABLE ONLY", "ALTER TABLE NOWHERE ONLY", 1))

    with pytest.raises(CommandError, match="PostgreSQL"):
        said("restore", backup)

    assert connection.introspection.table_names() == []
    assert not (place / "attachments").exists()


def test_the_drill_names_the_table_of_a_row_that_came_back_otherwise(backup: Path) -> None:
    rewritten(backup, lambda text: text.replace("\t某县\t", "\t别县\t"))

    told = faults("restore_drill", backup)

    assert "public.core_installation: " in told
    assert "public.accounts_user" not in told


def test_the_drill_notices_a_guard_that_is_lost(backup: Path) -> None:
    lines = "ALTER TABLE ONLY public.core_installation\n    ADD CONSTRAINT core_installation_pkey PRIMARY KEY (id);"
    rewritten(backup, lambda text: text.replace(lines, ""))

    assert "constraints" in faults("restore_drill", backup)


def test_another_key_file_is_noticed(backup: Path, place: Path, settings: pytest.FixtureRequest) -> None:
    settings.FIELD_KEYS_FILE = place / "other-keys.json"
    vault.keyring()

    assert "audit_auditentry" in faults("restore_drill", backup)


def test_a_missing_key_file_is_not_made_anew(backup: Path, place: Path, settings: pytest.FixtureRequest) -> None:
    settings.FIELD_KEYS_FILE = place / "missing.json"

    with pytest.raises(CommandError, match="密钥文件"):
        said("restore_drill", backup)

    assert not settings.FIELD_KEYS_FILE.exists()
