"""The list page: filter bar, counts, table, column choice, bulk actions, Excel export."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuping.accounts import access, roles
from yuping.accounts.pages.base import Page
from yuping.accounts.pages.exports import export_table
from yuping.accounts.pages.figured import PARAMETERS, Behind
from yuping.accounts.pages.filters import BaseFilterSet
from yuping.accounts.pages.tables import BaseTable

PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,6}")


@dataclass(frozen=True)
class Action:
    """A button: its words, the page it opens, the permission that shows it."""

    label: str | Promise
    url_name: str
    permission: str
    icon: str = "plus"
    # What the page is opened with, as kind=leads.
    query: str = ""

    @property
    def url(self) -> str:
        return f"{reverse(self.url_name)}{'?' if self.query else ''}{self.query}"


class ListPage(Page, abstract=True):
    """A list of the rows this person may see.

    Name ``model``, ``table_class`` and usually ``filterset_class``. Optional: ``primary`` (the one button on the
    right), ``bulk_actions`` (posted with the chosen ids to a BulkPage), ``export_permission``, ``empty_text`` (why the
    list is empty and what to do), ``totals(rows)``. Opened from a figure, the list is narrowed to its rows.
    """

    derived_permission = "view"
    template_name = "layouts/list.html"
    table_class: ClassVar[type[BaseTable]]
    filterset_class: ClassVar[type[BaseFilterSet] | None] = None
    primary: ClassVar[Action | None] = None
    secondary: ClassVar[tuple[Action, ...]] = ()
    bulk_actions: ClassVar[tuple[Action, ...]] = ()
    export_permission: ClassVar[str] = ""
    empty_text: ClassVar[str | Promise] = _("Nothing here yet.")

    def get_title(self) -> str:
        return str(self.title or self.model._meta.verbose_name_plural)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        filterset = self.make_filterset()
        wrong = filterset is not None and filterset.is_bound and not filterset.is_valid()
        rows = self.listed().none() if wrong else (filterset.qs if filterset else self.listed())
        table = self.make_table(rows)
        if request.GET.get("export") and not wrong:
            return self.export(table)
        self.paginate(table)
        context = self.get_context_data(table=table, filterset=filterset, total_rows=rows)
        template = "partials/list_results.html" if request.htmx and not request.htmx.boosted else self.template_name
        return render(request, template, context, status=400 if wrong else 200)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the choice of columns for the session."""
        offered = set(self.table_class.base_columns)
        chosen = [name for name in request.POST.getlist("columns") if name in offered]
        request.session[self.columns_key] = chosen
        return redirect(request.get_full_path())

    def make_filterset(self) -> BaseFilterSet | None:
        if self.filterset_class is None:
            return None
        return self.filterset_class(self.request.GET or None, queryset=self.listed(), request=self.request)

    @cached_property
    def behind(self) -> Behind | None:
        """The figure from which the list was opened, if it was."""
        return Behind.of(self.request.GET, self.user, permission=self.permission, model=self.model)

    def listed(self) -> models.QuerySet[Any]:
        """The person's rows; of a list opened from a figure, those the figure counted."""
        return self.behind.narrow(self.rows()) if self.behind else self.rows()

    def figure_context(self, filterset: BaseFilterSet | None) -> dict[str, Any]:
        """The chip that names the figure, the address without it, and what a further filter has to keep."""
        if self.behind is None:
            return {}
        own = filterset.form.fields if filterset else {}
        rest = QueryDict(mutable=True)
        for name, values in self.request.GET.lists():
            if name not in {*PARAMETERS, "page"}:
                rest.setlist(name, values)
        kept = [(name, self.request.GET[name]) for name in PARAMETERS if name in self.request.GET and name not in own]
        return {"behind": self.behind, "without_figure": f"?{rest.urlencode()}", "kept": kept}

    @property
    def columns_key(self) -> str:
        return f"columns:{self.request.resolver_match.view_name}"

    def hidden_columns(self) -> list[str]:
        """The columns that are left out: by the person's choice, else those the table calls optional."""
        chosen = self.request.session.get(self.columns_key)
        if not chosen:
            kept = self.table_class.always_exported if self.request.GET.get("export") else ()
            return [name for name in self.table_class.optional if name not in kept]
        return [name for name in self.table_class.base_columns if name not in chosen]

    def make_table(self, rows: models.QuerySet[Any]) -> BaseTable:
        """The table, sorted as the address says; an unknown column to sort by is a bad request."""
        table = self.table_class(rows, exclude=self.hidden_columns())
        # Given to the constructor, the library would page and sort by the address unchecked.
        table.request = self.request
        aliases = [alias for alias in self.request.GET.get("sort", "").split(",") if alias]
        sortable = {column.name for column in table.columns if column.orderable}
        if any(alias.removeprefix("-") not in sortable for alias in aliases):
            raise SuspiciousOperation("unknown column to sort by")
        if aliases:
            table.order_by = aliases
        return table

    def paginate(self, table: BaseTable) -> None:
        """One page of 25, 50 or 100; a page beyond the last shows the last."""
        size = self.request.GET.get("per_page", str(settings.PAGE_SIZES[0]))
        number = self.request.GET.get("page", "1")
        if size not in map(str, settings.PAGE_SIZES) or not PAGE_NUMBER.fullmatch(number):
            raise SuspiciousOperation("bad page")
        table.paginate(per_page=int(size), page=1)
        table.page = table.paginator.page(min(int(number), table.paginator.num_pages))

    def export(self, table: BaseTable) -> HttpResponse:
        if self.request.GET["export"] != "xlsx":
            raise SuspiciousOperation("unknown export")
        access.require(self.user, self.get_export_permission())
        note = str(self.behind) if self.behind else ""
        return export_table(actor=self.user, table=table, title=self.get_title(), model=self.model, note=note)

    def get_export_permission(self) -> str:
        """``<app>.export_<model>`` where a role holds it, else the permission to see the list."""
        meta = self.model._meta
        own = self.export_permission or f"{meta.app_label}.export_{meta.model_name}"
        return own if self.export_permission or own in roles.all_permissions() else self.permission

    def totals(self, rows: models.QuerySet[Any]) -> list[tuple[str | Promise, str]]:
        """Sums shown above the table over all filtered rows: (label, value in words)."""
        return []

    def offered_actions(self) -> tuple[Action, ...]:
        """The bulk actions that fit what the list shows now; by default all."""
        return self.bulk_actions

    def permitted(self, actions: tuple[Action, ...]) -> list[Action]:
        return [action for action in actions if access.may(self.user, action.permission)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = kwargs.pop("total_rows")
        return super().get_context_data(
            primary=next(iter(self.permitted((self.primary,) if self.primary else ())), None),
            secondary=self.permitted(self.secondary),
            bulk_actions=self.permitted(self.offered_actions()),
            may_export=access.may(self.user, self.get_export_permission()),
            totals=self.totals(rows),
            empty_text=self.why_empty(kwargs.get("filterset")),
            offered_columns=self.offered_columns(),
            page_sizes=settings.PAGE_SIZES,
            **self.figure_context(kwargs.get("filterset")),
            **kwargs,
        )

    def why_empty(self, filterset: BaseFilterSet | None) -> str | Promise:
        """What stands in the place of rows; to add one is proposed to those alone who may."""
        if self.behind:
            return _("No row is behind this figure for this area and day.")
        first = self.permitted((self.primary,)) if self.primary else ()
        if filterset is not None and not any(filterset.chips()):
            # There is no filter to widen.
            what = {"what": self.get_title()}
            if first:
                return _("%(what)s: none in your area yet. Begin with “%(action)s”.") % {
                    **what,
                    "action": first[0].label,
                }
            return _("%(what)s: none in your area yet.") % what
        if self.primary and not first:
            return _("Nothing fits. Widen the filter.")
        return self.empty_text

    def offered_columns(self) -> list[tuple[str, str, bool]]:
        """(name, label, shown) of every column, for the choice of columns."""
        hidden = set(self.hidden_columns())
        # Of the model, so that a column without a label of its own takes its field's.
        everything = self.table_class(self.model._base_manager.none())
        return [(column.name, str(column.header), column.name not in hidden) for column in everything.columns]
