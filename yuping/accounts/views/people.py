"""People and postings, for the administrators: lists, an account's page, and the verbs that two of them share."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuping.accounts import access, services
from yuping.accounts.filters import PostingFilter, SignInAttemptFilter, UserFilter
from yuping.accounts.forms import EndPostingForm, PostingForm, UserForm
from yuping.accounts.models import Posting, SignInAttempt, User
from yuping.accounts.pages import Action, Crumb, DetailPage, Fact, FormPage, ListPage, MovePage, ReasonForm
from yuping.accounts.tables import PostingTable, SignInAttemptTable, UserTable, state_of
from yuping.core.characters import for_reader
from yuping.core.phone import mask_phone
from yuping.core.show import show_time


def people_crumb() -> Crumb:
    return _("Accounts"), reverse("accounts:user_list")


class UserList(ListPage):
    """Every account."""

    model, table_class, filterset_class = User, UserTable, UserFilter
    title = _("Accounts")
    primary = Action(_("New account"), "accounts:create_user", "accounts.create_user", "user-plus")

    def rows(self) -> QuerySet[User]:
        return User.objects.prefetch_related(Prefetch("postings", Posting.objects.filter(confirmed_by__isnull=False)))


class UserDetail(DetailPage):
    """One account with its postings."""

    model = User
    template_name = "accounts/user_detail.html"

    def rows(self) -> QuerySet[User]:
        return User.objects.all()

    def parents(self) -> list[Crumb]:
        return [people_crumb()]

    def state(self) -> tuple[str, str]:
        return (gettext("active"), "active") if self.object.is_active else (gettext("disabled"), "refused")

    def facts(self) -> list[Fact]:
        return [
            (_("Sign-in name"), self.object.username),
            (_("Unit"), self.object.unit),
            (_("Phone"), mask_phone(self.object.phone)),
            (_("Created"), show_time(self.object.created_at)),
            (_("Password changed"), show_time(self.object.password_changed_at)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        postings = self.object.postings.select_related("requested_by", "confirmed_by").order_by("-valid_from", "-pk")
        verbs = ("request_posting", "reset_password", "disable_user", "unlock_user", "confirm_posting", "end_posting")
        return super().get_context_data(
            held=[(posting, *state_of(posting)) for posting in postings],
            may={verb: access.may(self.user, f"accounts.{verb}") for verb in verbs},
            **kwargs,
        )


class SecretShown:
    """The answer to a verb that makes a secret: the page that shows it once. It is stored nowhere in plain."""

    def respond(self, done: tuple[User, str]) -> HttpResponse:
        user, secret = done
        self.template_name = "accounts/secret.html"
        return self.render_to_response(
            {"title": _("Initial password"), "person": user, "secret": secret, "parents": [people_crumb()]}
        )


class CreateUser(SecretShown, FormPage):
    """A new account."""

    permission, form_class = "accounts.create_user", UserForm
    title, submit_label = _("New account"), _("Create the account")

    def parents(self) -> list[Crumb]:
        return [people_crumb()]

    def save(self, form: Any) -> tuple[User, str]:
        return services.create_user(actor=self.user, **form.cleaned_data)


class UserMove(MovePage, abstract=True):
    """A verb on one account, with a reason."""

    model, form_class = User, ReasonForm

    def rows(self) -> QuerySet[User]:
        return User.objects.all()

    def parents(self) -> list[Crumb]:
        return [people_crumb(), (str(self.object), self.object.get_absolute_url())]


class ResetPassword(SecretShown, UserMove):
    """A new secret for who lost the password."""

    permission = "accounts.reset_password"
    title, submit_label = _("Reset the password"), _("Make a new initial password")

    def consequence(self) -> str:
        return gettext("The present password of %(person)s ends at once, and so do all sessions.") % {
            "person": self.object.full_name
        }

    def save(self, form: Any) -> tuple[User, str]:
        return services.reset_password(actor=self.user, user_id=self.object.pk, reason=form.cleaned_data["reason"])


class DisableUser(UserMove):
    """The account can't sign in any more."""

    permission, danger = "accounts.disable_user", True
    title, submit_label = _("Disable the account"), _("Disable the account")
    success_message = _("The account of %(object)s is disabled.")

    def consequence(self) -> str:
        return gettext("%(person)s can't sign in any more. What he did stays on record.") % {
            "person": self.object.full_name
        }

    def save(self, form: Any) -> User:
        return services.disable_user(actor=self.user, user_id=self.object.pk, reason=form.cleaned_data["reason"])


class UnlockUser(UserMove):
    """Failed sign-ins no longer count."""

    permission = "accounts.unlock_user"
    title, submit_label = _("Unlock the account"), _("Unlock the account")
    success_message = _("%(object)s can sign in again.")

    def save(self, form: Any) -> User:
        return services.unlock_user(actor=self.user, user_id=self.object.pk, reason=form.cleaned_data["reason"])


class RequestPosting(FormPage):
    """Ask for a posting of one person."""

    model, permission, form_class = User, "accounts.request_posting", PostingForm
    title, submit_label = _("Ask for a posting"), _("Submit for confirmation")
    success_message = _("%(object)s: waiting for the security administrator.")

    def rows(self) -> QuerySet[User]:
        return User.objects.filter(is_active=True)

    def parents(self) -> list[Crumb]:
        return [people_crumb(), (str(self.object), self.object.get_absolute_url())]

    def save(self, form: Any) -> Posting:
        return services.request_posting(actor=self.user, user_id=self.object.pk, **form.cleaned_data)


class PostingList(ListPage):
    """Every posting: in force, waiting, ended."""

    model, table_class, filterset_class = Posting, PostingTable, PostingFilter
    title = _("Postings")

    def rows(self) -> QuerySet[Posting]:
        return Posting.objects.select_related("user", "requested_by", "confirmed_by")


class PostingMove(MovePage, abstract=True):
    """A verb on one posting."""

    model = Posting

    def rows(self) -> QuerySet[Posting]:
        return Posting.objects.select_related("user", "requested_by")

    def parents(self) -> list[Crumb]:
        return [(_("Postings"), reverse("accounts:posting_list"))]

    def facts(self) -> list[Fact]:
        posting = self.object
        return [
            (_("Person"), posting.user),
            (_("Role"), posting.get_role_display()),
            (_("Area"), f"{for_reader(posting.area_name)} {posting.area_code}"),
            (_("From"), posting.valid_from),
            (_("To"), posting.valid_to),
            (_("Requested by"), posting.requested_by),
        ]


class ConfirmPosting(PostingMove):
    """The second administrator puts a posting in force."""

    permission = "accounts.confirm_posting"
    title, submit_label = _("Confirm the posting"), _("Confirm the posting")
    success_message = _("%(object)s is in force.")

    def consequence(self) -> str:
        return gettext("%(person)s gets the rights of this role for the whole area.") % {"person": self.object.user}

    def save(self, form: Any) -> Posting:
        return services.confirm_posting(actor=self.user, posting_id=self.object.pk)


class EndPosting(PostingMove):
    """The posting's last day."""

    permission, form_class = "accounts.end_posting", EndPostingForm
    title, submit_label = _("End the posting"), _("End the posting")
    success_message = _("%(object)s is ended.")

    def save(self, form: Any) -> Posting:
        return services.end_posting(actor=self.user, posting_id=self.object.pk, **form.cleaned_data)


class SignInAttemptList(ListPage):
    """Who tried to sign in, when, from where."""

    model, table_class, filterset_class = SignInAttempt, SignInAttemptTable, SignInAttemptFilter
    title = _("Sign-in attempts")

    def rows(self) -> QuerySet[SignInAttempt]:
        return SignInAttempt.objects.as_seen()
