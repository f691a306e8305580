"""People for tests: an account with one posting in force, and a browser that is signed in as him."""

import datetime

from django.test import Client

from yuping.accounts.models import Posting, User
from yuping.accounts.roles import Role

COUNTY, TOWNSHIP, OTHER_TOWNSHIP = "520622", "520622001", "520622102"
SECRET = "Long-enough-4711"


def person(name: str = "somebody", *, role: Role | None = None, area: str = COUNTY, **fields: object) -> User:
    """An account that may sign in with SECRET, and its posting when a role is given."""
    user = User(username=name, full_name=name, unit="office", **{"must_change_password": False, **fields})
    user.set_password(SECRET)
    user.save()
    if role:
        post(user, role, area)
    return user


def post(user: User, role: Role, area: str = COUNTY, **fields: object) -> Posting:
    """A confirmed posting from 2014 on."""
    by, _ = User.objects.get_or_create(username="confirmer", defaults={"full_name": "confirmer", "unit": "office"})
    values = {"valid_from": datetime.date(2014, 1, 1), "confirmed_by": by, "area_name": area, **fields}
    return Posting.objects.create(user=user, role=role, area_code=area, **values)


def browser(user: User | None = None) -> Client:
    """A test client, signed in when a person is given."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client
