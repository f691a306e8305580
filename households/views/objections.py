"""Pages on objections to the notices of identification and adjustment."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households import services
from households.filters.adjustments import ObjectionFilter
from households.forms.steps import AnswerForm, ObjectionForm
from households.models import Adjustment, Identification, NoticeObjection
from households.tables.adjustments import ObjectionTable
from households.views.cases import ANSWER, OBJECT
from yuping.accounts.pages import Crumb, Fact, ListPage, MovePage
from yuping.core import clock, show


class ObjectionList(ListPage):
    """What was objected to notices, and whether it was answered."""

    model, table_class, filterset_class = NoticeObjection, ObjectionTable, ObjectionFilter
    title = _("Objections to notices")
    empty_text = _("Nothing was objected. An objection is recorded on the page of the case that is on notice.")


class RecordObjection(MovePage, abstract=True):
    """Write down an objection to a case on notice."""

    once = True
    permission, form_class = OBJECT, ObjectionForm
    title, submit_label = _("Record an objection"), _("Record the objection")
    success_message = _("The objection is recorded. The case goes on once it is answered.")
    case: ClassVar[str]

    def parents(self) -> list[Crumb]:
        return [(str(self.object), self.object.get_absolute_url())]

    def hindrances(self) -> list[str]:
        if self.object.procedure.notice_before(self.object.state):
            return []
        return [str(_("Nothing is on notice here now, so nothing can be objected to."))]

    def get_initial(self) -> dict[str, Any]:
        return {"raised_on": clock.today()}

    def save(self, form: ObjectionForm) -> NoticeObjection:
        return services.record_objection(actor=self.user, case=self.case, case_id=self.object.pk, **form.cleaned_data)

    def get_success_url(self, done: NoticeObjection) -> str:
        return self.object.get_absolute_url()


class ObjectToIdentification(RecordObjection):
    model, case = Identification, "identification"


class ObjectToAdjustment(RecordObjection):
    model, case = Adjustment, "adjustment"

    def rows(self) -> Any:
        return super().rows().select_related("household")


class AnswerObjection(MovePage):
    """Answer an objection, once."""

    model, permission, form_class = NoticeObjection, ANSWER, AnswerForm
    title, submit_label = _("Answer the objection"), _("Record the answer")
    success_message = _("The answer is recorded.")

    def rows(self) -> Any:
        return super().rows().select_related("identification", "adjustment__household")

    def get_title(self) -> str:
        return str(self.title)

    def parents(self) -> list[Crumb]:
        case = self.object.case
        return [
            (_("Objections to notices"), reverse("households:objection_list")),
            (str(case), case.get_absolute_url()),
        ]

    def hindrances(self) -> list[str]:
        return [str(_("This objection has its answer."))] if self.object.answered_on else []

    def facts(self) -> list[Fact]:
        found: NoticeObjection = self.object
        return [
            (_("Case"), found.case),
            (_("Raised by"), found.raised_by),
            (_("Raised on"), show.show_day(found.raised_on)),
            (_("Objection"), found.text),
        ]

    def cancel_url(self) -> str:
        return self.object.case.get_absolute_url()

    def save(self, form: AnswerForm) -> NoticeObjection:
        return services.answer_objection(actor=self.user, objection_id=self.object.pk, **form.cleaned_data)

    def get_success_url(self, done: NoticeObjection) -> str:
        return done.case.get_absolute_url()
