"""A form that is looked through before it is recorded."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from yuping.accounts.pages import FormPage


class CheckedFormPage(FormPage, abstract=True):
    """A form with two buttons: "check" answers with what would happen and saves nothing, the other one records.

    ``consequence(form)`` gives what the template shows as ``checked``.
    """

    def consequence(self, form: Any) -> dict[str, Any]:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "check" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object()
        form = self.make_form()
        if not form.is_valid():
            return self.show(form, status=422)
        return self.render_to_response(self.get_context_data(form=form, checked=self.consequence(form)))
