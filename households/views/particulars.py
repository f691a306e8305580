"""Correcting a household's particulars, and looking at a full number."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households import services, tabs
from households.forms.columns import initial_of
from households.forms.households import FLAGS, ParticularsForm
from households.models import Household
from households.services import Particulars
from households.services.revealing import KINDS
from households.views.tabs import HouseholdFormPage, household_crumbs
from yuping.accounts.pages import Crumb, FormPage, ReasonForm

EDITED = ("address", "identification_standard")
WORDS: dict[str, str | Promise] = {
    "identity": _("Identity number"),
    "new_identity": _("Identity number"),
    "member_phone": _("Phone"),
    "phone": _("Phone"),
    "account": _("Account number"),
}
TABS = {
    "identity": "members",
    "new_identity": "members",
    "member_phone": "members",
    "phone": "overview",
    "account": "accounts",
}


class EditHousehold(HouseholdFormPage):
    """Group, address, phone, standard and flags; the village never changes here."""

    overwrites = True
    permission, form_class = "households.edit_household", ParticularsForm
    title, submit_label = _("Change the particulars"), _("Save the particulars")
    success_message = _("The particulars of %(object)s are saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"household": self.object}

    def get_initial(self) -> dict[str, Any]:
        household: Household = self.object
        flags = {name: getattr(household, name) for name in FLAGS}
        return initial_of(household, EDITED) | flags | {"group": household.group.name if household.group else ""}

    def save(self, form: ParticularsForm) -> Household:
        data = dict(form.cleaned_data)
        reason = data.pop("reason", "")
        return services.edit_household(
            actor=self.user, household_id=self.object.pk, particulars=Particulars(**data), reason=reason
        )


class Reveal(FormPage):
    """A full number after a reason was given; the act is on record, and the answer is kept by no browser."""

    permission, form_class = "households.reveal", ReasonForm
    title, submit_label = _("Look at a full number"), _("Show the number")
    template_name = "households/reveal.html"

    def rows(self) -> QuerySet[Any]:
        model = self.kind_model()
        rows = model.objects.actionable_by(self.user, self.permission)
        return rows if model is Household else rows.select_related("household")

    def kind_model(self) -> type[Model]:
        if self.kwargs["kind"] not in WORDS:
            raise Http404
        return KINDS[self.kwargs["kind"]][0]

    def get_object(self) -> Any:
        self.model = self.kind_model()
        return self.one(self.rows(), pk=self.kwargs["pk"])

    @property
    def household(self) -> Household:
        return self.object if isinstance(self.object, Household) else self.object.household

    def parents(self) -> list[Crumb]:
        return household_crumbs(self.household, TABS[self.kwargs["kind"]])

    def cancel_url(self) -> str:
        return tabs.url_of(self.household, TABS[self.kwargs["kind"]])

    def save(self, form: ReasonForm) -> str:
        reason = form.cleaned_data["reason"]
        return services.reveal(actor=self.user, kind=self.kwargs["kind"], pk=self.object.pk, reason=reason)

    def respond(self, done: str) -> HttpResponse:
        form = self.form_class(user=self.user)
        response = render(self.request, self.template_name, self.get_context_data(form=form, value=done))
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(word=WORDS[self.kwargs["kind"]], **kwargs)
