"""One step of a workflow, or any act that is asked once: a page that names the consequence, then a POST."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuping.accounts.hindrances import against_step
from yuping.accounts.pages.details import Fact
from yuping.accounts.pages.forms import EmptyForm, FormPage
from yuping.core.errors import DomainError
from yuping.core.workflow import Workflow

PRIMARY_KEY = re.compile(r"[1-9][0-9]{0,17}|[0-9]{9}|[0-9]{12}")
MOST_AT_ONCE = 2000


class ActionPage(FormPage, abstract=True):
    """An act without a record of its own: GET shows what it will do, POST does it.

    Name ``permission``, ``title``, ``consequence()``, ``submit_label`` (a verb) and ``save(form)``. A ``form_class``
    such as ReasonForm asks for more. ``danger = True`` for what can't be taken back.
    """

    template_name = "layouts/confirm.html"
    form_class = EmptyForm
    submit_label = _("Go ahead")
    danger: ClassVar[bool] = False

    def consequence(self) -> str | Promise:
        """What the act does, in one sentence with its numbers: "Freezes the list of 1,299 households."."""
        return ""

    def facts(self) -> list[Fact]:
        """(label, value) pairs the person should see before deciding."""
        return []

    def cautions(self) -> list[str]:
        """What speaks against the act without barring it, in sentences."""
        return []

    def expected_digest(self) -> str:
        """The digest of what is shown; posted back as ``self.seen_digest`` so that the service can compare."""
        return ""

    @property
    def seen_digest(self) -> str:
        return self.request.POST.get("expected_digest", "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            consequence=self.consequence(),
            facts=self.facts(),
            cautions=self.cautions(),
            expected_digest=self.expected_digest(),
            danger=self.danger,
            **kwargs,
        )


class MovePage(ActionPage, abstract=True):
    """An act on one record, ``self.object``: 403 without the verb, 404 outside the area.

    Name ``model`` and what ActionPage needs; ``save`` passes ``self.object.pk`` to the service, which locks it. Opened
    when the act is not possible, the page says why and leads back instead of asking: ``workflow`` and ``move`` name
    the step that decides it, ``hindrances()`` whatever else does.
    """

    workflow: ClassVar[Workflow | None] = None
    move: ClassVar[str] = ""
    hindered_template = "layouts/not_now.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if why := self.hindrances():
            self.template_name = self.hindered_template
            context = {"title": self.get_title(), "parents": self.parents(), "why": why, "back_url": self.cancel_url()}
            return self.render_to_response(context)
        return self.show(self.make_form())

    def hindrances(self) -> list[str]:
        """Why the act can't be done now, in sentences; the service asks again when it is done."""
        if self.workflow is None:
            return []
        return against_step(self.workflow, self.move, self.object, self.user, self.takers())

    def takers(self) -> Mapping[str, Iterable[int]]:
        """Who took the earlier steps: the step's name with the ids of its takers."""
        return {}

    def get_title(self) -> str:
        return f"{self.title} · {self.object}" if self.object is not None else str(self.title)

    def get_object(self) -> Any:
        found = super().get_object()
        if found is None:
            raise TypeError(f"{type(self).__qualname__} needs a model and {self.lookup} in its address")
        return found


class BulkPage(ActionPage, abstract=True):
    """An act on chosen rows of a list: the list posts ``ids`` here, this page names them, the second POST acts.

    ``save`` gets the ids from ``self.ids``; the service takes them all or refuses with a reason for each. Rows that
    ``hindered()`` names are set aside at once; those that the service names (``row`` of a reason) can be left out, so
    that the others go on.
    """

    ids: list[str]
    hindered_template = "layouts/not_now.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise SuspiciousOperation("rows are chosen in the list")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.ids = list(dict.fromkeys(request.POST.getlist("ids")))
        if not self.ids or len(self.ids) > MOST_AT_ONCE or not all(map(PRIMARY_KEY.fullmatch, self.ids)):
            raise SuspiciousOperation("no rows, too many rows, or odd ones")
        self.set_aside: list[tuple[str, str]] = []
        self.refused_ids: list[str] = []
        if "confirmed" in request.POST:
            self.leave_out(request.POST.getlist("leave_out") if "without" in request.POST else [])
            try:
                return super().post(request, *args, **kwargs)
            except self.model.DoesNotExist as error:
                # One of the rows lies outside the person's area: for him it does not exist.
                raise Http404 from error
        return self.ask()

    def ask(self) -> HttpResponse:
        """Name the rows and what becomes of them; those that can't go along are set aside with their reasons."""
        rows = list(self.chosen())
        against = self.hindered(rows)
        self.set_aside = [(str(row), against[row.pk]) for row in rows if row.pk in against]
        self.leave_out([str(pk) for pk in against])
        if self.ids:
            return self.show(self.form_class(**self.get_form_kwargs()))
        self.template_name = self.hindered_template
        why = [f"{row}{_(': ')}{reason}" for row, reason in self.set_aside]
        context = {"title": self.get_title(), "parents": self.parents(), "why": why, "back_url": self.cancel_url()}
        return self.render_to_response(context)

    def hindered(self, rows: list[Any]) -> Mapping[Any, str]:
        """Chosen rows the act can't be done on now: the id of each with the reason in a sentence."""
        return {}

    def leave_out(self, ids: Iterable[str]) -> None:
        """Go on with the rows that are not among these."""
        left = set(ids)
        self.ids = [pk for pk in self.ids if pk not in left]

    def refused(self, form: Any, error: DomainError) -> None:
        """Refused for some of the rows alone, the act is offered for the others."""
        super().refused(form, error)
        reasons = error.params.get("reasons", ())
        named = [getattr(reason, "params", {}).get("row") for reason in reasons]
        if all(named):
            self.refused_ids = [str(pk) for pk in dict.fromkeys(named)]

    def chosen(self) -> Any:
        """The chosen rows the verb may be done on; fewer than ``ids`` when some lie outside the area."""
        return self.rows().filter(pk__in=self.ids)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            ids=self.ids,
            chosen=list(self.chosen()[:200]),
            set_aside=self.set_aside,
            refused_ids=self.refused_ids,
            others=len(set(self.ids) - set(self.refused_ids)) if self.refused_ids else 0,
            **kwargs,
        )
