"""Opening the demo county and giving every seat its person."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.contrib.auth.hashers import get_hasher
from django.utils.translation import gettext as _

from yuping.accounts import opening, services
from yuping.accounts.models import Posting, User
from yuping.core.models import Installation
from yuping.demo import signins
from yuping.demo.builder.timeline import Step
from yuping.demo.signins import COUNTY_CODE, COUNTY_NAME, PASSWORD, Seat

OPENED_ON = date(2016, 1, 1)
FEW_ITERATIONS = 1000


def person(username: str) -> User:
    """A person of the demo by sign-in name, asked anew so that his postings are those of the day."""
    return User.objects.get(username=username)


def clerks(township: str) -> tuple[User, User]:
    """The two clerks of a township."""
    first, second = signins.clerk_names(township)
    return person(first), person(second)


def steps() -> list[Step]:
    """The opening, then one step for each further seat."""
    first = signins.administrators()
    return [
        Step(OPENED_ON, _("administrators"), Installation.objects.exists, _open, len(first)),
        *(_step(seat) for seat in signins.seats() if seat not in first),
    ]


@contextmanager
def lightly_hashed() -> Iterator[None]:
    """Hash with few iterations: the password stands on the sign-in page, so stretching it only costs time.

    At somebody's first sign-in Django hashes it anew with its full number.
    """
    hasher = get_hasher()
    full = getattr(hasher, "iterations", None)
    if full is not None:
        hasher.iterations = FEW_ITERATIONS
    try:
        yield
    finally:
        if full is not None:
            hasher.iterations = full


def _open() -> None:
    with lightly_hashed():
        _open_with_administrators()


def _open_with_administrators() -> None:
    administrators = [
        opening.FirstAdministrator(seat.role, seat.username, seat.full_name, seat.unit)
        for seat in signins.administrators()
    ]
    opened = opening.open_installation(
        county_code=COUNTY_CODE,
        county_name=COUNTY_NAME,
        administrators=administrators,
        opened_on=OPENED_ON,
        is_demo=True,
    )
    for username, secret in opened.secrets.items():
        services.change_own_password(actor=person(username), old=secret, new=PASSWORD)


def _step(seat: Seat) -> Step:
    return Step(OPENED_ON, _("people with their postings"), _is_posted(seat), _hire(seat))


def _is_posted(seat: Seat) -> Callable[[], bool]:
    return Posting.objects.filter(user__username=seat.username, role=seat.role).exists


def _hire(seat: Seat) -> Callable[[], None]:
    def hire() -> None:
        administrator = person("sysadmin")
        with lightly_hashed():
            user, secret = services.create_user(
                actor=administrator, username=seat.username, full_name=seat.full_name, unit=seat.unit
            )
            services.change_own_password(actor=user, old=secret, new=PASSWORD)
        posting = services.request_posting(
            actor=administrator,
            user_id=user.pk,
            role=seat.role,
            area_code=seat.area_code,
            valid_from=OPENED_ON,
        )
        services.confirm_posting(actor=person("security1"), posting_id=posting.pk)

    return hire
