"""Lines and what is said against them: taken out of a draft, held back by two people, objected to, answered."""

from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dividends import services
from dividends.filters import HoldFilter, ObjectionFilter
from dividends.forms import AnswerForm, HoldForm, ObjectionForm
from dividends.models import Batch, Hold, Notice, Objection, Payout
from dividends.tables import HoldTable, ObjectionTable
from dividends.workflow import BEFORE_ISSUE, BatchState
from yuping.accounts import sentences
from yuping.accounts.pages import BulkPage, Crumb, Fact, FormPage, ListPage, MovePage, ReasonForm
from yuping.core.money import ZERO
from yuping.core.show import show_count, show_day, show_money


def facts_of(payout: Payout) -> list[Fact]:
    """What a person has to see of a line before deciding on it."""
    return [
        (_("Household"), payout.head_name),
        (_("Village"), payout.village),
        (_("Batch"), payout.batch),
        (_("To the household (yuan)"), show_money(payout.amount)),
        (_("To the village (yuan)"), show_money(payout.village_amount)),
    ]


class OfLine(MovePage, abstract=True):
    """An act on one line of a batch; the line's page is above it."""

    def line(self) -> Payout:
        """The line the act is about."""
        return self.object

    def parents(self) -> list[Crumb]:
        batch = self.line().batch
        return [(_("Dividend batches"), reverse("dividends:batch_list")), (str(batch), batch.get_absolute_url())]

    def get_title(self) -> str:
        return f"{self.title} · {self.line().head_name}"

    def facts(self) -> list[Fact]:
        return facts_of(self.line())


class RemoveLine(OfLine):
    """Take one line out of a draft."""

    model, permission, form_class = Payout, "dividends.remove_line", ReasonForm
    title, submit_label, danger = _("Take out of the draft"), _("Take out"), True
    success_message = _("The line is taken out of batch %(object)s.")

    def rows(self) -> QuerySet:
        return super().rows().select_related("batch", "village")

    def hindrances(self) -> list[str]:
        if self.object.batch.state != BatchState.DRAFT:
            return [sentences.sentence("lines_are_frozen")]
        if self.object.holds.exists() or self.object.objections.exists():
            return [sentences.sentence("line_has_papers")]
        return []

    def consequence(self) -> str:
        return _("The line leaves the draft; its instalment is free for another batch.")

    def save(self, form: ReasonForm) -> Batch:
        return services.remove_lines(actor=self.user, payout_ids=[self.object.pk], **form.cleaned_data)


class RemoveLines(BulkPage):
    """Take chosen lines out of one draft: all of them or none."""

    model, permission, form_class = Payout, "dividends.remove_line", ReasonForm
    title, submit_label, danger = _("Take lines out of the draft"), _("Take out"), True
    success_message = _("The chosen lines are taken out of batch %(object)s.")
    template_name = "dividends/lines_remove.html"

    def parents(self) -> list[Crumb]:
        return [(_("Dividend batches"), reverse("dividends:batch_list"))]

    def chosen(self) -> QuerySet:
        return super().chosen().select_related("batch", "village").order_by("line_number")

    def consequence(self) -> str:
        sums = super().chosen().order_by().aggregate(sum=Sum("amount", default=ZERO))
        return _(
            "%(count)s lines over %(amount)s yuan leave the draft; their instalments are free for another batch."
        ) % {
            "count": show_count(len(self.ids)),
            "amount": show_money(sums["sum"]),
        }

    def save(self, form: ReasonForm) -> Batch:
        return services.remove_lines(
            actor=self.user, payout_ids=[int(pk) for pk in self.ids], reason=form.cleaned_data["reason"]
        )


class HoldLine(OfLine):
    """Ask that a line be held back."""

    model, permission, form_class = Payout, "dividends.hold_line", HoldForm
    title, submit_label = _("Hold back"), _("Ask to hold back")
    success_message = _("A second person has to confirm the hold.")

    def rows(self) -> QuerySet:
        return super().rows().select_related("batch", "village")

    def hindrances(self) -> list[str]:
        if self.object.batch.state not in BEFORE_ISSUE:
            return [sentences.sentence("too_late_to_hold")]
        return [sentences.sentence("held_already")] if self.object.holds.exists() else []

    def consequence(self) -> str:
        return _("The line stays in the locked list but is not paid. It is paid later only by a batch that names it.")

    def save(self, form: HoldForm) -> Any:
        services.hold_line(actor=self.user, payout_id=self.object.pk, **form.cleaned_data)
        return self.object


class HoldList(ListPage):
    """Lines held back or asked to be; what waits for a second person opens its confirmation."""

    model, table_class, filterset_class = Hold, HoldTable, HoldFilter
    title = _("Holds")
    empty_text = _("No hold fits. A line is held back on its own page, between lock and issue.")

    def rows(self) -> QuerySet:
        return super().rows().select_related("payout__batch", "village", "proposed_by", "confirmed_by")


class ConfirmHold(OfLine):
    """The second person of a hold."""

    model, permission = Hold, "dividends.confirm_hold"
    title, submit_label, success_message = _("Confirm the hold"), _("Confirm the hold"), _("The line is held back.")

    def rows(self) -> QuerySet:
        return super().rows().select_related("payout__batch", "payout__village", "proposed_by")

    def line(self) -> Payout:
        return self.object.payout

    def hindrances(self) -> list[str]:
        if self.object.confirmed_by_id is not None:
            return [sentences.sentence("hold_confirmed")]
        if self.line().batch.state not in BEFORE_ISSUE:
            return [sentences.sentence("too_late_to_hold")]
        return [sentences.sentence("same_person")] if self.object.proposed_by_id == self.user.pk else []

    def consequence(self) -> str:
        return _("The line is kept out of the bank file. It is paid later only by a batch that names it.")

    def facts(self) -> list[Fact]:
        hold = self.object
        asked = f"{hold.proposed_by} · {show_day(hold.proposed_on)}"
        return [*super().facts(), (_("Reason"), hold.reason), (_("Asked for by"), asked)]

    def save(self, form: Any) -> Payout:
        return services.confirm_hold(actor=self.user, hold_id=self.object.pk).payout

    def cancel_url(self) -> str:
        return self.object.payout.get_absolute_url()


class ObjectionAdd(FormPage):
    """What a villager objects to a notice."""

    model, permission, form_class = Notice, "dividends.record_objection", ObjectionForm
    title, success_message = _("Record an objection"), _("The objection is recorded.")

    def make_form(self) -> ObjectionForm:
        form = super().make_form()
        mine = Payout.objects.actionable_by(self.user, self.permission).select_related("household")
        form.fields["payout"].queryset = mine.filter(batch=self.object.batch_id, village=self.object.village_id)
        return form

    def save(self, form: ObjectionForm) -> Batch:
        values = dict(form.cleaned_data)
        payout = values.pop("payout")
        done = services.record_objection(
            actor=self.user, notice_id=self.object.pk, payout_id=payout.pk if payout else None, **values
        )
        return done.notice.batch

    def cancel_url(self) -> str:
        return self.object.batch.get_absolute_url()


class ObjectionList(ListPage):
    """Objections to notices; what has no answer opens the form for it."""

    model, table_class, filterset_class = Objection, ObjectionTable, ObjectionFilter
    title = _("Objections")
    empty_text = _("No objection fits. They are recorded at the village's notice on the page of the batch.")

    def rows(self) -> QuerySet:
        return super().rows().select_related("notice__batch", "village", "payout", "answered_by")


class ObjectionAnswer(MovePage):
    """The answer to an objection."""

    model, permission, form_class = Objection, "dividends.answer_objection", AnswerForm
    title, submit_label = _("Answer the objection"), _("Record the answer")
    success_message = _("The answer is recorded.")

    def rows(self) -> QuerySet:
        return super().rows().select_related("notice__batch", "village", "payout")

    def get_title(self) -> str:
        return f"{self.title} · {self.object.village}"

    def hindrances(self) -> list[str]:
        return [sentences.sentence("answered_already")] if self.object.answered_on else []

    def facts(self) -> list[Fact]:
        row = self.object
        return [
            (_("Batch"), row.notice.batch),
            (_("Village"), row.village),
            (_("Raised by"), row.raised_by),
            (_("Raised on"), show_day(row.raised_on)),
            (_("Concerns the household"), row.payout.head_name if row.payout else None),
            (_("Objection"), row.text),
        ]

    def save(self, form: AnswerForm) -> Batch:
        found = services.answer_objection(actor=self.user, objection_id=self.object.pk, **form.cleaned_data)
        return found.notice.batch

    def cancel_url(self) -> str:
        return self.object.notice.batch.get_absolute_url()
