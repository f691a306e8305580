"""The two townships, written once for all tests of access into a database of their own; each test is taken back."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.access.county import County, build
from tests.access.marks import TODAY
from tests.conftest import copy_database, drop_database, use_database
from yuping.core import clock


@pytest.fixture(scope="package")
def _written(django_db_setup: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[County]:
    name, shared = f"yuping_own_{uuid.uuid4().hex[:8]}", connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        copy_database(django_db_setup, name)
        use_database(name)
        with clock.fixed(TODAY), transaction.atomic():
            county = build()
        yield county
        use_database(shared)
        drop_database(name)


@pytest.fixture
def county(_written: County, monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    """The rows and the people, on 30 November 2016."""
    monkeypatch.setattr(clock, "current", lambda: TODAY)
    with clock.fixed(TODAY), transaction.atomic():
        yield _written
        transaction.set_rollback(True)
