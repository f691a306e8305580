"""``migrate``: whoever waits for it hears of each migration done."""

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from yuping.core.management.commands import migrate


def test_whoever_waits_is_told_of_each_migration(committed_db: str) -> None:
    call_command("migrate", "sessions", "zero", verbosity=0)
    command, heard = migrate.Command(), []
    command.told = lambda: heard.append(ContentType.objects.count())

    call_command(command, "sessions", verbosity=0)

    assert len(heard) == 1
