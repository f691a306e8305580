"""Forms that keep what is typed as it is typed, and the list of one's own half-entered ones."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from households import services
from households.forms.columns import show_typed
from households.models import Draft, DraftPage
from households.models.drafts import KEPT_DAYS
from households.policy.drafts import read_typed
from households.services import DraftPlace, Seen
from households.tables.drafts import DraftTable
from households.views.tabs import household_crumbs
from yuping.accounts import sentences
from yuping.accounts.pages import Crumb, ListPage, MovePage
from yuping.accounts.pages.forms import UNPROCESSABLE
from yuping.accounts.pages.once import new_token
from yuping.core import vault
from yuping.core.errors import DomainError, MissingVerb, StaleRecord
from yuping.core.show import show_time

KEEP = "households.keep_draft"
CONFLICT = 409
# In the session: the windows whose form is saved, the latest ones.
SAVED, SAVED_KNOWN, WINDOW = "saved_forms", 20, 32
DIGEST = re.compile(r"[0-9a-f]{0,64}")


@dataclass(frozen=True)
class Shown:
    """What the form has to know of its draft."""

    pk: str
    revision: str
    basis: str
    owner: int
    window: str
    resumed: Draft | None = None
    changed: bool = False
    others: int = 0


class Drafted:
    """Mixin of a form page: what is typed is kept under its own address, and shown again when it is opened.

    Name ``draft_page``; ``draft_place()`` says of what. A form that is more than one form shows ``self.typed``, where
    it is not None, in a ``make_form`` of its own.
    """

    draft_page: ClassVar[DraftPage]
    # Whether an empty answer is kept as one: not of a grid in which most stay empty.
    keeps_empty: ClassVar[bool] = True

    def draft_place(self) -> DraftPlace:
        return DraftPlace(self.draft_page, household_id=self.object.pk if self.object else None)

    def draft_basis(self) -> str:
        """What stands on file and is edited here, as text."""
        return ""

    def on_file(self) -> str:
        return self.draft_basis()

    @cached_property
    def basis(self) -> str:
        text = self.draft_basis()
        return vault.digest_of(text)[:64] if text else ""

    @cached_property
    def draft(self) -> Draft | None:
        """The person's draft of this form: of a new household the one that the address names."""
        rows = Draft.objects.own(self.user).filter(page=self.draft_page)
        if self.draft_page == DraftPage.REGISTER:
            asked = self.request.GET.get("draft", "")
            return rows.filter(pk=asked).first() if is_number(asked) else None
        return rows.filter(**self.draft_place().columns()).select_related("household", "village").first()

    @cached_property
    def typed(self) -> QueryDict | None:
        """What was typed, when the form is opened again."""
        if self.request.method == "POST" or self.draft is None:
            return None
        found = QueryDict(mutable=True)
        for name, value in self.draft.typed.pairs:
            found.appendlist(name, value)
        return found

    def make_form(self) -> Any:
        form = super().make_form()
        if self.typed is not None:
            show_typed(form, self.typed)
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "keep_draft" in request.POST:
            return self.keep()
        return super().post(request, *args, **kwargs)

    def keep(self) -> HttpResponse:
        """Keep what was posted so far; answers with what the window has to know."""
        self.object = self.get_object()
        posted = self.request.POST
        if posted.get("draft_owner") != str(self.user.pk):
            return refused("households.draft_of_another", status=CONFLICT)
        if posted.get("draft_window", "-") in self.request.session.get(SAVED, []):
            return refused("households.draft_gone", status=CONFLICT)
        pairs = [(name, value) for name, values in posted.lists() for value in values if value or self.keeps_empty]
        try:
            draft = services.keep_draft(
                actor=self.user, place=self.draft_place(), typed=read_typed(pairs), seen=self.seen()
            )
        except ObjectDoesNotExist as error:
            raise Http404 from error
        except MissingVerb:
            raise
        except StaleRecord as error:
            return refused(error.code, error.params, status=CONFLICT)
        except DomainError as error:
            return refused(error.code, error.params, status=UNPROCESSABLE)
        told = {"draft": draft.pk, "revision": draft.revision, "at": show_time(draft.saved_at)[-5:]}
        if self.draft_page == DraftPage.REGISTER:
            told["address"] = draft.get_absolute_url()
        return JsonResponse(told)

    def seen(self) -> Seen:
        """What the window that posts knows of the draft."""
        posted = self.request.POST
        pk, revision = posted.get("draft", ""), posted.get("draft_revision", "")
        known = is_number(pk) and is_number(revision)
        basis = posted.get("draft_basis", "")
        basis = basis if DIGEST.fullmatch(basis) else ""
        window = posted.get("draft_window", "")
        window = window if DIGEST.fullmatch(window) and len(window) == WINDOW else ""
        return Seen(int(pk), int(revision), basis, window) if known else Seen(basis=basis, window=window)

    def respond(self, done: Any) -> HttpResponse:
        seen = self.seen()
        if seen.window:
            # What that window still sends comes too late.
            self.request.session[SAVED] = [*self.request.session.get(SAVED, []), seen.window][-SAVED_KNOWN:]
        if seen.window or seen.pk is not None:
            services.drop_draft(actor=self.user, seen=seen)
        return super().respond(done)

    def shown_draft(self) -> Shown:
        if self.request.method == "POST":
            seen = self.seen()
            return Shown(str(seen.pk or ""), str(seen.revision or ""), seen.basis, self.user.pk, seen.window)
        draft, window = self.draft, new_token()
        if draft is None:
            others = 0
            if self.draft_page == DraftPage.REGISTER:
                others = Draft.objects.own(self.user).filter(page=DraftPage.REGISTER).count()
            return Shown("", "", self.basis, self.user.pk, window, others=others)
        changed = bool(draft.basis) and draft.basis != self.basis
        return Shown(str(draft.pk), str(draft.revision), draft.basis, self.user.pk, window, draft, changed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(draft=self.shown_draft(), **kwargs)


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


def refused(code: str, params: dict[str, object] | None = None, *, status: int) -> JsonResponse:
    """Why it is not kept, in a sentence."""
    return JsonResponse({"said": sentences.sentence(code, params or {})}, status=status)


class DraftList(ListPage):
    """What the person has begun to enter and not saved."""

    model, table_class, permission = Draft, DraftTable, KEEP
    title = _("Half-entered forms")
    # It is nobody else's, and no file yet.
    export_permission = "households.export_draft"
    empty_text = _("Nothing is half entered. Forms are kept here while you type them.")

    def rows(self) -> QuerySet[Draft]:
        return Draft.objects.own(self.user).select_related("household", "village", "identification")

    def totals(self, rows: QuerySet[Draft]) -> list[tuple[str, str]]:
        return [(_("Kept after the last answer"), gettext("%(days)s days") % {"days": KEPT_DAYS})]


class DiscardDraft(MovePage):
    """Throw a draft of one's own away."""

    model, permission, danger = Draft, KEEP, True
    title, submit_label = _("Discard"), _("Discard what is entered")
    success_message = _("The half-entered form is discarded.")

    def rows(self) -> QuerySet[Draft]:
        return Draft.objects.own(self.user).select_related("household")

    def one(self, rows: QuerySet[Draft], **lookup: Any) -> Draft:
        """Another person's does not exist; that it was asked for tells nobody's household."""
        found = rows.filter(**lookup).first()
        if found is None:
            raise Http404
        return found

    def consequence(self) -> str:
        words = gettext("%(fields)s answers entered since %(begun)s are thrown away. What is on file stays as it is.")
        return words % {"fields": self.object.typed.answered, "begun": show_time(self.object.begun_at)}

    def cancel_url(self) -> str:
        return reverse("households:draft_list")

    def save(self, form: forms.Form) -> None:
        services.discard_draft(actor=self.user, draft_id=self.object.pk)

    def get_success_url(self, done: Any) -> str:
        return reverse("households:draft_list")

    def parents(self) -> list[Crumb]:
        return [*household_crumbs(), (_("Half-entered forms"), reverse("households:draft_list"))]
