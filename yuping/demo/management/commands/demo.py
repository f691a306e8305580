"""``demo``: prepares the demo county by the services, prints address and sign-ins, and serves it on this machine."""

import datetime
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import fasteners
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from yuping.core.database import gather_statistics
from yuping.core.management.commands import migrate
from yuping.core.models import Installation
from yuping.demo import serving, signins
from yuping.demo.builder.county import build
from yuping.demo.plan import CountyPlan, build_plan
from yuping.demo.plan.scenario import AS_OF, village_targets

# Seconds between two lines about the tables.
TOLD_EVERY = 5


class Command(BaseCommand):
    """Idempotent: what stands is left as it is; an interrupted run goes on where it stopped."""

    help = "Prepare the demo county as of 2016-12-31 and serve it on 127.0.0.1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="prepare the county, then end")
        parser.add_argument("--until", type=datetime.date.fromisoformat, metavar="DATE", help="build up to this day")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--small", action="store_true", help="two villages instead of the county, for a quick look")

    def handle(self, *args: Any, **options: Any) -> None:
        port = None if options["no_serve"] else options["port"]
        if port is not None:
            _refuse_taken(port)
        try:
            with _alone():
                self._prepare(small=options["small"], until=options["until"])
        except KeyboardInterrupt:
            raise CommandError(
                _("Interrupted. Nothing is half done: the same command goes on where this one stopped."), returncode=130
            ) from None
        self._print_signins()
        if port is not None:
            _refuse_taken(port)
            self._say(_("Open http://127.0.0.1:%(port)s/ in the browser. Ctrl-C stops the county.") % {"port": port})
            serving.serve(port)

    def _prepare(self, *, small: bool, until: datetime.date | None) -> None:
        started = time.monotonic()
        first = _("Preparing the demo county. Each line is a step done; the first, the tables, takes a minute or more.")
        self._say(first)
        self._timed(_("tables"), self._lay_tables)
        self._timed(_("reference data"), lambda: call_command("load_reference", verbosity=0))
        if Installation.objects.filter(is_demo=False).exists():
            raise CommandError(_("This database is a county's own. The demo county needs a database of its own."))
        day = until or AS_OF
        # The date moves on once all steps before it are done, so a county that has come so far needs no plan.
        if Installation.objects.filter(business_date__gte=day).exists():
            done = 0
        else:
            plan = self._timed(_("plan of the county"), lambda: _plan(small=small))
            done = build(plan, until=day, report=self._say)
            self._timed(_("statistics of the tables"), gather_statistics)
        stands = _("The demo county stands: %(steps)s steps done now, %(seconds).0f s.")
        self._say(stands % {"steps": done, "seconds": time.monotonic() - started})

    def _lay_tables(self) -> None:
        command, started = migrate.Command(), time.monotonic()
        # Spoken here: while it migrates the framework speaks no language but its own.
        words = _("tables: %(done)s migrations so far")
        done, last = 0, started

        def tell() -> None:
            nonlocal done, last
            done, now = done + 1, time.monotonic()
            if now - last < TOLD_EVERY:
                return
            last = now
            self._say(_line(now - started, words % {"done": done}))

        command.told = tell
        call_command(command, verbosity=0)

    def _timed(self, title: str, work: Any) -> Any:
        started = time.monotonic()
        result = work()
        self._say(_line(time.monotonic() - started, title))
        return result

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _print_signins(self) -> None:
        self._say(_("Sign-ins, all with the password %(password)s:") % {"password": signins.PASSWORD})
        for entry in signins.listed_signins():
            self._say(f"  {entry.username:12} {entry.role} · {entry.area} · {entry.full_name}")


def _line(seconds: float, title: str) -> str:
    return f"{'':10}  {seconds:5.1f} s  {'':6}  {title}"


def _refuse_taken(port: int) -> None:
    if not serving.is_free(port):
        example = {"port": port, "other": port + 1}
        raise CommandError(
            _("Port %(port)s is in use, perhaps by another demo. Choose another one: make demo PORT=%(other)s")
            % example
        )


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the place of the one command that prepares this county; raises CommandError while another holds it."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    lock = fasteners.InterProcessLock(settings.DATA_DIR / "demo.lock")
    if not lock.acquire(blocking=False):
        lock.lockfile.close()  # a refused lock leaves its file open
        raise CommandError(_("Another command is preparing this county. Wait until it is done."))
    try:
        yield
    finally:
        lock.release()


def _plan(*, small: bool) -> CountyPlan:
    if not small:
        return build_plan()
    return build_plan(only=[target.code for target in village_targets() if target.invested][:2])
