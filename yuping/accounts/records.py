"""The record pages (Django's admin): guarded like every other page, and saved by the same services.

``ScopedAdmin`` shows the rows of the person's area and changes nothing. ``ServiceAdmin`` adds and changes through a
verb: it names the permissions and calls the service in ``save``. Never filter a list by a related table here: the
choices of such a filter would name rows of other areas. A column that has words for its value shows them by itself
(``record_values``); those of other codes are named in ``words`` and ``told``.
"""

import operator
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import URLPattern, URLResolver
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from yuping.accounts import access, record_values, sentences
from yuping.accounts.models import User
from yuping.core import show
from yuping.core.codes import CodeField, choices_of
from yuping.core.errors import DomainError, MissingVerb
from yuping.core.fields import SealedField
from yuping.core.text import clean_search

# How a list may be narrowed by an address, beside the plain value.
PLAIN_LOOKUPS = ("exact", "isnull", "in", "gte", "lt")
LABEL = "_label"


class RecordSite(admin.AdminSite):
    """The admin without ways of its own to sign in, sign out or change a password."""

    site_header = _("Record pages")
    site_title = _("Record pages")
    index_title = _("All kinds of records")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without the way from a kind and a key to a row's page: it reads past the guarded managers."""
        return [url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site"]

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        query = urlencode({REDIRECT_FIELD_NAME: request.GET.get(REDIRECT_FIELD_NAME, request.path)})
        return redirect(f"{resolve_url('accounts:sign_in')}?{query}")

    def logout(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        return redirect("accounts:work_list")

    def password_change(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        return redirect("accounts:change_password")


class ScopedAdmin(admin.ModelAdmin):
    """Rows to look at: those of the person's area, without sealed columns, with a link to their page."""

    actions = None
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    # Whoever may view this may view the rows, where no role names this kind of record itself.
    view_permission: ClassVar[str] = ""
    # For county papers: their sums speak of every township, so only a county posting sees them here.
    county_only: ClassVar[bool] = False
    # Ways from a row to its village, for a table that has no guarded manager.
    area_paths: ClassVar[tuple[str, ...]] = ()
    # The record on whose page the row is found, when it has none of its own.
    page_of: ClassVar[str] = ""
    # Columns that may name rows of another area, or say again what another column says.
    never_shown: ClassVar[tuple[str, ...]] = ()
    # The words of a column's value, and of a row where the value alone does not say it.
    words: ClassVar[Mapping[str, record_values.Words]] = {}
    told: ClassVar[Mapping[str, record_values.Words]] = {}
    empty_value_display = show.EMPTY

    def __init__(self, model: type[models.Model], site: admin.AdminSite) -> None:
        super().__init__(model, site)
        for field in model._meta.fields:
            column = record_values.column_of(field, self.words.get(field.name), self.told.get(field.name))
            if column is not None:
                setattr(self, f"{field.name}{LABEL}", column)

    def permission_to_view(self) -> str:
        meta = self.model._meta
        return self.view_permission or f"{meta.app_label}.view_{meta.model_name}"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        manager: Any = self.model.objects
        permission = self.permission_to_view()
        scope = access.scope_of(request.user, permission)
        if scope.empty:
            rows = self.model._base_manager.none()
        elif hasattr(manager, "actionable_by"):
            rows = manager.actionable_by(request.user, permission)
        elif hasattr(manager, "visible_to"):
            rows = manager.visible_to(request.user)
        else:
            rows = manager.all()
            if self.area_paths:
                rows = rows.filter(reduce(operator.or_, map(scope.q, self.area_paths)))
        return rows.order_by(*self.get_ordering(request) or self.model._meta.ordering or ["pk"])

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, clean_search(search_term))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters that are offered: any other lookup is a way to guess hidden columns piece by piece."""
        offered = {str(one if isinstance(one, str) else one[0]) for one in self.get_list_filter(request)}
        name, _sign, kind = lookup.rpartition("__")
        return lookup in offered or (name in offered and kind in PLAIN_LOOKUPS)

    def get_exclude(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """Sealed values, their search keys, passwords and files are never shown here."""
        hidden = [*(super().get_exclude(request, obj) or []), *self.never_shown]
        for field in self.model._meta.fields:
            sealed = isinstance(field, SealedField | models.FileField)
            if sealed or field.name.endswith("_index") or field.name == "password":
                hidden.append(field.name)
        return hidden

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """To look at, only columns of the row itself, and for a code its label."""
        shown = super().get_fields(request, obj)
        if self.has_change_permission(request, obj) if obj else self.has_add_permission(request):
            return shown
        hidden = self.get_exclude(request, obj)
        columns = {field.name for field in self.model._meta.fields} - set(hidden)
        return self._in_words([name for name in shown if name in columns])

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self._in_words(super().get_list_display(request))

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [(name, WordedFilter) if name in self.words else name for name in super().get_list_filter(request)]

    def _in_words(self, names: Sequence[Any]) -> list[Any]:
        return [f"{name}{LABEL}" if hasattr(self, f"{name}{LABEL}") else name for name in names]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, CodeField) and not db_field.primary_key and db_field.code_set:
            choices = [("", "—"), *choices_of(db_field.code_set)]
            return forms.ChoiceField(label=db_field.verbose_name, choices=choices, required=not db_field.blank)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        scope = access.scope_of(request.user, self.permission_to_view())
        return scope.whole_county if self.county_only else not scope.empty

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def view_on_site(self, obj: models.Model) -> str | None:
        """The row's own page, else that of the record it belongs to."""
        page: Any = obj
        for name in filter(None, self.page_of.split("__")):
            page = getattr(page, name, None)
        return page.get_absolute_url() if hasattr(page, "get_absolute_url") else None


class WordedFilter(admin.AllValuesFieldListFilter):
    """A filter over the values of a column, each by the words that its column shows."""

    def __init__(self, *args: Any, field_path: str) -> None:
        super().__init__(*args, field_path=field_path)
        *_rest, pages = args
        self.words = pages.words[field_path]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        every, *rest = super().choices(changelist)
        yield every
        for choice in rest:
            yield choice | {"display": self.words(choice["display"])}


def to_look_at(model: type[models.Model], *columns: str, **options: Any) -> None:
    """Register a kind of record that is only looked at: its columns, and options of ``ScopedAdmin``."""
    related = tuple(field.name for field in model._meta.fields if field.is_relation and field.name in columns)
    settings = {"list_display": columns or ("__str__",), "list_select_related": related or False, **options}
    admin.site.register(model, type(f"{model.__name__}Admin", (ScopedAdmin,), settings))


class ServiceAdmin(ScopedAdmin):
    """Rows that may also be entered here: ``fields`` on the form, verbs as permissions, ``save`` calls the service.

    What the service refuses stands in the form, and nothing typed is lost.
    """

    add_verb: ClassVar[str] = ""
    change_verb: ClassVar[str] = ""

    def save(self, *, actor: User, data: dict[str, Any], row: Any | None) -> models.Model:
        """Call the service with the form's values; ``row`` is None for a new one. Returns the saved row."""
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(self.add_verb) and access.may(request.user, self.add_verb)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        if not self.change_verb or not access.may(request.user, self.change_verb):
            return False
        manager: Any = self.model.objects
        if obj is None or not hasattr(manager, "actionable_by"):
            return True
        return manager.actionable_by(request.user, self.change_verb).filter(pk=obj.pk).exists()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return type(form.__name__, (_ExplainsRefusal, form), {"refusal": refusal}) if refusal else form

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        manager: Any = db_field.related_model.objects
        if hasattr(manager, "visible_to"):
            kwargs["queryset"] = manager.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except MissingVerb:
            raise
        except DomainError as error:
            # The same form once more: now it is not valid, says why, and holds what was typed.
            request.refusal = error
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        row = self.get_queryset(request).get(pk=obj.pk) if change else None
        obj.pk = self.save(actor=request.user, data=form.cleaned_data, row=row).pk


class _ExplainsRefusal:
    """Mixin of a form whose service has refused it."""

    refusal: ClassVar[DomainError]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for field, text in sentences.explain(self.refusal):
            self.add_error(field if field in self.fields else None, text)
        return cleaned
