"""The moves of a batch and what goes with them: each its own page that names the consequence, then a POST."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dividends import lines, services
from dividends.forms import AnswerForm, CloseForm, HoldForm, NoticeForm, ObjectionForm, ResultForm, SheetForm
from dividends.models import Batch, Hold, Notice, Objection, Payout
from dividends.notice_days import villages_of
from dividends.workflow import LineState
from villages.models import Village
from yuping.accounts.pages import Fact, FormPage, MovePage, NoteForm, ReasonForm
from yuping.core import clock


class BatchMove(MovePage, abstract=True):
    """A move of a batch; afterwards the batch's page shows where it stands."""

    model = Batch

    def facts(self) -> list[Fact]:
        batch = self.object
        return [
            (_("To households (yuan)"), batch.household_total),
            (_("To villages (yuan)"), batch.village_total),
            (_("Household lines"), batch.line_count),
        ]

    def get_success_url(self, done: Any) -> str:
        return reverse("dividends:batch_detail", args=[self.object.pk])


class Lock(BatchMove):
    permission, title, submit_label = "dividends.lock_batch", _("Lock"), _("Lock the list")
    success_message = _("Batch %(object)s is locked. The townships publish the notices next.")

    def facts(self) -> list[Fact]:
        count, households, villages = lines.totals(self.object)
        return [
            (_("Household lines"), count),
            (_("To households (yuan)"), households),
            (_("To villages (yuan)"), villages),
        ]

    def consequence(self) -> str:
        return _("Freezes the list of %(count)s households with names, accounts and amounts.") % {
            "count": lines.totals(self.object)[0]
        }

    def save(self, form: Any) -> Batch:
        return services.lock_batch(actor=self.user, batch_id=self.object.pk)


class Confirm(BatchMove):
    permission, title, form_class = "dividends.confirm_batch", _("Confirm"), NoteForm
    submit_label, success_message = _("Confirm the notices"), _("Batch %(object)s is confirmed and goes to finance.")

    def consequence(self) -> str:
        return _("Says that every village had its notice for the full days and every objection its answer.")

    def save(self, form: NoteForm) -> Batch:
        return services.confirm_batch(actor=self.user, batch_id=self.object.pk, note=form.cleaned_data["note"])


class Approve(BatchMove):
    permission, title, form_class = "dividends.approve_batch", _("Approve"), NoteForm
    submit_label, success_message = _("Approve"), _("Your approval of batch %(object)s is recorded.")

    def facts(self) -> list[Fact]:
        payable, digest = lines.payable(self.object)
        held = self.object.total - payable
        return [*super().facts(), (_("Held back (yuan)"), held), (_("Payable (yuan)"), payable), (_("Digest"), digest)]

    def consequence(self) -> str:
        payable, _digest = lines.payable(self.object)
        return _("Approves the payment of %(amount)s yuan.") % {"amount": f"{payable:,.2f}"}

    def expected_digest(self) -> str:
        return lines.payable(self.object)[1]

    def save(self, form: NoteForm) -> Batch:
        return services.approve_batch(
            actor=self.user, batch_id=self.object.pk, digest=self.seen_digest, note=form.cleaned_data["note"]
        )


class Return(BatchMove):
    permission, title, form_class = "dividends.return_batch", _("Return to draft"), ReasonForm
    submit_label, success_message, danger = _("Return"), _("Batch %(object)s is a draft again."), True

    def consequence(self) -> str:
        return _("A new round begins: the list is locked, noticed and confirmed anew.")

    def save(self, form: ReasonForm) -> Batch:
        return services.return_batch(actor=self.user, batch_id=self.object.pk, **form.cleaned_data)


class Cancel(BatchMove):
    permission, title, form_class = "dividends.cancel_batch", _("Cancel"), ReasonForm
    submit_label, success_message, danger = _("Cancel the batch"), _("Batch %(object)s is cancelled."), True

    def consequence(self) -> str:
        return _("The batch is given up; its households are free for another one.")

    def save(self, form: ReasonForm) -> Batch:
        return services.cancel_batch(actor=self.user, batch_id=self.object.pk, **form.cleaned_data)


class Issue(BatchMove):
    permission, title, submit_label = "dividends.issue_batch", _("Issue"), _("Write the bank file")
    success_message = _("The bank file %(object)s is written.")

    def consequence(self) -> str:
        payable, _digest = lines.payable(self.object)
        return _("Writes the bank file over %(amount)s yuan. From then on no line can be held back.") % {
            "amount": f"{payable:,.2f}"
        }

    def save(self, form: Any) -> Any:
        return services.issue_batch(actor=self.user, batch_id=self.object.pk)


class LoadResults(BatchMove):
    permission, title, form_class = "dividends.load_results", _("Load results"), ResultForm
    submit_label, success_message = _("Check and load"), _("The result file %(object)s is loaded.")

    def consequence(self) -> str:
        return _("The file is taken whole or not at all.")

    def save(self, form: ResultForm) -> Any:
        upload = form.cleaned_data["file"]
        return services.load_results(
            actor=self.user, batch_id=self.object.pk, name=upload.name[:120], content=upload.read()
        )


class DiscardResults(BatchMove):
    permission, title, form_class = "dividends.discard_results", _("Discard results"), ReasonForm
    submit_label, success_message, danger = _("Discard"), _("The results of batch %(object)s are set aside."), True

    def save(self, form: ReasonForm) -> Batch:
        return services.discard_results(actor=self.user, batch_id=self.object.pk, **form.cleaned_data)


class Settle(BatchMove):
    permission, title, submit_label = "dividends.settle_batch", _("Settle"), _("Settle the batch")
    success_message = _("Batch %(object)s is settled.")

    def consequence(self) -> str:
        return _("Books what the bank paid out and enters the villages' income.")

    def save(self, form: Any) -> Batch:
        return services.settle_batch(actor=self.user, batch_id=self.object.pk)


class Close(BatchMove):
    permission, title, form_class = "dividends.close_batch", _("Close"), CloseForm
    submit_label, success_message = _("Close the batch"), _("Batch %(object)s is closed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        handed_in = self.object.sheets.values_list("village", flat=True)
        paid = self.object.payouts.filter(state=LineState.PAID).exclude(village__in=handed_in)
        missing = Village.objects.visible_to(self.user).filter(pk__in=paid.values("village"))
        return {**super().get_form_kwargs(), "missing": list(missing)}

    def consequence(self) -> str:
        return _("The year's papers are complete. A village without a sheet needs a reason.")

    def save(self, form: CloseForm) -> Batch:
        return services.close_batch(actor=self.user, batch_id=self.object.pk, reasons=form.reasons)


class Publish(BatchMove):
    permission, title, form_class = "dividends.publish_notice", _("Publish a notice"), NoticeForm
    submit_label, success_message = _("Record the notice"), _("The notice in %(object)s is recorded.")

    def get_initial(self) -> dict[str, Any]:
        return {"village": self.request.GET.get("village")}

    def make_form(self) -> NoticeForm:
        form = super().make_form()
        done = self.object.notices.filter(round=self.object.round).values("village")
        form.fields["village"].queryset = (
            Village.objects.visible_to(self.user).filter(pk__in=villages_of(self.object)).exclude(pk__in=done)
        )
        return form

    def consequence(self) -> str:
        return _("It hangs for at least %(days)s working days.") % {"days": self.object.notice_workdays}

    def save(self, form: NoticeForm) -> Notice:
        values = dict(form.cleaned_data)
        return services.publish_notice(
            actor=self.user,
            batch_id=self.object.pk,
            village_code=values.pop("village").pk,
            photo=values.pop("photo").read(),
            **values,
        )


class HandIn(BatchMove):
    permission, title, form_class = "dividends.hand_in_sheet", _("Hand in a signature sheet"), SheetForm
    submit_label, success_message = _("Hand in"), _("The sheet %(object)s is handed in.")

    def get_initial(self) -> dict[str, Any]:
        """Of a village named in the address, what was paid: the usual sheet is signed by all."""
        village = self.request.GET.get("village", "")
        paid = Payout.objects.actionable_by(self.user, self.permission).filter(
            batch=self.object, village=village, state=LineState.PAID
        )
        if not paid:
            return {"handed_in_on": clock.today()}
        return {
            "village": village,
            "handed_in_on": clock.today(),
            "signed_count": len(paid),
            "signed_amount": sum(line.amount for line in paid),
        }

    def make_form(self) -> SheetForm:
        form = super().make_form()
        mine = Payout.objects.actionable_by(self.user, self.permission)
        paid = mine.filter(batch=self.object, state=LineState.PAID)
        form.fields["village"].queryset = (
            Village.objects.visible_to(self.user)
            .filter(pk__in=paid.values("village"))
            .exclude(pk__in=self.object.sheets.values("village"))
        )
        return form

    def save(self, form: SheetForm) -> Any:
        values = dict(form.cleaned_data)
        return services.hand_in_sheet(
            actor=self.user, batch_id=self.object.pk, village_code=values.pop("village").pk, **values
        )


class RemoveLine(MovePage):
    """Take one line out of a draft."""

    model, permission, form_class = Payout, "dividends.remove_line", ReasonForm
    title, submit_label, danger = _("Take out of the draft"), _("Take out"), True
    success_message = _("The line is taken out of batch %(object)s.")

    def save(self, form: ReasonForm) -> Batch:
        return services.remove_line(actor=self.user, payout_id=self.object.pk, **form.cleaned_data)


class HoldLine(MovePage):
    """Ask that a line be held back."""

    model, permission, form_class = Payout, "dividends.hold_line", HoldForm
    title, submit_label = _("Hold back"), _("Ask to hold back")
    success_message = _("A second person has to confirm the hold.")

    def consequence(self) -> str:
        return _("The line stays in the locked list but is not paid. It is paid later only by a batch that names it.")

    def save(self, form: HoldForm) -> Any:
        services.hold_line(actor=self.user, payout_id=self.object.pk, **form.cleaned_data)
        return self.object


class ConfirmHold(MovePage):
    """The second person of a hold."""

    model, permission = Hold, "dividends.confirm_hold"
    title, submit_label, success_message = _("Confirm the hold"), _("Confirm"), _("The line is held back.")

    def facts(self) -> list[Fact]:
        return [(_("Payout"), self.object.payout), (_("Reason"), self.object.reason)]

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


class ObjectionAnswer(FormPage):
    """The answer to an objection."""

    model, permission, form_class = Objection, "dividends.answer_objection", AnswerForm
    title, success_message = _("Answer the objection"), _("The answer is recorded.")

    def save(self, form: AnswerForm) -> Batch:
        found = services.answer_objection(actor=self.user, objection_id=self.object.pk, **form.cleaned_data)
        return found.notice.batch

    def cancel_url(self) -> str:
        return self.object.notice.batch.get_absolute_url()
