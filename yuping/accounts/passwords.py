"""What a password must not be (GB/T 22239 asks for classes; length and the list of common ones are checked beside)."""

import string
from collections.abc import Iterator

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yuping.accounts.models import User

CLASSES_NEEDED = 3
SHORTEST_PART = 3
SHORTEST_RUN = 4
# What has to be left of a password beside rows of keys and repeated ones.
LEFT_BESIDE_RUNS = 5
ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", string.ascii_lowercase, "!@#$%^&*()")
# Signs that stand for letters, in the two readings of 1.
LOOKALIKES = tuple(str.maketrans("013457@$!|", f"o{one}eastasil") for one in "li")


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


class NotACommonWord(CommonPasswordValidator):
    """No password of the list of common ones with digits and signs around it, also with 0 written for o."""

    def validate(self, password: str, user: User | None = None) -> None:
        typed = password.casefold()
        around = string.digits + string.punctuation
        for core in {typed, typed.rstrip(around), typed.strip(around)}:
            if self.passwords & {core, *(core.translate(signs) for signs in LOOKALIKES)}:
                raise ValidationError(self.get_help_text(), code="password_common")

    def get_help_text(self) -> str:
        return _("A well-known word with digits or signs around it is guessed first. Use several words.")


class NotARowOfKeys:
    """Not made of rows of the keyboard, the alphabet or one character again and again."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(self._beside_runs(password.casefold())) < LEFT_BESIDE_RUNS:
            raise ValidationError(self.get_help_text(), code="password_row")

    def get_help_text(self) -> str:
        return _("Rows of keys such as 1234 or qwer are guessed first. Use several words.")

    def _beside_runs(self, typed: str) -> str:
        left, place = "", 0
        while place < len(typed):
            length = self._run_at(typed, place)
            if length < SHORTEST_RUN:
                left, length = left + typed[place], 1
            place += length
        return left

    def _run_at(self, typed: str, place: int) -> int:
        """How many characters from here on are one run."""
        lines = [line for row in ROWS for line in (row, row[::-1])] + [typed[place] * len(typed)]
        longest = 1
        for line in lines:
            while place + longest < len(typed) and typed[place : place + longest + 1] in line:
                longest += 1
        return longest
