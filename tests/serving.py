"""The site served over real HTTP by gunicorn, on a database of the tests."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 60  # seconds
DATABASE = "YUPING_TEST_DATABASE"


@contextmanager
def served(database: str, *, workers: int = 2, threads: int = 4, application: str = "yuping.wsgi") -> Iterator[str]:
    """Serve ``database`` on a free port and yield the address, such as ``http://127.0.0.1:41234``.

    ``application`` names the WSGI module: a test may serve a variant of its own. Raises RuntimeError with the server's
    output when it does not answer in time.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "YUPING_DATA": str(settings.DATA_DIR),
        DATABASE: database,
    }
    command = [sys.executable, "-m", "gunicorn", f"{application}:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(workers), "--threads", str(threads)]
    log = Path(settings.DATA_DIR) / f"serving-{port}.log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            _wait(port, server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)
    log.unlink()


def _wait(port: int, server: subprocess.Popen, log: Path) -> None:
    """Until the sign-in page answers."""
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/sign-in/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    server.kill()
    raise RuntimeError(re.sub(r"\n{2,}", "\n", log.read_text(errors="replace")))
