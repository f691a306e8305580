"""Guarded managers: a table of an area can't be read without saying for whom.

``objects.filter(…)`` and everything else raises ``UnscopedAccess`` until one of three doors is used:
``visible_to(user)``, ``for_action(user, verb)`` or ``all_areas(reason=…)``.
"""

from typing import Any, TypeVar

from django.db import models
from django.db.models import sql

from yuping.accounts import access
from yuping.accounts.models import User
from yuping.core.errors import UnscopedAccess

Q = TypeVar("Q", bound=models.QuerySet)


class ClosedQuery(sql.Query):
    """A query that never reaches the database."""

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        raise UnscopedAccess("unscoped", model=self.model._meta.label)

    def chain(self, klass: Any = None) -> Any:
        if klass not in (None, ClosedQuery):
            raise UnscopedAccess("unscoped", model=self.model._meta.label)
        return super().chain(klass)


class AreaManager(models.Manager):
    """``path`` leads from the row to its village: ``"village"``, ``"household__village"``; ``""`` for villages."""

    def __init__(self, queryset_class: type[Q] = models.QuerySet, *, path: str = "village") -> None:
        super().__init__()
        self.queryset_class = queryset_class
        self.path = path

    def get_queryset(self) -> Any:
        return self.queryset_class(self.model, query=ClosedQuery(self.model), using=self._db)

    def visible_to(self, user: User) -> Any:
        """The rows this person may see; none without a posting that may view this kind of record."""
        meta = self.model._meta
        return self._within(access.scope_of(user, f"{meta.app_label}.view_{meta.model_name}"))

    def for_action(self, user: User, permission: str) -> Any:
        """The rows on which this person may do the verb, locked for it; raises MissingVerb without the verb."""
        return self._within(access.require(user, permission)).select_for_update(of=("self",))

    def actionable_by(self, user: User, permission: str) -> Any:
        """The rows on which this person may do the verb, to read; raises MissingVerb without the verb."""
        return self._within(access.require(user, permission))

    def all_areas(self, *, reason: str) -> Any:
        """Every row, for work that belongs to no person's area; ``reason`` is for the reader of the code."""
        if not reason:
            raise UnscopedAccess("unscoped", model=self.model._meta.label)
        return self._open()

    def in_area(self, scope: access.Scope) -> Any:
        """The rows of an area, for figures and checks that are given an area instead of a person."""
        return self._within(scope)

    def create(self, **values: Any) -> Any:
        return self._open().create(**values)

    def bulk_create(self, objs: Any, **options: Any) -> Any:
        return self._open().bulk_create(objs, **options)

    def _open(self) -> Any:
        return self.queryset_class(self.model, using=self._db)

    def _within(self, scope: access.Scope) -> Any:
        return self._open().filter(scope.q(self.path))


class PaperManager(AreaManager):
    """County papers: whole for a county posting; for others only those that hold rows of their own area.

    ``also`` is a second way to a row of an area, for a paper that may hold rows of either kind alone.
    """

    def __init__(self, queryset_class: type[Q] = models.QuerySet, *, path: str, also: str = "") -> None:
        super().__init__(queryset_class, path=path)
        self.also = also

    def _within(self, scope: access.Scope) -> Any:
        if scope.whole_county:
            return self._open()
        if scope.empty:
            return self._open().none()
        rows = self.model._base_manager
        held = models.Q(pk__in=rows.filter(scope.q(self.path)).values("pk"))
        if self.also:
            held |= models.Q(pk__in=rows.filter(scope.q(self.also)).values("pk"))
        return self._open().filter(held)
