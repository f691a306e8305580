"""``demo``: prepares the demo county by the services, prints address and sign-ins, and serves it on this machine."""

import datetime
import os
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from yuping.core.models import Installation
from yuping.demo import signins
from yuping.demo.builder.county import build
from yuping.demo.plan import CountyPlan, build_plan
from yuping.demo.plan.scenario import village_targets

WORKERS, THREADS = 2, 4


class Command(BaseCommand):
    """Idempotent: what stands is left as it is; an interrupted run goes on where it stopped."""

    help = "Prepare the demo county as of 2016-12-31 and serve it on 127.0.0.1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="prepare the county, then end")
        parser.add_argument("--until", type=datetime.date.fromisoformat, metavar="DATE", help="build up to this day")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--small", action="store_true", help="two villages instead of the county, for a quick look")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        self._prepare_tables()
        if Installation.objects.filter(is_demo=False).exists():
            raise CommandError("This database is a county's own. The demo county needs a database of its own.")
        plan = _plan(small=options["small"])
        build(plan, until=options["until"] or plan.scenario.as_of, report=self._say)
        self._say(f"{time.monotonic() - started:.1f} s")
        self._print_signins()
        if not options["no_serve"]:
            self._serve(options["port"])

    def _prepare_tables(self) -> None:
        for title, command in (("数据表", "migrate"), ("基础数据", "load_reference")):
            started = time.monotonic()
            call_command(command, verbosity=0)
            self._say(f"{title}  {time.monotonic() - started:.1f} s")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _print_signins(self) -> None:
        for entry in signins.listed_signins():
            self._say(f"{entry.username:12} {entry.password}  {entry.role} · {entry.area} · {entry.full_name}")

    def _serve(self, port: int) -> None:
        """Hand this process over to the web server, so that signals reach it."""
        self._say(f"http://127.0.0.1:{port}/")
        os.chdir(settings.BASE_DIR)
        binding = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--threads", str(THREADS)]
        os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *binding, "yuping.wsgi:application"])


def _plan(*, small: bool) -> CountyPlan:
    if not small:
        return build_plan()
    return build_plan(only=[target.code for target in village_targets() if target.invested][:2])
