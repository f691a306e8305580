"""The tests' database: a migrated template, copied once for each worker and for each test that commits.

Guards refuse TRUNCATE, so nothing is ever flushed. The demo county is a template too, built once for a state of the
code: ``county_database`` gives a copy of the whole county, ``villages_database`` one of two villages.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import fasteners
import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from yuping.core.database import as_owner
from yuping.demo.builder.county import build
from yuping.demo.plan import CountyPlan, build_plan
from yuping.demo.plan.scenario import village_targets

ROOT = Path(__file__).resolve().parent.parent


def _fingerprint() -> str:
    """Changes when a migration, a reference fixture or the code of either changes."""
    digest = hashlib.sha256()
    files = [
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("yuping/*/migrations/*.py"),
        *ROOT.glob("fixtures/*.json"),
    ]
    files += [*ROOT.glob("*/models*"), *ROOT.glob("yuping/core/*.py"), *ROOT.glob("*/services*")]
    for path in sorted(file for file in files if file.is_file()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _admin() -> "psycopg2.extensions.connection":
    """A connection that may make and drop databases, as the owner role."""
    with as_owner():
        params = connection.get_connection_params()
    server = psycopg2.connect(
        **{key: value for key, value in params.items() if key in {"host", "port", "user", "password"}},
        dbname="postgres",
    )
    server.autocommit = True
    return server


def _execute(statement: str) -> None:
    server = _admin()
    try:
        with server.cursor() as cursor:
            cursor.execute(statement)
    finally:
        server.close()


def drop_database(name: str) -> None:
    """Plain first: it ends a vacuum at work there, which the forced one may not."""
    try:
        _execute(f'DROP DATABASE IF EXISTS "{name}"')
    except psycopg2.errors.ObjectInUse:
        _execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _exists(name: str) -> bool:
    server = _admin()
    try:
        with server.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None
    finally:
        server.close()


def use_database(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def _template() -> str:
    """The migrated database all others are copied from; made by the first worker that needs it."""
    name = f"yuping_test_{_fingerprint()}"
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with fasteners.InterProcessLock(settings.DATA_DIR / "template_database.lock"):
        if not _exists(name):
            building = f"{name}_building"
            drop_database(building)
            _execute(f'CREATE DATABASE "{building}"')
            use_database(building)
            call_command("migrate", verbosity=0)
            call_command("load_reference", verbosity=0)
            connection.close()
            _execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name


def copy_database(template: str, name: str) -> None:
    drop_database(name)
    _execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """One copy of the template for this worker; tests that use ``db`` roll back in it."""
    with django_db_blocker.unblock():
        template = _template()
        name = f"yuping_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
        copy_database(template, name)
        use_database(name)
        yield template
        connection.close()
        drop_database(name)


@pytest.fixture
def committed_db(django_db_setup: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A database of its own for a test that commits: several connections, processes, a browser."""
    name = f"yuping_own_{secrets.token_hex(4)}"
    shared = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        copy_database(django_db_setup, name)
        use_database(name)
        yield name
        use_database(shared)
        drop_database(name)


def _code() -> str:
    """Changes with any code or reference data that the building of the demo county rests on."""
    digest = hashlib.sha256()
    rooms = ("yuping", "villages", "households", "loans", "dividends", "fixtures")
    files = [path for room in rooms for ending in ("py", "json", "csv") for path in (ROOT / room).rglob(f"*.{ending}")]
    for path in sorted(files):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def two_villages() -> CountyPlan:
    """The plan of two villages whose households take part."""
    return build_plan(only=[target.code for target in village_targets() if target.invested][:2])


def _built(kind: str, migrated: str, plan: Callable[[], CountyPlan]) -> str:
    """The template with the demo at the end of 2016; made by the first who asks for it, in place of older ones."""
    name = f"yuping_{kind}_{_code()}"
    with fasteners.InterProcessLock(settings.DATA_DIR / f"{kind}_database.lock"):
        if not _exists(name):
            before = connection.settings_dict["NAME"]
            for old in _names(f"yuping_{kind}_"):
                drop_database(old)
            building = f"{name}_building"
            copy_database(migrated, building)
            use_database(building)
            whole = plan()
            build(whole, until=whole.scenario.as_of, report=list)
            use_database(before)
            _execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name


def _names(start: str) -> list[str]:
    server = _admin()
    try:
        with server.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [start])
            return [name for (name,) in cursor.fetchall()]
    finally:
        server.close()


def _copy_for(kind: str, migrated: str, plan: Callable[[], CountyPlan]) -> Iterator[str]:
    template = _built(kind, migrated, plan)
    name, shared = f"yuping_{kind}copy_{secrets.token_hex(4)}", connection.settings_dict["NAME"]
    copy_database(template, name)
    use_database(name)
    yield name
    use_database(shared)
    drop_database(name)


@pytest.fixture(scope="module")
def county_database(django_db_setup: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A copy of the whole demo county for the tests of a module. Mark them ``slow`` and of the group ``county``."""
    with django_db_blocker.unblock():
        yield from _copy_for("county", django_db_setup, build_plan)


@pytest.fixture(scope="module")
def villages_database(django_db_setup: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A copy of two villages of the demo county at the end of 2016, for the tests of a module."""
    with django_db_blocker.unblock():
        yield from _copy_for("villages", django_db_setup, two_villages)
