"""The page of one record, and its printed form."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from yuping.accounts.pages.base import Page

Fact = tuple[str | Promise, Any]


class DetailPage(Page, abstract=True):
    """One record; outside the person's area it does not exist (404).

    ``facts()`` gives (label, value) pairs for the side panel of ``layouts/detail.html``; most pages extend that
    template and fill its blocks. ``state()`` gives (words, code) for the badge beside the title.
    """

    derived_permission = "view"
    template_name = "layouts/detail.html"
    lookup: ClassVar[str] = "pk"

    def get_object(self) -> Any:
        return self.one(self.rows(), **{self.lookup: self.kwargs[self.lookup]})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object: models.Model = self.get_object()
        return self.render_to_response(self.get_context_data())

    def get_title(self) -> str:
        return str(self.title or self.object)

    def state(self) -> tuple[str, str] | None:
        display = getattr(self.object, "get_state_display", None)
        return (display(), self.object.state) if display else None

    def facts(self) -> list[Fact]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.object, state=self.state(), facts=self.facts(), **kwargs)


class PrintPage(DetailPage, abstract=True):
    """A paper on A4: extend ``layouts/print.html``. ``signatures`` are the lines at its foot."""

    template_name = "layouts/print.html"
    landscape: ClassVar[bool] = False
    signatures: ClassVar[tuple[str | Promise, ...]] = ()

    def back_url(self) -> str:
        """Where the link beside the print button leads."""
        return self.object.get_absolute_url() if hasattr(self.object, "get_absolute_url") else "/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            landscape=self.landscape, signatures=self.signatures, back_url=self.back_url(), **kwargs
        )
