"""``open_installation``: names the county and creates the three administrators with whom its work begins."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from yuping.accounts import areas, sentences
from yuping.accounts.models import ROLE_LABELS
from yuping.accounts.opening import FirstAdministrator, open_installation
from yuping.accounts.roles import Role
from yuping.accounts.signing_in import SECRET_LIFETIME
from yuping.core import clock
from yuping.core.errors import DomainError
from yuping.core.models import Installation

SEATS = {"system": Role.SYSTEM_ADMIN, "security": Role.SECURITY_ADMIN, "audit": Role.AUDIT_ADMIN}


class Command(BaseCommand):
    """Works once. The passwords it prints stand nowhere else: the database keeps their hashes alone."""

    help = "Open a county's installation: its name and its three administrators, whose passwords are shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", required=True, metavar="CODE", help="division code of the county, 6 digits")
        parser.add_argument("--name", required=True, help="name of the county")
        parser.add_argument("--unit", required=True, help="office in which the three administrators work")
        for seat in SEATS:
            parser.add_argument(
                f"--{seat}", required=True, nargs=2, metavar=("SIGN-IN", "NAME"), help=f"the {seat} administrator"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        if Installation.objects.filter(is_demo=True).exists():
            raise CommandError(_("This database holds the demo county. A county of its own needs an empty database."))
        code = options["county"]
        # An installation opened twice says so, whatever areas it has.
        if not Installation.objects.exists() and not any(area.startswith(code) for area, _name in areas.every_area()):
            raise CommandError(
                _("No township's code begins with %(code)s. Put the county's areas in fixtures/ and run %(run)s.")
                % {"code": code, "run": "manage.py load_reference"}
            )
        people = [
            FirstAdministrator(role, username, full_name, options["unit"])
            for role, (username, full_name) in ((role, options[seat]) for seat, role in SEATS.items())
        ]
        try:
            opened = open_installation(
                county_code=code, county_name=options["name"], administrators=people, opened_on=clock.today()
            )
        except DomainError as error:
            raise CommandError("\n".join(text for _field, text in sentences.explain(error))) from error
        self._say(people, opened.installation, list(opened.secrets.items()))

    def _say(
        self, people: list[FirstAdministrator], installation: Installation, secrets: list[tuple[str, str]]
    ) -> None:
        self.stdout.write(_("%(county)s is open. One-time passwords, shown only now:") % {"county": installation})
        for person, (username, secret) in zip(people, secrets, strict=True):
            self.stdout.write(f"  {username}  {secret}  {ROLE_LABELS[person.role]} · {person.full_name}")
        hours = int(SECRET_LIFETIME.total_seconds() // 3600)
        self.stdout.write(
            _("Each of the three signs in within %(hours)s hours and sets a password of his own.") % {"hours": hours}
        )
        self.stdout.write(
            _("Then the system administrator creates users; the security administrator confirms what they may do.")
        )
