"""What a password must not be (GB/T 22239 asks for classes; length and the list of common ones are checked beside)."""

import string
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yuping.accounts.models import User

CLASSES_NEEDED = 3
SHORTEST_PART = 3


class ThreeClasses:
    """Characters of at least three of four classes: upper case, lower case, digits, everything else."""

    def validate(self, password: str, user: User | None = None) -> None:
        letters = string.ascii_letters + string.digits
        found = [
            any(char in string.ascii_uppercase for char in password),
            any(char in string.ascii_lowercase for char in password),
            any(char in string.digits for char in password),
            any(char not in letters for char in password),
        ]
        if sum(found) < CLASSES_NEEDED:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        return _("Use at least three of: capital letters, small letters, digits, other characters.")


class NotAboutThePerson:
    """Neither the person's name, sign-in name, phone or unit nor the name of this system."""

    def validate(self, password: str, user: User | None = None) -> None:
        typed = password.casefold()
        if any(part in typed for part in self._parts(user)):
            raise ValidationError(self.get_help_text(), code="password_personal")

    def get_help_text(self) -> str:
        return _("Leave out your name, sign-in name, phone, unit, and the word yuping.")

    def _parts(self, user: User | None) -> Iterator[str]:
        yield "yuping"
        if user is None:
            return
        for text in (user.username, user.phone, user.unit):
            if len(text) >= SHORTEST_PART:
                yield text.casefold()
        if len(user.full_name) > 1:
            yield user.full_name.casefold()
