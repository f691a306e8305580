"""The verbs of accounts: people, postings, passwords, the demo date. Two administrators share what gives power."""

import datetime
import secrets
import string

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from yuping.accounts import access, areas, roles, signing_in
from yuping.accounts.acts import record_act
from yuping.accounts.models import FormerPassword, Posting, SignInAttempt, User
from yuping.core.errors import BadInput, NotAllowedNow, SamePerson, at_field
from yuping.core.models import Installation
from yuping.core.phone import parse_phone
from yuping.core.text import clean_line, clean_name, clean_number

SECRET_LENGTH = 16
# How many passwords, the present one among them, can't be chosen again.
LAST_PASSWORDS = 5
# Without the characters that are mistaken for each other when a secret is read out.
SECRET_CLASSES = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789")
USERNAME_CHARACTERS = frozenset(string.ascii_lowercase + string.digits + "_.-")
REFUSED_USERNAMES = frozenset({"admin", "root", "test", "demo", "administrator", "user", "guest"})


def new_secret() -> str:
    """A random initial password with characters of three classes."""
    parts = [secrets.choice(letters) for letters in SECRET_CLASSES]
    parts += [secrets.choice("".join(SECRET_CLASSES)) for _ in range(SECRET_LENGTH - len(parts))]
    secrets.SystemRandom().shuffle(parts)
    return "".join(parts)


def clean_username(typed: str) -> str:
    """A sign-in name as it is stored. Raises BadInput unless it is of lower-case letters, digits and ``_.-``."""
    name = clean_number(typed).lower()
    if not 3 <= len(name) <= 40 or not set(name) <= USERNAME_CHARACTERS or name in REFUSED_USERNAMES:
        raise BadInput("username_form", field="username")
    return name


def create_user(*, actor: User, username: str, full_name: str, unit: str, phone: str = "") -> tuple[User, str]:
    """A new account without any posting; returns it with its initial secret, which is shown once.

    Raises BadInput for a sign-in name that is taken or not of lower-case letters, digits and ``_.-``.
    """
    access.require(actor, "accounts.create_user")
    name = clean_username(username)
    if User.objects.filter(username__iexact=name).exists():
        raise BadInput("username_taken", field="username")
    secret = new_secret()
    with at_field("phone"):
        number = parse_phone(phone) if phone else ""
    with transaction.atomic():
        user = User(
            username=name,
            full_name=clean_name(full_name),
            unit=clean_line(unit, max_length=80),
            phone=number,
            password_changed_at=timezone.now(),
        )
        user.set_password(secret)
        user.save(force_insert=True)
        record_act(actor=actor, verb="accounts.create_user", obj=user)
    return user, secret


def reset_password(*, actor: User, user_id: int, reason: str) -> tuple[User, str]:
    """A new secret for a person who lost the password; valid for 72 hours and for one sign-in. Not for oneself."""
    access.require(actor, "accounts.reset_password")
    secret = new_secret()
    with transaction.atomic():
        user = _locked_user(user_id)
        _someone_else(actor, user.pk)
        _keep_former(user)
        user.set_password(secret)
        user.must_change_password, user.password_changed_at = True, timezone.now()
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])
        record_act(actor=actor, verb="accounts.reset_password", obj=user, reason=_reason(reason))
    return user, secret


def change_own_password(*, actor: User, old: str, new: str, address: str | None = None) -> User:
    """Change one's own password; every other session of the person ends.

    Raises BadInput for what is wrong, also for one of the last passwords; NotAllowedNow after too many guesses.
    """
    known = signing_in.confirm_password(user=actor, typed=old, address=address)
    with transaction.atomic():
        user = _locked_user(actor.pk)
        if user.password != known.password:
            raise BadInput("old_password_wrong", field="old_password")
        if old == new:
            raise BadInput("password_unchanged", field="new_password")
        try:
            validate_password(new, user)
        except ValidationError as error:
            raise BadInput("password_weak", field="new_password", why=error.messages) from error
        former = user.former_passwords.order_by("-pk").values_list("password", flat=True)[: LAST_PASSWORDS - 1]
        if any(check_password(new, one) for one in former):
            raise BadInput("password_used_before", field="new_password", count=LAST_PASSWORDS)
        _keep_former(user)
        user.set_password(new)
        user.must_change_password, user.password_changed_at = False, timezone.now()
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])
        record_act(actor=user, verb="accounts.change_own_password", obj=user)
    return user


def disable_user(*, actor: User, user_id: int, reason: str) -> User:
    """The account can't sign in any more; its sessions end at their next request. It is never deleted."""
    access.require(actor, "accounts.disable_user")
    with transaction.atomic():
        user = _locked_user(user_id)
        _someone_else(actor, user.pk)
        if not user.is_active:
            raise NotAllowedNow("user_disabled_already")
        user.is_active = False
        user.save(update_fields=["is_active"])
        record_act(actor=actor, verb="accounts.disable_user", obj=user, reason=_reason(reason))
    return user


def unlock_user(*, actor: User, user_id: int, reason: str) -> User:
    """Failed sign-ins of this person so far no longer count."""
    access.require(actor, "accounts.unlock_user")
    with transaction.atomic():
        user = _locked_user(user_id)
        SignInAttempt.objects.create(username=user.username.lower(), outcome=SignInAttempt.Outcome.UNLOCKED)
        record_act(actor=actor, verb="accounts.unlock_user", obj=user, reason=_reason(reason))
    return user


def request_posting(
    *,
    actor: User,
    user_id: int,
    role: str,
    area_code: str,
    valid_from: datetime.date,
    valid_to: datetime.date | None = None,
) -> Posting:
    """Ask for a posting; it holds nothing until another administrator confirms it.

    Raises BadInput for an unknown area, a role that is not held at that level, a period that ends before it starts,
    or a role that must not meet another one of the person.
    """
    access.require(actor, "accounts.request_posting")
    name = areas.name_of(area_code)
    if name is None:
        raise BadInput("area_unknown", field="area_code")
    if len(area_code) not in roles.LEVELS[roles.Role(role)]:
        raise BadInput("role_level", field="area_code")
    if valid_to and valid_to < valid_from:
        raise BadInput("period_reversed", field="valid_to")
    with transaction.atomic():
        user = _locked_user(user_id)
        if not user.is_active:
            raise NotAllowedNow("user_disabled_already")
        posting = Posting(
            user=user,
            role=role,
            area_code=area_code,
            area_name=name,
            valid_from=valid_from,
            valid_to=valid_to,
            requested_by=actor,
        )
        _refuse_incompatible(posting)
        posting.save(force_insert=True)
        record_act(actor=actor, verb="accounts.request_posting", obj=posting, facts=_facts(posting), wrote=[posting])
    return posting


def confirm_posting(*, actor: User, posting_id: int) -> Posting:
    """The second administrator puts the posting in force; neither who asked for it nor the person himself."""
    access.require(actor, "accounts.confirm_posting")
    with transaction.atomic():
        posting = Posting.objects.select_for_update(of=("self",)).select_related("user").get(pk=posting_id)
        if posting.confirmed_by_id is not None:
            raise NotAllowedNow("posting_confirmed_already")
        if actor.pk in (posting.requested_by_id, posting.user_id):
            raise SamePerson("posting_needs_another")
        _refuse_incompatible(posting)
        posting.confirmed_by = actor
        posting.save(update_fields=["confirmed_by"])
        record_act(actor=actor, verb="accounts.confirm_posting", obj=posting, facts=_facts(posting), wrote=[posting])
    return posting


def end_posting(*, actor: User, posting_id: int, on: datetime.date, reason: str) -> Posting:
    """The posting's last day. A day before its start makes it never in force; an ended one is not prolonged."""
    access.require(actor, "accounts.end_posting")
    with transaction.atomic():
        posting = Posting.objects.select_for_update(of=("self",)).select_related("user").get(pk=posting_id)
        _someone_else(actor, posting.user_id)
        if on < posting.valid_from or (posting.valid_to and on > posting.valid_to):
            raise BadInput("posting_end_outside", field="on")
        posting.valid_to = on
        posting.save(update_fields=["valid_to"])
        record_act(
            actor=actor,
            verb="accounts.end_posting",
            obj=posting,
            reason=_reason(reason),
            facts=_facts(posting),
            wrote=[posting],
        )
    return posting


def move_demo_date(*, actor: User, day: datetime.date) -> Installation:
    """Move the business date of a demo database on, for everybody. Raises NotAllowedNow without the mark."""
    with transaction.atomic():
        installation = Installation.objects.select_for_update().filter(is_demo=True).first()
        if installation is None or not actor.is_active:
            raise NotAllowedNow("not_a_demo")
        before = installation.business_date
        if before is not None and day <= before:
            raise BadInput("demo_date_forward", field="day", before=before)
        installation.business_date = day
        installation.save(update_fields=["business_date"])
        record_act(actor=actor, verb="accounts.move_demo_date", obj=installation, facts={"from": before, "to": day})
    return installation


def _keep_former(user: User) -> None:
    """Remember the password that is about to be replaced, as its hash."""
    FormerPassword.objects.create(user=user, password=user.password)


def _locked_user(user_id: int) -> User:
    return User.objects.select_for_update().get(pk=user_id)


def _someone_else(actor: User, user_id: int) -> None:
    if actor.pk == user_id:
        raise SamePerson("not_for_oneself")


def _reason(text: str) -> str:
    reason = clean_line(text, max_length=500)
    if not reason:
        raise BadInput("reason_needed", field="reason")
    return reason


def _facts(posting: Posting) -> dict[str, object]:
    return {
        "user": posting.user_id,
        "role": posting.role,
        "area": posting.area_code,
        "from": posting.valid_from,
        "to": posting.valid_to,
    }


def _refuse_incompatible(posting: Posting) -> None:
    """The trigger refuses the same; this is for the sentence."""
    others = Posting.objects.filter(user_id=posting.user_id, role__in=roles.incompatible_with(posting.role))
    for other in others.exclude(pk=posting.pk):
        starts_after = posting.valid_to is not None and other.valid_from > posting.valid_to
        ends_before = other.valid_to is not None and other.valid_to < posting.valid_from
        if not starts_after and not ends_before:
            raise BadInput("roles_incompatible", field="role", other=other.get_role_display())
