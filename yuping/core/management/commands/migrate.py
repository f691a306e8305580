"""``migrate`` as the role that owns the tables; afterwards the web role gets its rights."""

from typing import Any

from django.core.management.commands import migrate

from yuping.core.database import as_owner, grant_web_rights, keep_triggers_armed, pin_trigger_functions


class Command(migrate.Command):
    """Django's own command, run as the owner."""

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            super().handle(*args, **options)
            keep_triggers_armed()
            pin_trigger_functions()
            grant_web_rights()
