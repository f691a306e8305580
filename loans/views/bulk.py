"""What the pages of acts on chosen rows share: every row is in reach or the page does not exist; a result per row."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from loans.services import Outcome
from yuping.accounts import sentences
from yuping.accounts.pages import BulkPage
from yuping.accounts.pages.forms import UNPROCESSABLE
from yuping.core.errors import PolicyRefused


def outcome_of(act: Callable[[], Outcome]) -> Outcome:
    """What the verb did; when it could do nothing at all, the reasons by row instead of one refusal for the list."""
    try:
        return act()
    except PolicyRefused as refusal:
        rows = refusal.params.get("rows")
        if not isinstance(rows, Mapping):
            raise
        return Outcome([], {int(pk): list(reasons) for pk, reasons in rows.items()})


class RowsPage(BulkPage, abstract=True):
    """An act on chosen rows of loans or households. ``done_message`` says how many; refused rows get their reasons."""

    template_name = "loans/rows_confirm.html"
    done_message = ""

    def rows(self) -> QuerySet:
        return super().rows().for_table() if hasattr(super().rows(), "for_table") else super().rows()

    def chosen(self) -> QuerySet:
        """The chosen rows; one out of reach ends the page, as if it did not exist."""
        found = super().chosen()
        reached = {str(pk) for pk in found.order_by().values_list("pk", flat=True)}
        for pk in self.ids:
            if pk not in reached:
                self.one(self.rows(), pk=pk)
        return found

    @property
    def numbers(self) -> list[int]:
        """The chosen ids, each one in reach."""
        self.chosen()
        return [int(pk) for pk in self.ids]

    def respond(self, done: Outcome) -> HttpResponse:
        """On to the list when every row was dealt with; else to what became of each.

        Once something was done its outcome has an address of its own: loading it anew does nothing a second time.
        """
        said = str(self.done_message) % {"count": len(done.done)}
        if not done.refused:
            messages.success(self.request, said)
            return redirect(self.get_success_url(done))
        refused = {str(pk): [str(code) for code in codes] for pk, codes in done.refused.items()}
        if not done.done:
            return self.show_outcome("", refused, status=UNPROCESSABLE)
        self.request.session[self.outcome_key] = {"said": said, "refused": refused}
        return redirect(self.request.path)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The outcome of the person's last act here, as often as he looks."""
        outcome = request.session.get(self.outcome_key)
        if not outcome:
            return super().get(request, *args, **kwargs)
        return self.show_outcome(outcome["said"], outcome["refused"])

    @property
    def outcome_key(self) -> str:
        return f"outcome:{self.request.resolver_match.view_name}"

    def show_outcome(self, said: str, refused: Mapping[str, list[str]], *, status: int = 200) -> HttpResponse:
        """What was done, and each row that was left with its reasons."""
        rows = [
            (row, self.row_url(row), [sentences.sentence(code) for code in refused[str(row.pk)]])
            for row in self.rows().filter(pk__in=list(refused))
        ]
        self.template_name = "loans/rows_outcome.html"
        return self.render_to_response(self.page_context() | {"said": said, "refused": rows}, status=status)

    def row_url(self, row: Model) -> str:
        """Where a refused row can be put right."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""

    def page_context(self) -> dict[str, Any]:
        """Title, breadcrumbs and the way back of the page that shows the outcome."""
        left = _("Nothing was done. Each row says why.")
        return {
            "title": self.get_title(),
            "parents": self.parents(),
            "back_url": self.get_success_url(None),
            "nothing_done": left,
        }
