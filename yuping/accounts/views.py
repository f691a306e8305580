"""Sign-in, sign-out and the work list."""

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView


class WorkListPage(TemplateView):
    """Home: what waits for this person."""

    template_name = "accounts/work_list.html"


class SignIn(LoginView):
    """Sign-in page."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Ends the session."""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its token: the session ended meanwhile, or another site sent it."""
    return render(request, "403.html", status=403)
