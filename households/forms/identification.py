"""The form of an application to be put on file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from households.forms.columns import GroupSelect, VillageAndGroup
from households.forms.fields import day, entry_of, text, words
from households.forms.papers import PaperField
from villages.models import Village, VillageGroup
from yuping.accounts.pages import CountField, ScopedForm
from yuping.core import clock


class ApplicationForm(VillageAndGroup, ScopedForm):
    """An application to be put on file."""

    verb = "households.apply_for_identification"

    village = forms.ModelChoiceField(Village.objects.all(), label=_("Village"))
    group = forms.ModelChoiceField(
        VillageGroup.objects.all(),
        label=_("Village group"),
        required=False,
        widget=GroupSelect,
        help_text=_("It stands on the notices beside the name."),
    )
    applicant = words(_("Applicant"), length=50, help_text=_("The head of the household, as on the identity card."))
    id_number = words(_("Identity number"), length=30, help_text=_("It is kept encrypted and shown masked."))
    persons = CountField(label=_("Persons in the household"), least=1, most=30)
    main_cause = entry_of("cause", _("Main cause of poverty"))
    applied_on = day(_("Applied on"))
    proposed_by_village = forms.BooleanField(
        label=_("Proposed by the village, not by the household itself"), required=False
    )
    paper = PaperField(label=_("Signed application"), required=False)
    note = text(_("Remark"), length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        villages = self.fields["village"]
        villages.queryset = villages.queryset.filter(
            pk__in=Village.objects.actionable_by(self.user, self.verb).existing(clock.today()).values("pk")
        )
        self.groups_by_village()

    def clean_paper(self) -> bytes:
        file: UploadedFile | None = self.cleaned_data["paper"]
        return file.read() if file else b""
