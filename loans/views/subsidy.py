"""Interest subsidy: papers, lines, the comparison with the bank's bill, approval, payment, the printed application."""

import datetime
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from loans import services, subsidy_overview, workflow
from loans.filters import LineFilter, QuarterFilter
from loans.forms import BillForm, QuarterForm, VoucherForm
from loans.interest import Quarter
from loans.models import Lender, SubsidyBill, SubsidyLine, SubsidyQuarter
from loans.querysets import SubsidyLineQuerySet, SubsidyQuarterQuerySet
from loans.services.subsidy import counting_lines, digest_of_lines
from loans.tables import LineTable, QuarterTable
from loans.views.bulk import RowsPage
from yuping.accounts import access
from yuping.accounts.pages import (
    Action,
    Crumb,
    DetailPage,
    Fact,
    FormPage,
    ListPage,
    MovePage,
    NoteForm,
    PrintPage,
    ReasonForm,
)
from yuping.core import clock, show
from yuping.core.errors import BadInput, NotAllowedNow
from yuping.core.money import ZERO

QUARTERS_OFFERED = 8
TAKE_OUT = "loans.take_out_subsidy_lines"


class OfQuarters:
    """Breadcrumb of the pages below the list of papers."""

    def parents(self) -> list[Crumb]:
        return [(_("Interest subsidy"), reverse("loans:quarter_list"))]


class QuarterList(ListPage):
    """Papers of interest subsidy, latest quarter first."""

    model, table_class, filterset_class = SubsidyQuarter, QuarterTable, QuarterFilter
    title = _("Interest subsidy")
    primary = Action(_("Prepare a quarter"), "loans:quarter_prepare", "loans.prepare_subsidy_quarter")
    secondary = (Action(_("All lines"), "loans:line_list", "loans.view_subsidyline", "list"),)
    empty_text = _("No paper yet. County finance prepares a quarter once it is over, after the 20th of its last month.")

    def rows(self) -> SubsidyQuarterQuerySet:
        area = access.scope_of(self.user, "loans.view_subsidyline").q("village")
        return super().rows().select_related("lender").with_sums(area)


class LineList(OfQuarters, ListPage):
    """Lines of interest subsidy, ours beside the bank's."""

    model, table_class, filterset_class = SubsidyLine, LineTable, LineFilter
    title = _("Lines of interest subsidy")
    bulk_actions = (Action(_("Take out of the paper"), "loans:line_take_out", TAKE_OUT, "x"),)
    empty_text = _("No line fits. Widen the filter; county finance prepares a quarter once it is over.")

    def rows(self) -> SubsidyLineQuerySet:
        return super().rows().select_related("quarter__lender")

    def totals(self, rows: SubsidyLineQuerySet) -> list[tuple[Any, str]]:
        sums = rows.order_by().aggregate(ours=Sum("amount", default=ZERO), bill=Sum("bill_amount", default=ZERO))
        return [
            (_("Subsidy (yuan)"), show.show_money(sums["ours"])),
            (_("On the bill (yuan)"), show.show_money(sums["bill"])),
        ]


def quarters_over(today: datetime.date) -> list[Quarter]:
    """The last quarters that are over, latest first."""
    quarter = Quarter.holding(today).previous
    found = []
    for _number in range(QUARTERS_OFFERED):
        found.append(quarter)
        quarter = quarter.previous
    return found


def quarter_words(quarter: Quarter) -> str:
    """The quarter with its days: 2016Q2 (2016-03-21 – 2016-06-20)."""
    return f"{quarter}（{show.show_day(quarter.first_day)} – {show.show_day(quarter.last_day)}）"


class PrepareQuarter(OfQuarters, FormPage):
    """Compute a quarter's subsidy of every loan of a lender that has no line yet."""

    permission, form_class = "loans.prepare_subsidy_quarter", QuarterForm
    title, submit_label = _("Prepare the interest subsidy of a quarter"), _("Compute and prepare")
    success_message = _("The paper of %(object)s is prepared. Compare it with the bank's bill next.")

    def get_initial(self) -> dict[str, Any]:
        return {"lender": Lender.objects.filter(active=True).first()}

    def get_form_kwargs(self) -> dict[str, Any]:
        offered = [(str(quarter), quarter_words(quarter)) for quarter in quarters_over(clock.today())]
        return {**super().get_form_kwargs(), "quarters": offered}

    def save(self, form: QuarterForm) -> SubsidyQuarter:
        data = form.cleaned_data
        return services.prepare_subsidy_quarter(
            actor=self.user, lender_id=data["lender"].pk, quarter=Quarter.parse(data["quarter"])
        )


class QuarterDetail(OfQuarters, DetailPage):
    """What will be paid and why, how it compares with the bill, who did what, the buttons that are allowed now."""

    model, template_name = SubsidyQuarter, "loans/quarter_detail.html"

    def rows(self) -> SubsidyQuarterQuerySet:
        return super().rows().select_related("lender", "prepared_by", "approved_by", "paid_by")

    def get_title(self) -> str:
        return str(_("Interest subsidy %(quarter)s") % {"quarter": self.object})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**subsidy_overview.of_quarter(self.object, self.user), **kwargs)


class QuarterMove(OfQuarters, MovePage, abstract=True):
    """A step of a paper; afterwards its page shows where it stands."""

    model = SubsidyQuarter

    def rows(self) -> SubsidyQuarterQuerySet:
        return super().rows().select_related("lender")

    def hindrances(self) -> list[str]:
        return subsidy_overview.hindrances(self.object, self.move, self.user)

    def facts(self) -> list[Fact]:
        paper: SubsidyQuarter = self.object
        sums = subsidy_overview.sums_of(self._counting())
        return [
            (_("Lender"), paper.lender),
            (_("Quarter"), quarter_words(paper.quarter)),
            (_("Loans"), show.show_count(sums["count"])),
            (_("Subsidy (yuan)"), show.show_money(sums["ours"])),
            (_("On the bill (yuan)"), show.show_money(sums["bill"])),
        ]

    def _counting(self) -> SubsidyLineQuerySet:
        return SubsidyLine.objects.actionable_by(self.user, self.permission).filter(quarter=self.object).counting()

    def total(self) -> str:
        return show.show_money(subsidy_overview.sums_of(self._counting())["ours"])

    def get_success_url(self, done: Any) -> str:
        return self.object.get_absolute_url()


class CompareBill(QuarterMove):
    """Load the bank's bill; each line gets the bank's days and amount beside ours."""

    permission, form_class = "loans.compare_bill", BillForm
    title, submit_label = _("Compare the bank's bill"), _("Load and compare")
    success_message = _("The bill is compared. Look at the lines that differ.")

    def consequence(self) -> str:
        return _("The bill is taken whole; it replaces one loaded before.")

    def hindrances(self) -> list[str]:
        waits = self.object.state == workflow.PREPARED
        return [] if waits else [_("A bill is compared only with a prepared paper, before it is approved.")]

    def save(self, form: BillForm) -> SubsidyBill:
        return services.compare_bill(actor=self.user, quarter_id=self.object.pk, rows=form.rows, sha256=form.sha256)


class ApproveQuarter(QuarterMove):
    """County finance approves exactly what it sees."""

    move = "approve"
    permission, form_class = "loans.approve_subsidy_quarter", NoteForm
    title, submit_label = _("Approve the interest subsidy"), _("Approve")
    success_message = _("The paper is approved. The cashier pays it next.")

    def consequence(self) -> str:
        return str(_("Approves the payment of %(amount)s yuan to the lender.")) % {"amount": self.total()}

    def expected_digest(self) -> str:
        return digest_of_lines(counting_lines(self.object))

    def facts(self) -> list[Fact]:
        return [*super().facts(), (_("Prepared by"), self.object.prepared_by), (_("Digest"), self.expected_digest())]

    def save(self, form: NoteForm) -> SubsidyQuarter:
        return services.approve_subsidy_quarter(
            actor=self.user, quarter_id=self.object.pk, digest=self.seen_digest, note=form.cleaned_data["note"]
        )


class PayQuarter(QuarterMove):
    """The cashier records the payment."""

    move = "pay"
    permission, form_class = "loans.pay_subsidy_quarter", VoucherForm
    title, submit_label = _("Pay the interest subsidy"), _("Record the payment")
    success_message = _("The payment is recorded.")

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def consequence(self) -> str:
        amount = show.show_money(self.object.approved_total)
        return str(_("Records that %(amount)s yuan were paid to the lender. This is not done twice.")) % {
            "amount": amount
        }

    def save(self, form: VoucherForm) -> SubsidyQuarter:
        return services.pay_subsidy_quarter(actor=self.user, quarter_id=self.object.pk, **form.cleaned_data)


class CancelQuarter(QuarterMove):
    """Give up a prepared paper."""

    move = "cancel"
    permission, form_class = "loans.cancel_subsidy_quarter", ReasonForm
    title, submit_label, danger = _("Cancel the paper"), _("Cancel the paper"), True
    success_message = _("The paper is cancelled; its loans can be prepared again.")

    def consequence(self) -> str:
        return _("All its lines are given up; the quarter can be prepared again.")

    def save(self, form: ReasonForm) -> SubsidyQuarter:
        reason = form.cleaned_data["reason"]
        return services.cancel_subsidy_quarter(actor=self.user, quarter_id=self.object.pk, reason=reason)


class TakeOutLines(OfQuarters, RowsPage):
    """Leave lines out of a prepared paper."""

    model, permission, form_class = SubsidyLine, TAKE_OUT, ReasonForm
    title, submit_label, danger = _("Take lines out of the paper"), _("Take out"), True
    template_name = "loans/lines_confirm.html"
    done_message = _("%(count)s lines are taken out; a further paper of the quarter may carry them.")

    def rows(self) -> SubsidyLineQuerySet:
        return super().rows().select_related("quarter__lender")

    def consequence(self) -> str:
        sums = self.chosen().order_by().aggregate(sum=Sum("amount", default=ZERO))
        return str(_("%(count)s lines over %(amount)s yuan leave the paper.")) % {
            "count": show.show_count(len(self.ids)),
            "amount": show.show_money(sums["sum"]),
        }

    def save(self, form: ReasonForm) -> services.Outcome:
        chosen = list(self.chosen())
        papers = {line.quarter_id for line in chosen}
        if len(papers) != 1:
            raise BadInput("lines_of_one_paper")
        if not all(line.live for line in chosen):
            raise NotAllowedNow("line_taken_out")
        services.take_out_subsidy_lines(
            actor=self.user, quarter_id=papers.pop(), line_ids=self.numbers, reason=form.cleaned_data["reason"]
        )
        return services.Outcome(self.numbers)

    def get_success_url(self, done: Any) -> str:
        return reverse("loans:quarter_list")


class QuarterPrint(PrintPage):
    """The application for the quarter's subsidy as county finance signs it: villages, then every loan."""

    model, template_name = SubsidyQuarter, "loans/quarter_print.html"
    title = _("Interest subsidy of poverty-alleviation loans")
    signatures = (_("Prepared by"), _("Reviewed by"), _("Head of the unit"))

    def rows(self) -> SubsidyQuarterQuerySet:
        return super().rows().select_related("lender")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = subsidy_overview.lines_of(self.object, self.user).counting()
        lines: QuerySet[SubsidyLine] = mine.for_table().order_by("village", "loan")
        return super().get_context_data(
            by_village=subsidy_overview.by_village(mine), sums=subsidy_overview.sums_of(mine), lines=lines, **kwargs
        )
