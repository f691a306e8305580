"""Forms that are carried out once, however often they are sent, and never over what somebody else saved meanwhile."""

import datetime
import secrets
from collections.abc import Iterable

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from yuping.accounts.models import SentForm, User
from yuping.core import vault

ONCE, SEEN = "once", "seen"
# Sent with a form, and no part of what was typed.
OF_THE_SENDING = frozenset({"csrfmiddlewaretoken", SEEN})
KEPT = datetime.timedelta(days=3)


class AlreadySent(Exception):
    """The same form was carried out before; ``led_to`` is where that led."""

    def __init__(self, led_to: str) -> None:
        super().__init__(led_to)
        self.led_to = led_to


def new_token() -> str:
    """What tells one showing of a form from another."""
    return secrets.token_hex(16)


def claim(user: User, request: HttpRequest) -> SentForm | None:
    """Note inside the act's transaction that this form is carried out; raises AlreadySent for one that was.

    A second sending at the same moment waits here for the first, and is then refused by the database. A form that
    was shown once and filled in anew, as after going back, is another one. None for a form without a token.
    """
    if not request.POST.get(ONCE):
        return None
    key = vault.digest_of("\n".join([str(user.pk), request.path, *_content(request.POST, request.FILES.values())]))
    earlier = SentForm.objects.filter(pk=key).first()
    if earlier is not None:
        raise AlreadySent(earlier.led_to)
    SentForm.objects.filter(user=user, at__lt=timezone.now() - KEPT).delete()
    return SentForm.objects.create(key=key, user=user)


def carried_out(sent: SentForm, led_to: str) -> None:
    """Where whoever sends it again is led."""
    SentForm.objects.filter(pk=sent.pk).update(led_to=led_to)


def _content(posted: QueryDict, files: Iterable[object]) -> list[str]:
    typed = [f"{name}={value}" for name, values in posted.lists() if name not in OF_THE_SENDING for value in values]
    return [*typed, *(f"{file.name} {file.size}" for file in files)]
