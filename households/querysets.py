"""Sets of households and members: who is on file as of a date, who answers to a search."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from yuping.core.errors import BadInput
from yuping.core.identity import parse_identity
from yuping.core.text import clean_name, clean_number
from yuping.core.vault import index_of

ID_PURPOSE = "identity"
PHONE_PURPOSE = "phone"
ACCOUNT_PURPOSE = "account"


def id_index(canonical18: str) -> str:
    """The blind index of a person's 18-character number."""
    return index_of(canonical18, ID_PURPOSE)


class HouseholdQuerySet(models.QuerySet):
    """Households."""

    def active(self) -> Self:
        return self.filter(state="active")

    def on_file(self, on: datetime.date) -> Self:
        """On the file as of a day: registered by then and not yet left."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), registered_on__lte=on)

    def search(self, text: str, *, today: datetime.date) -> Self:
        """By the beginning of number, name, pinyin or initials of head or member, or by a whole identity number.

        Parts of an identity number find nothing: a masked value can't be guessed digit by digit.
        """
        text = clean_number(text)
        if not text:
            return self
        try:
            identity = parse_identity(text, on=today)
        except BadInput:
            return self.filter(self._named(text))
        return self._with_member(Q(id_index=id_index(identity.canonical18)))

    def _named(self, text: str) -> Q:
        typed = text.lower().replace(" ", "")
        names = Q(name_pinyin__startswith=typed) | Q(name_initials__startswith=typed)
        try:
            name = clean_name(text)
        except BadInput:
            return Q(pk__in=[])
        member = Q(name__startswith=name) | names
        number = Q(number__startswith=text.upper())
        found = self.model.members.rel.related_model.unguarded.filter(member, household=OuterRef("pk"))
        return number | Q(head_name__startswith=name) | names | Exists(found)

    def _with_member(self, condition: Q) -> Self:
        member = self.model.members.rel.related_model
        return self.filter(Exists(member.unguarded.filter(condition, household=OuterRef("pk"))))


class MemberQuerySet(models.QuerySet):
    """Members of households."""

    def living_here(self) -> Self:
        return self.filter(state="living_here")

    def in_household(self, on: datetime.date) -> Self:
        """In a household on file as of a day."""
        return self.filter(
            Q(left_on__isnull=True) | Q(left_on__gt=on),
            Q(household__left_on__isnull=True) | Q(household__left_on__gt=on),
            joined_on__lte=on,
            household__registered_on__lte=on,
        )
