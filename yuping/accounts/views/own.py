"""Sign-in and sign-out, the work list, one's own password, the language, the demo date."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views import View

from yuping.accounts import access, demo_signins, services, signing_in, worklist
from yuping.accounts.forms import ChangePasswordForm, DemoDateForm, SignInForm
from yuping.accounts.models import User
from yuping.accounts.pages import SIGNED_IN, ActionPage, Fact, FormPage, Page
from yuping.accounts.roles import Role
from yuping.core import clock
from yuping.core.middleware import LANGUAGE_SESSION_KEY
from yuping.core.models import Installation
from yuping.core.show import show_day


class WorkListPage(Page):
    """Home: what waits for this person, late first, then oldest first."""

    permission = SIGNED_IN
    title = _("Work list")
    template_name = "accounts/work_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        items = worklist.items_for(self.user, clock.today())
        figures = access.may(self.user, "dashboard.view_figures")
        return self.render_to_response(self.get_context_data(items=items, may_see_figures=figures))


def first_page(user: User) -> str:
    """Where a person begins: at what waits for him; leadership, for whom nothing waits, at the figures."""
    roles = {posting.role for posting in access.postings_of(user)}
    return "dashboard:overview" if roles == {Role.LEADERSHIP} else settings.LOGIN_REDIRECT_URL


@method_decorator(login_not_required, name="dispatch")
class SignIn(View):
    """Sign-in page. The demo sign-ins are listed only while the database carries the demo mark."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(first_page(request.user))
        return self.show(SignInForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SignInForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        user = signing_in.sign_in(request=request, **form.cleaned_data)
        if user is None:
            form.add_error(None, _("Sign-in name and password do not fit, or there were too many attempts."))
            return self.show(form, status=422)
        language = request.session.get(LANGUAGE_SESSION_KEY)
        login(request, user)
        if language:
            request.session[LANGUAGE_SESSION_KEY] = language
        wanted = safe_next(request, "")
        home = reverse(settings.LOGIN_REDIRECT_URL)
        return redirect(first_page(user) if wanted in {"", home} else wanted)

    def show(self, form: SignInForm, *, status: int = 200) -> HttpResponse:
        wanted = safe_next(self.request, "")
        context = {"form": form, "title": _("Sign in"), "next": wanted, "demo_signins": demo_signins.listed()}
        return render(self.request, "accounts/sign_in.html", context, status=status)


@method_decorator(login_not_required, name="dispatch")
class SignOut(View):
    """Ends the session on the server."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        language = request.session.get(LANGUAGE_SESSION_KEY)
        if request.user.is_authenticated:
            signing_in.note_sign_out(request.user)
        logout(request)
        if language:
            request.session[LANGUAGE_SESSION_KEY] = language
        return redirect(settings.LOGOUT_REDIRECT_URL)


@method_decorator(login_not_required, name="dispatch")
class ChooseLanguage(View):
    """Keeps the language for the session and returns to the page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = request.POST.get("language", "")
        if chosen in dict(settings.LANGUAGES):
            request.session[LANGUAGE_SESSION_KEY] = chosen
        return redirect(safe_next(request, settings.LOGIN_REDIRECT_URL))


class ChangePassword(FormPage):
    """One's own password; the only open page while it must be changed."""

    permission = SIGNED_IN
    form_class = ChangePasswordForm
    title = _("Change the password")
    submit_label = _("Change the password")
    success_message = _("The password is changed. Other sessions of yours are ended.")

    def save(self, form: Any) -> User:
        values = form.cleaned_data
        user = services.change_own_password(
            actor=self.user,
            old=values["old_password"],
            new=values["new_password"],
            address=self.request.META.get("REMOTE_ADDR") or None,
        )
        update_session_auth_hash(self.request, user)
        return user

    def get_success_url(self, done: User) -> str:
        return reverse("accounts:work_list")


class MoveDemoDate(ActionPage):
    """Moves the business date of a demo database on. A real database has no such page."""

    permission = SIGNED_IN
    form_class = DemoDateForm
    title = _("Move the business date on")
    submit_label = _("Move the date on")
    success_message = _("The business date is now %(object)s.")

    def consequence(self) -> str:
        return _("The whole demo database moves to the new date, for everybody. It never goes back.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not Installation.objects.filter(is_demo=True).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def facts(self) -> list[Fact]:
        return [(_("Business date now"), clock.today())]

    def get_initial(self) -> dict[str, Any]:
        return {"day": clock.today() + datetime.timedelta(days=1)}

    def save(self, form: Any) -> str:
        moved = services.move_demo_date(actor=self.user, day=form.cleaned_data["day"])
        return show_day(moved.business_date)

    def get_success_url(self, done: str) -> str:
        return reverse("accounts:work_list")


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """The page the person came from, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else otherwise


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its token: the session ended meanwhile, or another site sent it."""
    return render(request, "csrf.html", status=403)
