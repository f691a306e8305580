"""Databases to measure in: copies of the demo county, so that whatever is written there ends with the measuring."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.conftest import copy_database, drop_database, use_database
from yuping.core.database import gather_statistics


@contextmanager
def copied(name: str) -> Iterator[None]:
    """Work in a copy of the county, as the role that serves it; commits there are real."""
    own = connection.settings_dict["NAME"]
    connection.close()
    copy_database(own, name)
    use_database(name)
    gather_statistics()
    try:
        yield
    finally:
        use_database(own)
        drop_database(name)
