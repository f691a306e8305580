"""Opening an installation: its county and the first administrators, without whom nobody could be given a posting."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from yuping.accounts.acts import record_act
from yuping.accounts.models import Posting, User
from yuping.accounts.roles import COUNTY, Role
from yuping.accounts.services import clean_username, new_secret
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.models import Installation
from yuping.core.text import clean_line, clean_name

THREE_ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


@dataclass(frozen=True)
class FirstAdministrator:
    """One of the three administrators with whom an installation opens; ``unit`` is the office he works in."""

    role: Role
    username: str
    full_name: str
    unit: str


@dataclass(frozen=True)
class Opened:
    """The installation and the initial secret of each administrator by sign-in name, shown once."""

    installation: Installation
    secrets: dict[str, str]


def open_installation(
    *,
    county_code: str,
    county_name: str,
    administrators: Sequence[FirstAdministrator],
    opened_on: datetime.date,
    is_demo: bool = False,
) -> Opened:
    """Name the county and create its three administrators; a demo's business date starts on ``opened_on``.

    It is the only verb without an actor: it happens once, before there is anybody. Each of the three holds the
    posting because another of them confirmed it. Raises NotAllowedNow once the installation is open, BadInput unless
    there is exactly one administrator of each kind, three different people, and for a code or name that can't be one.
    """
    if sorted(person.role for person in administrators) != sorted(THREE_ADMINISTRATORS):
        raise BadInput("three_administrators_needed", field="administrators")
    administrators = [replace(person, username=clean_username(person.username)) for person in administrators]
    for values in zip(*((person.username, clean_name(person.full_name)) for person in administrators), strict=True):
        if len(set(values)) != len(administrators) or "" in values:
            raise BadInput("three_people_needed", field="administrators")
    if not (len(county_code) == COUNTY and county_code.isascii() and county_code.isdigit()):
        raise BadInput("county_code_form", field="county_code")
    if not clean_line(county_name, max_length=40):
        raise BadInput("county_name_needed", field="county_name")
    with transaction.atomic():
        if Installation.objects.exists() or User.objects.exists():
            raise NotAllowedNow("installation_open_already")
        installation = Installation.objects.create(
            county_code=county_code,
            county_name=clean_line(county_name, max_length=40),
            is_demo=is_demo,
            business_date=opened_on if is_demo else None,
        )
        secrets = {person.username: new_secret() for person in administrators}
        users = [_user(person, secrets[person.username]) for person in administrators]
        postings = [
            Posting.objects.create(
                user=user,
                role=person.role,
                area_code=installation.county_code,
                area_name=installation.county_name,
                valid_from=opened_on,
                confirmed_by=users[place - 1],
            )
            for place, (person, user) in enumerate(zip(administrators, users, strict=True))
        ]
        facts = {"county": county_code, "demo": is_demo, "administrators": [user.username for user in users]}
        record_act(actor=users[0], verb="accounts.open_installation", obj=installation, facts=facts, wrote=postings)
    return Opened(installation, secrets)


def _user(person: FirstAdministrator, secret: str) -> User:
    user = User(
        username=person.username,
        full_name=clean_name(person.full_name),
        unit=clean_line(person.unit, max_length=80),
        password_changed_at=timezone.now(),
    )
    user.set_password(secret)
    user.save(force_insert=True)
    return user
