"""Serving the demo county on this machine, by the web server that a county runs as well."""

import errno
import socket
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection
from gunicorn.app.base import BaseApplication

HOST = "127.0.0.1"
WORKERS, THREADS = 2, 4


def is_free(port: int) -> bool:
    """Whether the port can be listened on; raises OSError for a port that is not one's to take."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def serve(port: int) -> None:
    """Serve until a signal ends it. The embedded database stops with this process, after the last worker."""
    connection.close()
    _Server(port).run()


class _Server(BaseApplication):
    """gunicorn in this process: its workers take over what has been loaded here."""

    def __init__(self, port: int) -> None:
        self._options = {
            "bind": f"{HOST}:{port}",
            "workers": WORKERS,
            "threads": THREADS,
            "worker_class": "gthread",
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()
