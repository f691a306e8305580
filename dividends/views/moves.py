"""The moves of a batch and what goes with them: each its own page that names the consequence, then a POST."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dividends import lines, overview, services
from dividends.forms import CloseForm, NoticeForm, ResultForm, SheetForm
from dividends.models import Batch, Notice, Payout
from dividends.notice_days import last_day
from dividends.services.moves import takers_of
from dividends.views.batches import OfBatches
from dividends.village_papers import lacking_notice, lacking_sheet
from dividends.workflow import BATCH, LineState
from villages.models import Village
from yuping.accounts.pages import Crumb, MovePage, NoteForm, ReasonForm
from yuping.core import clock
from yuping.core.show import show_count, show_day, show_money


class BatchMove(OfBatches, MovePage, abstract=True):
    """A move of a batch: its sums of the person's own lines, then the question; afterwards the batch's page."""

    model, template_name, workflow = Batch, "dividends/batch_move.html", BATCH

    def parents(self) -> list[Crumb]:
        return [*super().parents(), (str(self.object), self.object.get_absolute_url())]

    def get_title(self) -> str:
        return f"{self.title} · {overview.title_of(self.object)}"

    def hindrances(self) -> list[str]:
        return overview.hindrances(self.object, self.move, self.user, takers_of(self.object))

    def evidence(self) -> dict[str, Any]:
        """What the person reads before the question."""
        return overview.of_move(self.object, self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.evidence(), **kwargs)

    def get_success_url(self, done: Any) -> str:
        return reverse("dividends:batch_detail", args=[self.object.pk])


class Lock(BatchMove):
    move = "lock"
    permission, title, submit_label = "dividends.lock_batch", _("Lock"), _("Lock the list")
    success_message = _("Batch %(object)s is locked. The townships publish the notices next.")

    def consequence(self) -> str:
        return _("Freezes the list of %(count)s households with names, accounts and amounts.") % {
            "count": show_count(lines.totals(self.object)[0])
        }

    def save(self, form: Any) -> Batch:
        return services.lock_batch(actor=self.user, batch_id=self.object.pk)


class Confirm(BatchMove):
    move = "confirm"
    permission, title, form_class = "dividends.confirm_batch", _("Confirm"), NoteForm
    submit_label, success_message = _("Confirm the notices"), _("Batch %(object)s is confirmed and goes to finance.")

    def consequence(self) -> str:
        return _("Says that every village had its notice for the full days and every objection its answer.")

    def save(self, form: NoteForm) -> Batch:
        return services.confirm_batch(actor=self.user, batch_id=self.object.pk, note=form.cleaned_data["note"])


class Approve(BatchMove):
    move = "approve"
    permission, title, form_class = "dividends.approve_batch", _("Approve"), NoteForm
    template_name = "dividends/approve.html"
    submit_label, success_message = _("Approve"), _("Your approval of batch %(object)s is recorded.")

    def consequence(self) -> str:
        payable, _digest = lines.payable(self.object)
        return _("Approves the payment of %(amount)s yuan.") % {"amount": show_money(payable)}

    def expected_digest(self) -> str:
        return lines.payable(self.object)[1]

    def evidence(self) -> dict[str, Any]:
        return overview.of_approval(self.object, self.user)

    def save(self, form: NoteForm) -> Batch:
        return services.approve_batch(
            actor=self.user, batch_id=self.object.pk, digest=self.seen_digest, note=form.cleaned_data["note"]
        )


class Return(BatchMove):
    move = "return"
    permission, title, form_class = "dividends.return_batch", _("Return to draft"), ReasonForm
    submit_label, success_message, danger = _("Return"), _("Batch %(object)s is a draft again."), True

    def consequence(self) -> str:
        return _("A new round begins: the list is locked, noticed and confirmed anew.")

    def save(self, form: ReasonForm) -> Batch:
        return services.return_batch(actor=self.user, batch_id=self.object.pk, **form.cleaned_data)


class Cancel(BatchMove):
    move = "cancel"
    permission, title, form_class = "dividends.cancel_batch", pgettext_lazy("batch", "Cancel"), ReasonForm
    submit_label, success_message, danger = _("Cancel the batch"), _("Batch %(object)s is cancelled."), True

    def consequence(self) -> str:
        return _("The batch is given up; its households are free for another one.")

    def save(self, form: ReasonForm) -> Batch:
        return services.cancel_batch(actor=self.user, batch_id=self.object.pk, **form.cleaned_data)


class Issue(BatchMove):
    move = "issue"
    permission, title, submit_label = "dividends.issue_batch", _("Issue"), _("Write the bank file")
    success_message = _("The bank file %(object)s is written.")

    def consequence(self) -> str:
        payable, _digest = lines.payable(self.object)
        return _("Writes the bank file over %(amount)s yuan. From then on no line can be held back.") % {
            "amount": show_money(payable)
        }

    def save(self, form: Any) -> Any:
        return services.issue_batch(actor=self.user, batch_id=self.object.pk)


class LoadResults(BatchMove):
    move = "load"
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
    move = "discard"
    permission, title, form_class = "dividends.discard_results", _("Discard results"), ReasonForm
    submit_label, success_message, danger = _("Discard"), _("The results of batch %(object)s are set aside."), True

    def save(self, form: ReasonForm) -> Batch:
        return services.discard_results(actor=self.user, batch_id=self.object.pk, **form.cleaned_data)


class Settle(BatchMove):
    move = "settle"
    permission, title, submit_label = "dividends.settle_batch", _("Settle"), _("Settle the batch")
    success_message = _("Batch %(object)s is settled.")

    def consequence(self) -> str:
        return _("Books what the bank paid out and enters the villages' income.")

    def save(self, form: Any) -> Batch:
        return services.settle_batch(actor=self.user, batch_id=self.object.pk)


class Close(BatchMove):
    move = "close"
    permission, title, form_class = "dividends.close_batch", pgettext_lazy("batch", "Close"), CloseForm
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
    move = "publish"
    permission, title, form_class = "dividends.publish_notice", _("Publish a notice"), NoticeForm
    submit_label, success_message = _("Record the notice"), _("The notice in %(object)s is recorded.")

    def get_initial(self) -> dict[str, Any]:
        return {"village": self.request.GET.get("village")}

    def make_form(self) -> NoticeForm:
        form = super().make_form()
        lacking = {village for _batch, village in lacking_notice(self.user, batch=self.object)}
        form.fields["village"].queryset = Village.objects.visible_to(self.user).filter(pk__in=lacking)
        return form

    def consequence(self) -> str:
        days = self.object.notice_workdays
        return _("It hangs for at least %(days)s working days: put up today, until %(earliest)s.") % {
            "days": days,
            "earliest": show_day(last_day(clock.today(), days)),
        }

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
    """The township hands in the signed sheet of a village; the batch stays settled until all are there."""

    permission, title, form_class = "dividends.hand_in_sheet", _("Hand in a signature sheet"), SheetForm
    submit_label, success_message = _("Hand in"), _("The sheet %(object)s is handed in.")

    def hindrances(self) -> list[str]:
        return overview.against_sheet(self.object, self.user)

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
        lacking = {village for _batch, village in lacking_sheet(self.user, batch=self.object)}
        form.fields["village"].queryset = Village.objects.visible_to(self.user).filter(pk__in=lacking)
        return form

    def save(self, form: SheetForm) -> Any:
        values = dict(form.cleaned_data)
        return services.hand_in_sheet(
            actor=self.user, batch_id=self.object.pk, village_code=values.pop("village").pk, **values
        )
