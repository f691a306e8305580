"""Forms of visits and of the problems they found."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.fields import day, entry_of, text, words
from households.models import Household
from villages.models import Cadre
from yuping.accounts.pages import ScopedForm

CLOSING_CONFIRMED = _("The household confirms that the problem is put right")
# A problem that belongs to nobody and to no day is never closed.
NEEDED_WITH_PROBLEM = {
    "appeal_class": _("Give the class of the problem."),
    "responsible_unit": _("Say which unit or person sees to the problem."),
    "due_on": _("Give the day by which the problem is to be put right."),
}


class VisitForm(ScopedForm):
    """A visit, and the problem found there if there is one."""

    date = day(_("Date of the visit"))
    cadre = forms.ModelChoiceField(
        Cadre.objects.all(),
        label=_("Cadre in charge"),
        required=False,
        empty_label=_("somebody else"),
        help_text=_("Only his own visits count for his pairing."),
    )
    visitor = words(_("Visitor"), length=50, required=False, help_text=_("Needed when it was somebody else."))
    theme = words(_("Purpose"), length=100)
    place = words(_("Place"), length=100, required=False)
    people_met = words(_("People met"), length=100, required=False)
    content = text(_("What was seen and said"), length=2000, rows=4)
    problem = words(
        _("Problem"), length=500, required=False, help_text=_("Leave this part empty when no problem was found.")
    )
    appeal_class = entry_of("appeal_class", _("Class of the problem"), required=False)
    measure = words(_("Measure agreed"), length=500, required=False)
    responsible_unit = words(
        _("Responsible unit"),
        length=80,
        required=False,
        help_text=_("The unit or person who sees to it; needed with a problem."),
    )
    due_on = day(_("To be done by"), required=False, help_text=_("Needed with a problem."))
    confirmed_by_household = forms.BooleanField(label=_("The household has confirmed this record"), required=False)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        charge = household.pairings.filter(accepted_on__isnull=False)
        self.fields["cadre"].queryset = Cadre.objects.visible_to(self.user).filter(pk__in=charge.values("cadre"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("visitor"):
            if data.get("cadre"):
                data["visitor"] = data["cadre"].name
            elif "visitor" not in self.errors:
                self.add_error("visitor", _("Enter who made the visit."))
        told = any(data.get(name) for name in ("appeal_class", "measure", "responsible_unit", "due_on"))
        if told and not data.get("problem") and "problem" not in self.errors:
            self.add_error("problem", _("Describe the problem, or leave its class, measure, unit and day empty."))
        if data.get("problem"):
            for name, text in NEEDED_WITH_PROBLEM.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, text)
        if data.get("due_on") and data.get("date") and data["due_on"] < data["date"]:
            self.add_error("due_on", _("The day lies before the visit."))
        return data


class CloseProblemForm(ScopedForm):
    """What was done about the problem."""

    closed_on = day(_("Problem closed on"))
    result = text(_("What was done"), length=500)
    closing_confirmed = forms.BooleanField(label=CLOSING_CONFIRMED, required=False)


class CorrectVisitForm(VisitForm):
    """The visit as it was, what was done about its problem if that is closed, and why the record was wrong."""

    result = words(_("What was done"), length=500)
    closing_confirmed = forms.BooleanField(label=CLOSING_CONFIRMED, required=False)
    reason = words(_("Reason"), length=200)

    def __init__(self, *args: Any, closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not closed:
            del self.fields["result"], self.fields["closing_confirmed"]
