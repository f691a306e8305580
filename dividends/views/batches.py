"""Batches and their lines: lists, the batch page, a payout's whole history, the bank file, printed papers."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dividends import overview, services
from dividends.filters import BatchFilter, PayoutFilter, VillageShareFilter
from dividends.forms import BatchForm
from dividends.models import BankFile, Batch, Notice, Payout, VillageShare
from dividends.tables import BatchTable, PayoutTable, VillageShareTable
from dividends.workflow import LineState
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.pages import Action, Crumb, DetailPage, FormPage, ListPage, Page, PrintPage, one_or_404
from yuping.core.money import ZERO
from yuping.core.show import show_money


class BatchList(ListPage):
    model, table_class, filterset_class = Batch, BatchTable, BatchFilter
    primary = Action(_("Prepare a batch"), "dividends:batch_add", "dividends.create_batch")
    empty_text = _("No batch holds households of your area.")

    def rows(self) -> Any:
        return super().rows().with_own(access.scope_of(self.user, self.permission))

    def totals(self, rows: Any) -> list[tuple[Any, str]]:
        households, villages = rows.aggregate(h=Sum("own_to_households"), v=Sum("own_to_villages")).values()
        return [
            (_("To households (yuan)"), show_money(households or ZERO)),
            (_("To the village (yuan)"), show_money(villages or ZERO)),
        ]


class OfBatches:
    """Breadcrumb of the pages below the list of batches."""

    def parents(self) -> list[Crumb]:
        return [(_("Dividend batches"), reverse("dividends:batch_list"))]


class BatchAdd(OfBatches, FormPage):
    permission, form_class = "dividends.create_batch", BatchForm
    title, submit_label = _("Prepare a batch"), _("Prepare")
    success_message = _("Batch %(object)s is prepared. Read the stop list before you lock it.")

    def save(self, form: BatchForm) -> Batch:
        values = form.cleaned_data
        chosen = [agreement.pk for agreement in values["agreements"]]
        return services.create_batch(
            actor=self.user,
            scheme_code=values["scheme"].code,
            due_year=values["due_year"],
            key=values["key"],
            agreement_ids=chosen or None,
        )


class BatchDetail(OfBatches, DetailPage):
    """What will be paid and why, who did what, what stops it, and the buttons that are possible now."""

    model, template_name = Batch, "dividends/batch_detail.html"

    def get_title(self) -> str:
        return overview.title_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**overview.of_batch(self.object, self.user), **kwargs)


class PayoutList(ListPage):
    model, table_class, filterset_class = Payout, PayoutTable, PayoutFilter
    empty_text = _("No payout of your area fits.")

    def rows(self) -> Any:
        return super().rows().select_related("village", "batch", "agreement")

    def totals(self, rows: Any) -> list[tuple[Any, str]]:
        return [(_("Amount (yuan)"), show_money(rows.total()))]


class PayoutDetail(OfBatches, DetailPage):
    """One payout with everything behind it: agreement, edition, facts, decisions, file, result, audit."""

    model, template_name = Payout, "dividends/payout_detail.html"

    def rows(self) -> Any:
        return super().rows().select_related("household", "village", "batch", "agreement", "instalment", "reissue_of")

    def parents(self) -> list[Crumb]:
        return [*super().parents(), (str(self.object.batch), self.object.batch.get_absolute_url())]

    def get_title(self) -> str:
        return f"{self.object.head_name} · {self.object}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**overview.of_payout(self.object, self.user), **kwargs)


class VillageShareList(ListPage):
    model, table_class, filterset_class = VillageShare, VillageShareTable, VillageShareFilter
    empty_text = _("No village share of your area fits.")

    def rows(self) -> Any:
        return super().rows().select_related("village", "batch")

    def totals(self, rows: Any) -> list[tuple[Any, str]]:
        return [(_("Amount (yuan)"), show_money(rows.total()))]


class BankFileDownload(Page):
    """The payment file, the same bytes every time; each download is recorded."""

    permission = "dividends.download_bank_file"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        bank_file = one_or_404(BankFile.objects.actionable_by(self.user, self.permission), batch=self.kwargs["pk"])
        with transaction.atomic():
            record_act(actor=self.user, verb=self.permission, obj=bank_file, facts={"sha256": bank_file.sha256})
        response = HttpResponse(bytes(bank_file.content), content_type="text/csv; charset=gb18030")
        response["Content-Disposition"] = f'attachment; filename="{bank_file.name}"'
        return response


class OnePaperAVillage(PrintPage, abstract=True):
    """A paper of a batch that is printed for each village, or with ``?village=`` for one of them."""

    model = Batch

    def lines(self) -> Any:
        """The person's own lines of the batch that stand on the paper."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.lines().filter(batch=self.object).select_related("village__township", "household__group")
        if village := self.request.GET.get("village"):
            rows = rows.filter(village=village)
        rows = rows.order_by("village", "line_number")
        papers = [(village, list(lines)) for village, lines in groupby(rows, attrgetter("village"))]
        notices = {
            notice.village_id: notice
            for notice in Notice.objects.visible_to(self.user).filter(batch=self.object, round=self.object.round)
        }
        sheets = [
            (village, lines, sum(line.amount for line in lines), notices.get(village.pk)) for village, lines in papers
        ]
        return super().get_context_data(villages=sheets, many=len(sheets) > 1, **kwargs)


class SheetPrint(OnePaperAVillage):
    """The signature sheet: one line a household, amounts in capitals."""

    template_name, title = "dividends/sheet_print.html", _("Signature sheet of the dividend")
    signatures = (_("Paid out by"), _("Witness"), _("Head of the unit"))

    def lines(self) -> Any:
        return Payout.objects.visible_to(self.user).filter(state=LineState.PAID)


class NoticePrint(OnePaperAVillage):
    """The list that is put up in the village: name, village, group, item and amount, nothing else of a person."""

    template_name, title = "dividends/notice_print.html", _("Public notice of the dividend")

    def lines(self) -> Any:
        return Payout.objects.visible_to(self.user).exclude(state=LineState.DROPPED)
