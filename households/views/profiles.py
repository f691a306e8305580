"""Pages of the saved column profiles: the list, choosing fields for the headings of a list, forgetting one."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import ColumnProfile, ImportKind, ImportRun
from households.resources.saying import said
from households.services import profiles
from households.services.import_seal import file_of
from households.views.imports import IMPORT, crumbs
from yuping.accounts.pages import Action, BaseTable, Crumb, FormPage, ListPage, MovePage, ScopedForm, TimeColumn
from yuping.accounts.pages.base import one_or_404
from yuping.accounts.pages.moves import PRIMARY_KEY
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.excel.limits import MAX_BYTES


def profile_crumbs() -> list[Crumb]:
    """Breadcrumbs that lead to the profiles."""
    return [*crumbs(), (_("Column profiles"), reverse("households:profile_list"))]


class ProfileTable(BaseTable):
    saved_at = TimeColumn()

    class Meta(BaseTable.Meta):
        model = ColumnProfile
        fields = ("name", "kind", "owner", "area_code", "saved_at")


class ProfileList(ListPage):
    """The profiles one may import with."""

    model, table_class, permission = ColumnProfile, ProfileTable, IMPORT
    primary = Action(_("New profile"), "households:profile_new", IMPORT)
    export_permission = IMPORT
    empty_text = _("No profile is saved. Lists whose headings are not known to the check need one.")

    def rows(self) -> QuerySet[ColumnProfile]:
        return ColumnProfile.objects.usable_by(self.user).select_related("owner")

    def parents(self) -> list[Crumb]:
        return crumbs()


class SampleForm(ScopedForm):
    kind = forms.ChoiceField(label=_("What the file holds"), choices=ImportKind.choices)
    file = forms.FileField(
        label=_("A list with these headings"),
        help_text=_("Only its headings are read. Nothing of the file is kept."),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv"}),
    )


SIGNER = Signer(salt="headings")


def read_sample(text: str) -> dict[str, Any]:
    """The headings that the first step read; raises BadSignature for any that it did not."""
    return json.loads(SIGNER.unsign(text))


def _plain(headings: Mapping[str, profiles.Heading]) -> dict[str, tuple[str, bool, str]]:
    """The headings as they go to the second step."""
    return {text: (one.field, one.is_known, one.sample) for text, one in headings.items()}


class HeadingsForm(ScopedForm):
    """A field for each heading of the list, offered as the check reads it."""

    name = forms.CharField(label=_("Name of the profile"), max_length=60)
    shared = forms.BooleanField(label=_("For everybody who imports in my area"), required=False)
    sample = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sample = read_sample(self.data.get("sample") or self.initial["sample"])
        self.kind, self.texts, self.upload = sample["kind"], list(sample["headings"]), sample.get("upload")
        columns = profiles.sheet_of(self.kind).columns()
        choices = [("", _("not read")), *((field, column.column_name) for field, column in columns.items())]
        for place, text in enumerate(self.texts):
            field, is_known, shown = sample["headings"][text]
            self.fields[f"h{place}"] = forms.ChoiceField(
                label=text,
                choices=choices,
                required=False,
                initial=field,
                help_text=_hint(is_known, shown),
                widget=forms.Select({"class": "form-select"}),
            )

    def headings(self) -> dict[str, str]:
        """Heading to the field chosen for it."""
        return {text: self.cleaned_data[f"h{place}"] for place, text in enumerate(self.texts)}


def _hint(is_known: bool, shown: str) -> str:
    """Whether a heading was recognised, and what stands below it."""
    below = _("Below it stands: %(values)s.") % {"values": shown} if shown else _("Nothing stands below it.")
    if is_known:
        return below
    asked = _("Not recognised: say which field this is, or leave it unread.")
    return f"{asked} {below}"


class NewProfile(FormPage):
    """First a list, whose headings are read; then a field for each of them."""

    permission, form_class = IMPORT, SampleForm
    title, submit_label = _("New column profile"), _("Read the headings")
    success_message = _("%(object)s is saved. Choose it when you upload.")
    # The upload that waits for the profile.
    upload: int | None = None
    offered_name = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "sample" in request.POST:
            try:
                read_sample(request.POST["sample"])
            except BadSignature:
                messages.error(request, _("The headings were lost on the way. Choose the list again."))
                return redirect("households:profile_new")
            self.form_class, self.submit_label = HeadingsForm, _("Save the profile")
        return super().post(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """From an upload whose headings are not known its own are offered at once."""
        if "upload" not in request.GET:
            return super().get(request, *args, **kwargs)
        if not PRIMARY_KEY.fullmatch(request.GET["upload"]):
            raise SuspiciousOperation("no such upload")
        run = one_or_404(ImportRun.objects.own(self.user), pk=request.GET["upload"])
        if not run.is_open or run.is_stale:
            raise Http404
        try:
            headings = profiles.headings_of(actor=self.user, data=file_of(run), name=run.file_name, kind=run.kind)
        except (BadInput, NotAllowedNow) as error:
            messages.error(request, said(error.code, error.params))
            return redirect(run)
        self.offered_name = run.file_name.rsplit(".", 1)[0][:60]
        return self.respond({"kind": run.kind, "headings": _plain(headings), "upload": run.pk})

    def save(self, form: SampleForm | HeadingsForm) -> ColumnProfile | dict[str, Any]:
        asked = form.cleaned_data
        if isinstance(form, HeadingsForm):
            self.upload = form.upload
            return profiles.save_profile(
                actor=self.user, name=asked["name"], kind=form.kind, headings=form.headings(), shared=asked["shared"]
            )
        data, name = asked["file"].read(MAX_BYTES + 1), asked["file"].name
        headings = profiles.headings_of(actor=self.user, data=data, name=name, kind=asked["kind"])
        return {"kind": asked["kind"], "headings": _plain(headings)}

    def respond(self, done: ColumnProfile | dict[str, Any]) -> HttpResponse:
        if isinstance(done, ColumnProfile):
            return super().respond(done)
        self.submit_label = _("Save the profile")
        sample = SIGNER.sign(json.dumps(done))
        return self.show(HeadingsForm(user=self.user, initial={"sample": sample, "name": self.offered_name}))

    def get_success_url(self, done: Any) -> str:
        if self.upload:
            return f"{reverse('households:import_again', args=[self.upload])}?profile={done.pk}"
        return reverse("households:profile_list")

    def parents(self) -> list[Crumb]:
        return profile_crumbs()


class ForgetProfile(MovePage):
    """Forget a profile of one's own."""

    model, permission, danger = ColumnProfile, IMPORT, True
    title, submit_label = _("Forget the profile"), _("Forget it")
    success_message = _("The profile is forgotten.")

    def rows(self) -> QuerySet[ColumnProfile]:
        return ColumnProfile.objects.filter(owner=self.user)

    def consequence(self) -> str:
        return str(_("Lists with these headings need a new profile. What was imported stays."))

    def save(self, form: forms.Form) -> None:
        profiles.forget_profile(actor=self.user, profile_id=self.object.pk)

    def get_success_url(self, done: Any) -> str:
        return reverse("households:profile_list")

    def parents(self) -> list[Crumb]:
        return profile_crumbs()
