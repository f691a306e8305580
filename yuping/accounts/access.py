"""Who sees what: the one place from which yes/no answers and querysets both come.

No posting, an expired one, an unconfirmed one: nothing. There is no bypass.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from yuping.accounts import roles
from yuping.accounts.models import Posting, User
from yuping.core import clock
from yuping.core.errors import MissingVerb


def _nowhere_else(codes: Iterable[str]) -> frozenset[str]:
    return frozenset()


# Given area codes, the codes of villages elsewhere that were recoded into them. The villages app fills it.
predecessors_of: Callable[[Iterable[str]], frozenset[str]] = _nowhere_else


def set_predecessors(source: Callable[[Iterable[str]], frozenset[str]]) -> None:
    """Called once by the room that knows how villages were recoded."""
    global predecessors_of
    predecessors_of = source


@dataclass(frozen=True)
class Scope:
    """A set of areas given by code prefixes: county 6 digits, township 9, village 12."""

    codes: frozenset[str]

    @property
    def whole_county(self) -> bool:
        return any(len(code) == roles.COUNTY for code in self.codes)

    @property
    def empty(self) -> bool:
        return not self.codes

    def covers(self, area_code: str) -> bool:
        return any(area_code.startswith(code) for code in self.codes)

    def q(self, path: str) -> Q:
        """Rows whose village, reached through ``path``, lies in the scope. ``path=""`` is a table of villages."""
        key = f"{path}__pk__startswith" if path else "pk__startswith"
        found = Q(pk__in=[])
        for code in sorted(self.reach):
            found |= Q(**{key: code})
        return found

    @cached_property
    def reach(self) -> frozenset[str]:
        """The codes and those of villages recoded into them; asked once: no scope outlives a request."""
        return self.codes | predecessors_of(self.codes)

    def enclosing(self, field: str) -> Q:
        """Areas in the scope and the areas that contain it (a village posting belongs to its township)."""
        found = Q(pk__in=[])
        for code in sorted(self.codes):
            parents = [code[:length] for length in (roles.COUNTY, roles.TOWNSHIP) if length < len(code)]
            found |= Q(**{f"{field}__startswith": code}) | Q(**{f"{field}__in": parents})
        return found


def postings_of(user: User, *, on: datetime.date | None = None) -> list[Posting]:
    """The person's postings in force, asked once per user object and day."""
    on = on or clock.today()
    cached = getattr(user, "_postings", None)
    if cached is None or cached[0] != on:
        rows = []
        if user.is_authenticated and user.is_active:
            in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
            rows = list(
                Posting.objects.filter(
                    in_force, user_id=user.pk, valid_from__lte=on, confirmed_by__isnull=False
                ).order_by("pk")
            )
        cached = user._postings = (on, rows)
    return cached[1]


def scope_of(user: User, permission: str) -> Scope:
    """The areas for which one of the person's postings holds the permission."""
    codes = frozenset(
        posting.area_code for posting in postings_of(user) if permission in roles.permissions_of(posting.role)
    )
    # A page asks for many permissions over the same areas: one scope knows the recoded villages for all of them.
    return user.__dict__.setdefault("_scopes", {}).setdefault(codes, Scope(codes))


def may(user: User, permission: str) -> bool:
    """Whether any posting holds the permission anywhere."""
    return not scope_of(user, permission).empty


def require(user: User, permission: str) -> Scope:
    """The scope of the permission; raises MissingVerb (403) when no posting holds it."""
    scope = scope_of(user, permission)
    if scope.empty:
        raise MissingVerb("missing_verb", permission=permission)
    return scope


def others_who_may(user: User, permission: str, area_code: str) -> list[str]:
    """By name and post, the people beside this one who may do it in the area: whom to ask where it takes two."""
    on = clock.today()
    holding = [role for role in roles.Role if permission in roles.permissions_of(role)]
    areas = [area_code[:length] for length in (roles.COUNTY, roles.TOWNSHIP, len(area_code))]
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = Posting.objects.filter(
        in_force,
        role__in=holding,
        area_code__in=areas,
        valid_from__lte=on,
        confirmed_by__isnull=False,
        user__is_active=True,
    ).exclude(user=user.pk)
    rows = rows.select_related("user").order_by("-area_code", "pk")
    return [f"{row.user.full_name}（{row.get_role_display()}）" for row in rows]


def posting_for(user: User, permission: str, area_code: str = "") -> Posting | None:
    """The posting in which the person acts: it holds the permission and covers the area."""
    for posting in postings_of(user):
        if permission in roles.permissions_of(posting.role) and area_code.startswith(posting.area_code):
            return posting
    for posting in postings_of(user):
        if permission in roles.permissions_of(posting.role):
            return posting
    return None
