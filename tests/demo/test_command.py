"""The command ``demo``: it repeats without effect, refuses what would be wrong, and its figures add up."""

import gc
import io
import json
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password
from django.core.management import CommandError, call_command
from django.db import models
from django.test import override_settings

from tests.conftest import two_villages
from yuping.audit.models import AuditEntry
from yuping.core import checks
from yuping.core.models import Installation
from yuping.demo.builder.people import lightly_hashed

# They share the place of the one command that prepares a county.
pytestmark = pytest.mark.xdist_group("demo_command")


def counted() -> dict[str, int]:
    """How many rows each table holds."""
    ours = [model for model in apps.get_models() if model._meta.managed and model._meta.app_label != "pghistory"]
    return {model._meta.db_table: _every(model).count() for model in ours}


def _every(model: type[models.Model]) -> models.Manager:
    return getattr(model, "unguarded", model._base_manager)


def figures() -> dict[str, str]:
    """What ``manage.py figures --json`` prints."""
    out = io.StringIO()
    call_command("figures", json=True, stdout=out)
    return {row["key"]: str(row["value"]) for row in json.loads(out.getvalue())["figures"]}


@pytest.fixture
def standing(villages_database: str, django_db_blocker: pytest.FixtureRequest) -> None:
    """Two villages at the end of their year."""
    django_db_blocker.unblock()


def test_a_second_run_starts_at_once_and_changes_nothing(standing: None) -> None:
    before, last, said = counted(), AuditEntry.objects.latest("pk"), io.StringIO()
    call_command("demo", no_serve=True, small=True, stdout=said)

    assert counted() == before
    assert AuditEntry.objects.latest("pk") == last
    assert "cadre1" in said.getvalue()


def test_the_figures_of_a_few_villages_add_up(standing: None) -> None:
    plan = two_villages()
    modes = [household.mode for household in plan.households]
    shown = figures()

    assert shown["registered_households"] == str(len(plan.households))
    assert shown["registered_persons"] == str(sum(len(household.members) for household in plan.households))
    assert shown["invested_households"] == str(modes.count("invested"))
    assert shown["pooled_households"] == str(modes.count("invested") + modes.count("pooled"))
    assert shown["household_dividends_paid"] == f"{4000 * modes.count('invested')}.00"
    assert shown["village_dividends_paid"] == f"{1000 * modes.count('invested')}.00"
    assert shown["villages_with_dividends"] == "2"
    assert list(checks.run()) == []


def test_a_port_in_use_is_refused_before_anything_is_built(db: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CommandError, match="PORT="):
        call_command("demo", port=taken.getsockname()[1])
    assert not Installation.objects.exists()


def test_a_county_s_own_database_is_refused(committed_db: str, django_db_blocker: pytest.FixtureRequest) -> None:
    with django_db_blocker.unblock():
        Installation.objects.create(county_code="520622", county_name="县")
        with pytest.raises(CommandError, match="真实县的数据"):
            call_command("demo", no_serve=True, stdout=io.StringIO())
        assert not AuditEntry.objects.exists()


HOLDER = """
import sys, fasteners
with fasteners.InterProcessLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def held_elsewhere() -> Iterator[None]:
    """Another process prepares this county; the lock is one for each process."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    holder = [sys.executable, "-c", HOLDER, str(settings.DATA_DIR / "demo.lock")]
    with subprocess.Popen(holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        yield
        other.communicate(timeout=10)


def test_a_second_command_for_one_county_is_refused_and_leaves_no_file_open(db: None, held_elsewhere: None) -> None:
    with pytest.raises(CommandError, match="正在准备"):
        call_command("demo", no_serve=True, stdout=io.StringIO())
    gc.collect()  # a file left open would warn here, and warnings are errors
    assert not Installation.objects.exists()


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError):
        call_command("demo", "--until", "2016-13-01")


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"])
def test_a_published_password_is_hashed_anew_with_full_strength_at_the_first_sign_in() -> None:
    with lightly_hashed():
        light = make_password("Melon-Tea-Ferry-16")
    stored: list[str] = []

    assert check_password("Melon-Tea-Ferry-16", light, setter=lambda raw: stored.append(make_password(raw)))
    assert stored[0].split("$")[1] == str(PBKDF2PasswordHasher.iterations)
    assert int(light.split("$")[1]) < PBKDF2PasswordHasher.iterations
