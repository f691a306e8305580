"""What every page has: a permission that must be named, a title, breadcrumbs, and refusal of odd text in addresses."""

from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from yuping.accounts import access
from yuping.accounts.acts import record_refusal
from yuping.accounts.models import User

# For the few pages that whoever is signed in may open.
SIGNED_IN = "signed-in"

Crumb = tuple[str | Promise, str]


class Page(TemplateResponseMixin, ContextMixin, View):
    """Base of all pages.

    A concrete page must name ``permission`` (or have a ``model`` from which it follows); a class without one fails
    when it is defined, so a forgotten check can't reach a person.
    """

    model: ClassVar[type[models.Model] | None] = None
    permission: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""
    # What the permission is called when only the model is named; None: it must be written out.
    derived_permission: ClassVar[str | None] = None

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if abstract:
            return
        if not cls.permission and cls.derived_permission and cls.model is not None:
            meta = cls.model._meta
            cls.permission = f"{meta.app_label}.{cls.derived_permission}_{meta.model_name}"
        if not cls.permission:
            raise ImproperlyConfigured(f"{cls.__qualname__} names no permission")

    @property
    def user(self) -> User:
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.permission != SIGNED_IN:
            access.require(request.user, self.permission)
        refuse_odd_text(request, kwargs)
        return super().dispatch(request, *args, **kwargs)

    def rows(self) -> models.QuerySet[Any]:
        """The rows this person may see: ``objects.visible_to``, with the queryset's ``for_table`` if it has one."""
        manager = self.model.objects
        if not hasattr(manager, "visible_to"):
            raise ImproperlyConfigured(f"{type(self).__qualname__} must define rows(): its table has no area")
        found = manager.visible_to(self.user)
        return found.for_table() if hasattr(found, "for_table") else found

    def one(self, rows: models.QuerySet[Any], **lookup: Any) -> Any:
        """The row, or 404: what lies outside the person's area does not exist for him. That he tried is on record."""
        found = rows.filter(**lookup).first()
        if found is None:
            outside = self.model._base_manager.filter(**lookup).first()
            if outside is not None:
                where = self.request.resolver_match.view_name
                record_refusal(actor=self.user, verb=self.permission, obj=outside, where=where)
            raise Http404
        return found

    def get_title(self) -> str:
        return str(self.title)

    def parents(self) -> list[Crumb]:
        """Breadcrumbs before this page: (label, address)."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.get_title(), parents=self.parents(), **kwargs)


def refuse_odd_text(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Characters that PostgreSQL can't store in text: 400 in the query, 404 in the path."""
    if any("\x00" in text for values in request.GET.lists() for text in [values[0], *values[1]]):
        raise SuspiciousOperation("NUL in the query")
    if any("\x00" in value for value in kwargs.values() if isinstance(value, str)):
        raise Http404


def one_or_404(rows: models.QuerySet[Any], **lookup: Any) -> Any:
    """The row, or 404."""
    found = rows.filter(**lookup).first()
    if found is None:
        raise Http404
    return found
