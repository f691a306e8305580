"""Forms of identification: the application, and what each step of it records."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.fields import day, entry_of, household_number, text, words
from villages.models import Village
from yuping.accounts.pages import CountField, ScopedForm
from yuping.core import clock

MOST_VOTES = 30_000


class ApplicationForm(ScopedForm):
    """An application to be put on file."""

    verb = "households.apply_for_identification"

    village = forms.ModelChoiceField(Village.objects.all(), label=_("Village"))
    applicant = words(_("Applicant"), length=50, help_text=_("The head of the household, as on the identity card."))
    id_number = words(_("Identity number"), length=30, help_text=_("It is kept encrypted and shown masked."))
    persons = CountField(label=_("Persons in the household"), least=1, most=30)
    main_cause = entry_of("cause", _("Main cause of poverty"))
    applied_on = day(_("Applied on"))
    proposed_by_village = forms.BooleanField(
        label=_("Proposed by the village, not by the household itself"), required=False
    )
    note = text(_("Remark"), length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        villages = self.fields["village"]
        villages.queryset = villages.queryset.filter(
            pk__in=Village.objects.actionable_by(self.user, self.verb).existing(clock.today()).values("pk")
        )


class StepForm(ScopedForm):
    """What every step records."""

    date = day(_("Date"))
    note = text(_("Remark"), length=500, required=False)


class ReviewForm(StepForm):
    """The vote of a village meeting."""

    field_order = ["date", "votes_cast", "votes_for", "note"]
    votes_cast = CountField(label=_("Votes cast"), least=1, most=MOST_VOTES)
    votes_for = CountField(label=_("Votes in favour"), most=MOST_VOTES)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        cast, in_favour = data.get("votes_cast"), data.get("votes_for")
        if cast is not None and in_favour is not None and in_favour > cast:
            self.add_error("votes_for", _("There can't be more votes in favour than votes cast."))
        return data


class NoticeForm(StepForm):
    """Where a notice was put up."""

    field_order = ["date", "place", "note"]
    date = day(_("Put up on"))
    place = words(_("Place of the notice"), length=100)


class AcceptanceForm(StepForm):
    """The file that was opened for the applicant."""

    field_order = ["date", "household_number", "note"]
    household_number = household_number(
        _("Household number"),
        help_text=_("Register the household first, with the applicant among its members; then enter its number here."),
    )


class RefusalForm(StepForm):
    """Why the application is refused."""

    note = text(_("Reason"), length=500)
