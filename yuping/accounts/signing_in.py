"""Signing in: failed attempts are counted in the database, so that every process knows them.

Five failures within 15 minutes lock this person at this address for 30 minutes; a person can't be shut out from
every address by somebody who knows his sign-in name. A ceiling for each address comes before the costly check of the
password; it is loose, because a whole office stands behind one address, and who signed in from there before is still
checked beyond it. Whatever the cause, the person reads the same sentence.
"""

import datetime

from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from yuping.accounts.acts import record_act
from yuping.accounts.models import SignInAttempt, User
from yuping.core.errors import BadInput, NotAllowedNow

FAILURES, WINDOW, LOCK = 5, datetime.timedelta(minutes=15), datetime.timedelta(minutes=30)
ADDRESS_CEILING, KNOWN_FOR = 100, datetime.timedelta(days=30)
SECRET_LIFETIME = datetime.timedelta(hours=72)
PASSWORD_LIFETIME = datetime.timedelta(days=90)

Outcome = SignInAttempt.Outcome


def sign_in(*, request: HttpRequest, username: str, password: str) -> User | None:
    """The person, or None for whatever does not fit. Each attempt that reaches the check leaves a row."""
    name, address = username.lower()[:40], request.META.get("REMOTE_ADDR") or None
    if too_many_from(address) and not is_known_at(name, address):
        return None
    # Written before the check, so that attempts made at the same time count each other.
    mine = SignInAttempt.objects.create(username=name, address=address, outcome=Outcome.FAILED)
    if is_locked(name, address, before=mine.pk):
        return None
    user = authenticate(request, username=name, password=password)
    if user is None or secret_is_stale(user):
        return None
    with transaction.atomic():
        SignInAttempt.objects.create(username=name, address=address, outcome=Outcome.SUCCEEDED)
        record_act(actor=user, verb="accounts.sign_in", obj=user)
    return user


def confirm_password(*, user: User, typed: str, address: str | None) -> User:
    """The person once more by the password; a session left open is no way to guess it.

    Counted with the attempts to sign in. Raises BadInput for another password, NotAllowedNow after too many.
    """
    mine = SignInAttempt.objects.create(username=user.username, address=address, outcome=Outcome.FAILED)
    if is_locked(user.username, address, before=mine.pk):
        raise NotAllowedNow("too_many_attempts", field="old_password")
    person = User.objects.get(pk=user.pk)
    if not person.check_password(typed):
        raise BadInput("old_password_wrong", field="old_password")
    SignInAttempt.objects.create(username=user.username, address=address, outcome=Outcome.SUCCEEDED)
    return person


def note_sign_out(user: User) -> None:
    """The audit entry of a sign-out."""
    with transaction.atomic():
        record_act(actor=user, verb="accounts.sign_out", obj=user)


def too_many_from(address: str | None) -> bool:
    """Whether this address failed too often, whoever it tried to be; no password is checked then."""
    recent = SignInAttempt.objects.filter(address=address, at__gt=timezone.now() - WINDOW)
    failed = recent.filter(outcome=Outcome.FAILED).count() - recent.filter(outcome=Outcome.SUCCEEDED).count()
    return failed >= ADDRESS_CEILING


def is_known_at(name: str, address: str | None) -> bool:
    """Whether this person signed in from this address lately."""
    rows = SignInAttempt.objects.filter(username=name, address=address, outcome=Outcome.SUCCEEDED)
    return rows.filter(at__gt=timezone.now() - KNOWN_FOR).exists()


def is_locked(name: str, address: str | None, *, before: int) -> bool:
    """Whether five failures within the window, not cleared since, happened less than the lock's time ago."""
    now = timezone.now()
    rows = SignInAttempt.objects.filter(username=name, at__gt=now - WINDOW - LOCK, pk__lt=before)
    cleared = (
        rows.exclude(outcome=Outcome.FAILED).filter(address=address) | rows.filter(outcome=Outcome.UNLOCKED)
    ).order_by("-pk")
    last_cleared = cleared.values_list("pk", flat=True).first() or 0
    failed = rows.filter(outcome=Outcome.FAILED, address=address, pk__gt=last_cleared)
    failures = list(failed.order_by("pk").values_list("at", flat=True))
    pairs = zip(failures, failures[FAILURES - 1 :], strict=False)
    return any(last - first <= WINDOW and now < last + LOCK for first, last in pairs)


def secret_is_stale(user: User) -> bool:
    """Whether a secret given by an administrator was not used in time."""
    given = user.password_changed_at
    return user.must_change_password and given is not None and timezone.now() - given > SECRET_LIFETIME


def must_change(user: User) -> bool:
    """Whether only the page for changing the password is open to the person."""
    changed = user.password_changed_at
    return user.must_change_password or (changed is not None and timezone.now() - changed > PASSWORD_LIFETIME)
