"""Forms and the page that shows one: form -> service -> redirect. Nothing typed is lost when the rules refuse."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, OperationalError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuping.accounts import sentences
from yuping.accounts.models import User
from yuping.accounts.pages.base import Page
from yuping.accounts.pages.once import SEEN, AlreadySent, carried_out, claim, new_token
from yuping.accounts.pages.widgets import dress, narrow
from yuping.core import vault
from yuping.core.errors import DomainError, MissingVerb, StaleRecord

UNPROCESSABLE = 422
# Unique violation, deadlock, serialization failure.
CROSSED = {"23505", "40P01", "40001"}


# In place of the framework's own words.
FILL_IN = _("Fill this in.")


class _ForPerson:
    """Takes ``user=``; every choice is narrowed to rows the person may see, or with ``verb`` may act on."""

    verb: str = ""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        narrow(self, user, verb=self.verb)
        dress(self)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = FILL_IN

    def refuse(self, error: DomainError) -> None:
        """Show a refusal at its field, or in the summary."""
        for field, text in sentences.explain(error):
            self.add_error(field if field in self.fields else None, text)


class ScopedForm(_ForPerson, forms.Form):
    """Base of plain forms."""

    use_required_attribute = False


class ScopedModelForm(_ForPerson, forms.ModelForm):
    """Base of forms that take labels and checks from a model. A service saves; ``save()`` is never called."""

    use_required_attribute = False


class ReasonForm(ScopedForm):
    """One reason in words."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))


class NoteForm(ScopedForm):
    """An optional remark."""

    note = forms.CharField(label=_("Remark"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}))


class EmptyForm(ScopedForm):
    """Nothing to fill in."""


def was_crossed(error: DatabaseError) -> bool:
    """Whether the database refused because another act at the same moment wrote the same thing, or waited for ours."""
    return getattr(error.__cause__, "pgcode", None) in CROSSED


class FormPage(Page, abstract=True):
    """A form that a service saves.

    Name ``permission`` (the verb), ``form_class``, ``title`` and ``save(form)``, which calls the service and returns
    what it returns. With ``model`` set and a ``pk`` in the address, ``self.object`` is the row the verb may be done
    on (404 outside the area). ``success_message`` may use ``%(object)s``.
    """

    template_name = "layouts/form.html"
    form_class: ClassVar[type[forms.BaseForm]]
    success_message: ClassVar[str | Promise] = ""
    submit_label: ClassVar[str | Promise] = _("Save")
    lookup: ClassVar[str] = "pk"
    # Sent twice, it is carried out once: for what adds a row that may stand beside another like it. All that the
    # service writes is then one transaction with that note, so not for a service that writes before it refuses.
    once: ClassVar[bool] = False
    # Replaces what is on file: refused while somebody else has changed it since the form was shown.
    overwrites: ClassVar[bool] = False
    # The answer is a file, after which the page stands as it was.
    gives_file: ClassVar[bool] = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object: models.Model | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        return self.show(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self.attempt()
        except (IntegrityError, OperationalError) as error:
            if not was_crossed(error):
                raise
        # Somebody else's act crossed this one and won; on a second try the service meets what he wrote and says so.
        for upload in request.FILES.values():
            upload.seek(0)
        return self.attempt(last=True)

    def attempt(self, *, last: bool = False) -> HttpResponse:
        """Fill the form in, save, lead on; what the rules refuse is shown in the form."""
        self.object = self.get_object()
        form = self.make_form()
        if not form.is_valid():
            return self.show(form, status=UNPROCESSABLE)
        try:
            done = self.carry_out(form)
        except AlreadySent as sent:
            messages.info(self.request, str(_("This form was sent twice. It was saved once.")))
            return redirect(sent.led_to)
        except MissingVerb:
            raise
        except ObjectDoesNotExist as error:
            # It went out of the person's area meanwhile: for him it does not exist.
            raise Http404 from error
        except DomainError as error:
            self.refused(form, error)
            return self.show(form, status=UNPROCESSABLE)
        except (IntegrityError, OperationalError) as error:
            if not last or not was_crossed(error):
                raise
            form.refuse(StaleRecord("crossed"))
            return self.show(form, status=UNPROCESSABLE)
        return self.respond(done)

    def carry_out(self, form: Any) -> Any:
        """Save; with ``once`` only the first time, with ``overwrites`` only over what the person has seen."""
        if not (self.once or self.overwrites):
            return self.save(form)
        with transaction.atomic():
            sent = claim(self.user, self.request) if self.once else None
            if self.overwrites:
                self.refuse_stale()
            done = self.save(form)
            if sent is not None:
                carried_out(sent, self.get_success_url(done))
            return done

    def refuse_stale(self) -> None:
        """Raises StaleRecord when somebody else has changed meanwhile what this form overwrites; the row stays locked
        until the form is saved."""
        type(self.object)._base_manager.select_for_update().get(pk=self.object.pk)
        self.object = self.get_object()
        seen = self.request.POST.get(SEEN)
        if seen and seen != vault.digest_of(self.on_file()):
            raise StaleRecord("changed_meanwhile")

    def on_file(self) -> str:
        """What stands on file and is overwritten by this form, as text, read anew."""
        return str(sorted(self.get_initial().items()))

    def refused(self, form: Any, error: DomainError) -> None:
        """The rules refuse what was asked: say so in the form."""
        form.refuse(error)

    def respond(self, done: Any) -> HttpResponse:
        """After the service: say what happened and lead on."""
        if told := self.told(done):
            messages.success(self.request, told)
        return redirect(self.get_success_url(done))

    def told(self, done: Any) -> str:
        """What was done, in a sentence."""
        return str(self.success_message) % {"object": done}

    def get_object(self) -> Any:
        """The row the form is about, or None for a new one."""
        if self.model is None or self.lookup not in self.kwargs:
            return None
        return self.one(self.rows(), **{self.lookup: self.kwargs[self.lookup]})

    def rows(self) -> models.QuerySet[Any]:
        manager = self.model.objects
        return (
            manager.actionable_by(self.user, self.permission) if hasattr(manager, "actionable_by") else super().rows()
        )

    def get_initial(self) -> dict[str, Any]:
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"user": self.user, "initial": self.get_initial()}

    def make_form(self) -> Any:
        kwargs = self.get_form_kwargs()
        if issubclass(self.form_class, forms.ModelForm) and isinstance(self.object, self.form_class._meta.model):
            kwargs.setdefault("instance", self.object)
        if self.request.method == "POST":
            kwargs |= {"data": self.request.POST, "files": self.request.FILES}
        return self.form_class(**kwargs)

    def show(self, form: Any, *, status: int = 200) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def save(self, form: Any) -> Any:
        """Call the service with the form's cleaned values; what it raises is shown in the form."""
        raise NotImplementedError

    def get_success_url(self, done: Any) -> str:
        return done.get_absolute_url()

    def cancel_url(self) -> str:
        """Where the second button leads: the record, else the page before in the breadcrumbs."""
        if self.object is not None and hasattr(self.object, "get_absolute_url"):
            return self.object.get_absolute_url()
        parents = self.parents()
        return parents[-1][1] if parents else "/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            object=self.object,
            submit_label=self.submit_label,
            cancel_url=self.cancel_url(),
            summary_key=NON_FIELD_ERRORS,
            once_token=new_token() if self.once else "",
            file_seen=vault.digest_of(self.on_file()) if self.overwrites else "",
            **kwargs,
        )
