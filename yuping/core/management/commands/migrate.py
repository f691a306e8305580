"""``migrate`` as the role that owns the tables; afterwards the web role gets its rights."""

from collections.abc import Callable
from typing import Any

from django.core.management.commands import migrate

from yuping.core.database import as_owner, grant_web_rights, keep_triggers_armed, pin_trigger_functions


class Command(migrate.Command):
    """Django's own command, run as the owner; whoever waits for it is told of each migration done."""

    told: Callable[[], None] | None = None

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            super().handle(*args, **options)
            keep_triggers_armed()
            pin_trigger_functions()
            grant_web_rights()

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        super().migration_progress_callback(action, migration, fake)
        if self.told is not None and action == "apply_success":
            self.told()
