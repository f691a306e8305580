"""Django's PostgreSQL backend, which also knows the embedded server.

With ``EMBEDDED_DIR`` in the database settings the server there is started at the first connection.
"""

from typing import Any

import psycopg2
from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from yuping.core import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """A PostgreSQL connection whose host may be the embedded server."""

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        if self.settings_dict.get("EMBEDDED_DIR"):
            params["host"] = embedded.host_of(self.settings_dict["EMBEDDED_DIR"])
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except (psycopg2.OperationalError, OperationalError):
            if not self.settings_dict.get("EMBEDDED_DIR"):
                raise
            # The server may have been killed since this process last saw it: start it once more.
            embedded.forget(self.settings_dict["EMBEDDED_DIR"])
            conn_params = {**conn_params, "host": embedded.host_of(self.settings_dict["EMBEDDED_DIR"])}
            return super().get_new_connection(conn_params)
