"""The form of a step: of all that a step can record, what this one does; and the forms of objections."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from households.forms.fields import day, text, words
from households.forms.papers import PaperField
from households.models import CaseRule
from households.procedures import REFUSALS, Paper, Step
from yuping.accounts.pages import CountField, ScopedForm
from yuping.core import clock

MOST_VOTES = 30_000
LATE_NOTICE = _(
    "Only where it was put up more than %(days)s working days ago. The reason stands in the case, and the county sees "
    "it before deciding."
)
LATE_ANNOUNCEMENT = _("Only where it was announced more than %(days)s working days ago. The reason stands in the case.")


class StepForm(ScopedForm):
    """Day, votes, place, remark and paper of a step; what it doesn't record is left out."""

    date = day(_("Date"))
    votes_cast = CountField(label=_("Votes cast"), least=1, most=MOST_VOTES)
    votes_for = CountField(label=_("Votes in favour"), most=MOST_VOTES)
    place = words(_("Place of the notice"), length=100)
    note = text(_("Remark"), length=500, required=False)
    late_reason = words(_("Reason for entering it late"), length=200, required=False)
    paper = PaperField()

    def __init__(self, *args: Any, name: str, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not step.votes:
            del self.fields["votes_cast"], self.fields["votes_for"]
        if not step.notice:
            del self.fields["place"]
        if step.hangs:
            self.fields["date"].label = _("Put up on") if step.notice else _("Announced on")
            most = CaseRule.objects.of(clock.today()).entry_days
            words = LATE_NOTICE if step.notice else LATE_ANNOUNCEMENT
            self.fields["late_reason"].help_text = words % {"days": most}
        else:
            del self.fields["late_reason"]
        if step.paper is Paper.NONE:
            del self.fields["paper"]
        else:
            self.fields["paper"].required = step.paper is Paper.NEEDED
        if name in REFUSALS:
            self.fields["note"].label, self.fields["note"].required = _("Reason"), True
        elif step.words:
            self.fields["note"].required = True
            self.fields["note"].label = _("What was found or said")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        cast, in_favour = data.get("votes_cast"), data.get("votes_for")
        if cast is not None and in_favour is not None and in_favour > cast:
            self.add_error("votes_for", _("There can't be more votes in favour than votes cast."))
        return data

    def clean_paper(self) -> bytes | None:
        file: UploadedFile | None = self.cleaned_data["paper"]
        return file.read() if file else None


class ObjectionForm(ScopedForm):
    """What a villager objects."""

    raised_on = day(_("Raised on"))
    raised_by = words(_("Raised by"), length=60, help_text=_("Name, or “by letter, unsigned”."))
    text = text(_("Objection"), length=500)


class AnswerForm(ScopedForm):
    """What was found, and what the objector was told."""

    answer = text(_("Answer"), length=500, rows=4)
