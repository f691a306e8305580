"""A small site over the real villages, to try the generic pages on."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import include, path

from villages.models import Township, Village
from yuping.accounts.pages import (
    Action,
    BaseFilterSet,
    BaseTable,
    BulkPage,
    DetailPage,
    FormPage,
    ListPage,
    MovePage,
    PrintPage,
    ReasonForm,
    ScopedForm,
)
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused

done: list[Any] = []


class VillageTable(BaseTable):
    optional = ("township",)

    class Meta(BaseTable.Meta):
        model = Village
        fields = ("name", "code", "kind", "township", "valid_from")

    def row_url(self, record: Village) -> str:
        return f"/try/{record.pk}/"


class VillageFilter(BaseFilterSet):
    search_lookups = ("name__startswith", "code__startswith")

    class Meta:
        model = Village
        fields = ["kind", "township"]


class VillageList(ListPage):
    model, table_class, filterset_class = Village, VillageTable, VillageFilter
    primary = Action("Add a resolution", "try:form", "villages.record_resolution")
    bulk_actions = (Action("Mark", "try:bulk", "villages.record_resolution"),)


class VillageDetail(DetailPage):
    model = Village

    def facts(self) -> list[tuple[str, Any]]:
        return [("Code", self.object.code), ("Nothing", None), ("Amount", Decimal("568000.00")), ("Year", 2016)]


class VillagePrint(PrintPage):
    model = Village
    signatures = ("Filled in by", "Checked by")


class NoteForm(ScopedForm):
    village = forms.ModelChoiceField(Village.objects, label="Village")
    township = forms.ModelChoiceField(Township.objects, label="Township", required=False)
    amount = forms.DecimalField(label="Amount")


class TryForm(FormPage):
    permission, form_class, title = "villages.record_resolution", NoteForm, "Try a form"

    def save(self, form: Any) -> Village:
        if form.cleaned_data["amount"] < 0:
            raise BadInput("amount_format", field="amount")
        if form.cleaned_data["amount"] > 9:
            raise PolicyRefused("refused", reasons=["area_unknown", "wrong_state"])
        done.append(form.cleaned_data)
        return form.cleaned_data["village"]

    def get_success_url(self, done: Village) -> str:
        return f"/try/{done.pk}/"


class TryMove(MovePage):
    model, permission, title = Village, "villages.record_resolution", "Try a move"
    form_class = ReasonForm

    def consequence(self) -> str:
        return f"Moves {self.object}."

    def expected_digest(self) -> str:
        return "d1"

    def save(self, form: Any) -> Village:
        if self.seen_digest != "d1":
            raise NotAllowedNow("wrong_state")
        done.append((self.object.pk, form.cleaned_data["reason"]))
        return self.object

    def cancel_url(self) -> str:
        return "/try/"

    def get_success_url(self, done: Village) -> str:
        return "/try/"


class TryBulk(BulkPage):
    model, permission, title = Village, "villages.record_resolution", "Try several"

    def save(self, form: Any) -> list[str]:
        done.append(self.ids)
        return self.ids

    def get_success_url(self, done: Any) -> str:
        return "/try/"


def broken(request: Any) -> HttpResponse:
    raise RuntimeError("broken on purpose")


patterns = (
    [
        path("", VillageList.as_view(), name="list"),
        path("form/", TryForm.as_view(), name="form"),
        path("bulk/", TryBulk.as_view(), name="bulk"),
        path("broken/", broken, name="broken"),
        path("<str:pk>/", VillageDetail.as_view(), name="detail"),
        path("<str:pk>/print/", VillagePrint.as_view(), name="print"),
        path("<str:pk>/move/", TryMove.as_view(), name="move"),
    ],
    "try",
)
urlpatterns = [path("try/", include(patterns)), path("", include("yuping.urls"))]
