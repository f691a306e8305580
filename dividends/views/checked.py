"""A form that is looked through before it is recorded."""

import hashlib
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from yuping.accounts.pages import FormPage
from yuping.accounts.pages.forms import UNPROCESSABLE
from yuping.core.errors import DomainError


class CheckedFormPage(FormPage, abstract=True):
    """A form with two buttons: "check" answers with what would happen and saves nothing, the other one records.

    ``consequence(form)`` gives what the template shows as ``checked``; what it raises is shown in the form. With
    ``look_first`` nothing is recorded but what was looked through: the page sends back the digest of what it showed.
    """

    look_first: ClassVar[bool] = False

    def consequence(self, form: Any) -> dict[str, Any]:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "check" not in request.POST and not self.look_first:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object()
        form = self.make_form()
        if not form.is_valid():
            return self.show(form, status=UNPROCESSABLE)
        try:
            checked = self.consequence(form)
        except DomainError as error:
            form.refuse(error)
            return self.show(form, status=UNPROCESSABLE)
        seen = hashlib.sha256(repr(checked).encode()).hexdigest()
        if "check" not in request.POST and request.POST.get("seen") == seen:
            return super().post(request, *args, **kwargs)
        return self.render_to_response(self.get_context_data(form=form, checked=checked, seen=seen))
