"""Pages of the lists that are handed out as workbooks: the rosters and the summary."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from households.services import exports
from households.views.imports import download
from villages.models import Village
from yuping.accounts import access
from yuping.accounts.pages import FormPage, ScopedForm
from yuping.core import clock

LISTS = (
    ("persons", _("persons, one in each row")),
    ("households", _("households, one in each row")),
    (exports.SUMMARY, _("summary of the parts of the area")),
)


class RosterForm(ScopedForm):
    roster = forms.ChoiceField(label=_("List"), choices=LISTS, required=False, initial="persons")
    village = forms.ModelChoiceField(
        label=_("Village"), queryset=Village.objects.get_queryset(), required=False, empty_label=_("All")
    )
    year = forms.IntegerField(label=_("File year"), min_value=2013, max_value=2100)
    in_full = forms.BooleanField(
        label=_("Identity, phone and account numbers in full"),
        help_text=_("Each such export is on record with its reason."),
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Needed for numbers in full."), max_length=200, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not access.may(self.user, exports.REVEAL):
            del self.fields["in_full"], self.fields["reason"]


class ExportRoster(FormPage):
    """The roster as a workbook: masked, or in full with a reason."""

    permission, form_class = exports.EXPORT, RosterForm
    file_name = ""
    title, submit_label, gives_file = _("Export the roster"), _("Export to Excel"), True

    def get_initial(self) -> dict[str, Any]:
        return {"year": clock.today().year, "roster": "persons"}

    def save(self, form: RosterForm) -> bytes:
        asked = form.cleaned_data
        village: Village | None = asked["village"]
        of_what = {"year": asked["year"], "village_code": village.pk if village else ""}
        kind = asked["roster"] or "persons"
        self.file_name = f"{exports.title_of(self.user, kind, **of_what)}-{clock.today():%Y%m%d}"
        if kind == exports.SUMMARY:
            return exports.export_summary(actor=self.user, **of_what)
        return exports.export_roster(
            actor=self.user,
            in_full=asked.get("in_full", False),
            reason=asked.get("reason", ""),
            roster=kind,
            **of_what,
        )

    def respond(self, done: bytes) -> HttpResponse:
        return download(done, self.file_name)
