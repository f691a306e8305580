"""The record pages (Django's admin): guarded like every other page, and saved by the same services.

``ScopedAdmin`` shows the rows of the person's area and changes nothing. ``ServiceAdmin`` adds and changes through a
verb: it names the permissions and calls the service in ``save``. Never filter a list by a related table here: the
choices of such a filter would name rows of other areas.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from yuping.accounts import access, sentences
from yuping.accounts.models import User
from yuping.core.errors import DomainError, MissingVerb
from yuping.core.fields import SealedField


class RecordSite(admin.AdminSite):
    """The admin without ways of its own to sign in, sign out or change a password."""

    site_header = _("Record pages")
    site_title = _("Record pages")
    index_title = _("All kinds of records")

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
    show_full_result_count = False
    view_permission: ClassVar[str] = ""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        manager: Any = self.model.objects
        rows = manager.visible_to(request.user) if hasattr(manager, "visible_to") else manager.all()
        return rows.order_by(*self.get_ordering(request) or self.model._meta.ordering)

    def get_exclude(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """Sealed values and their search keys are never shown here."""
        hidden = [*(super().get_exclude(request, obj) or [])]
        for field in self.model._meta.fields:
            if isinstance(field, SealedField) or field.name.endswith("_index"):
                hidden.append(field.name)
        return hidden

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        meta = self.model._meta
        return access.may(request.user, self.view_permission or f"{meta.app_label}.view_{meta.model_name}")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def view_on_site(self, obj: models.Model) -> str | None:
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None


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
