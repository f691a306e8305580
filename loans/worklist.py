"""What waits for a person in the loans room."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from loans import workflow
from loans.interest import Quarter
from loans.models import Loan, SubsidyLine, SubsidyQuarter
from yuping.accounts import access
from yuping.accounts.models import User
from yuping.accounts.worklist import WorkItem

PREPARE = "loans.prepare_subsidy_quarter"
# A step that waits: its permission, its words, the state it starts from, the day since which it waits, and whether
# one's own entries are left to somebody else.
STEPS = (
    ("loans.recommend_loan", _("Loans to recommend"), workflow.APPLIED, "applied_on", False),
    ("loans.confirm_borrower", _("Borrowers to confirm"), workflow.RECOMMENDED, "recommended_on", False),
    ("loans.approve_loan", _("Loans to approve"), workflow.CONFIRMED, "confirmed_on", True),
)


def _url(name: str, query: str) -> str:
    return f"{reverse(f'loans:{name}')}?{query}"


def _oldest(rows: QuerySet[Any], field: str) -> datetime.date | None:
    return rows.order_by().aggregate(oldest=Min(field))["oldest"]


def _item(title: Any, rows: QuerySet[Any], url: str, field: str, *, late: bool = False) -> WorkItem:
    return WorkItem(title, rows.count(), url, _oldest(rows, field), late=late)


def recalls(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """Loans of households that the county has removed, for who takes the money back."""
    if access.may(user, "loans.record_repayment"):
        rows = Loan.objects.actionable_by(user, "loans.record_repayment").recall(today)
        yield _item(_("Loans to recall or convert"), rows, _url("loan_list", "stage=recall"), "due_on", late=True)


def loans(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """Steps to take, loans all back to settle, loans overdue or soon due."""
    for permission, title, state, since, not_own in STEPS:
        if access.may(user, permission):
            rows = Loan.objects.actionable_by(user, permission).filter(state=state)
            query = f"state={state}&others=yes" if not_own else f"state={state}"
            yield _item(title, rows.exclude(applied_by=user) if not_own else rows, _url("loan_list", query), since)
    if access.may(user, "loans.settle_loan"):
        rows = Loan.objects.actionable_by(user, "loans.settle_loan").lent(today).with_outstanding(today)
        url = _url("loan_list", "stage=repaid")
        yield _item(_("Loans to settle"), rows.filter(outstanding=0), url, "drawn_on")
    for permission in ("loans.record_repayment", "loans.record_risk_fund"):
        if access.may(user, permission):
            rows = Loan.objects.actionable_by(user, permission)
            yield _item(
                _("Loans overdue"), rows.overdue(today), _url("loan_list", "stage=overdue"), "due_on", late=True
            )
    if access.may(user, "loans.record_repayment"):
        rows = Loan.objects.actionable_by(user, "loans.record_repayment")
        url = _url("loan_list", "stage=due_soon")
        yield WorkItem(_("Loans due within 90 days"), rows.due_within(today, 90).count(), url)


def subsidies(user: User, today: datetime.date) -> Iterator[WorkItem]:
    """Quarters to prepare, to compare, to approve and to pay."""
    if access.may(user, PREPARE):
        yield _to_prepare(user, today)
    if access.may(user, "loans.compare_bill"):
        rows = SubsidyQuarter.objects.actionable_by(user, "loans.compare_bill")
        rows = rows.filter(state=workflow.PREPARED, bills__isnull=True)
        yield _item(_("Bills to compare"), rows, _url("quarter_list", "state=prepared&bill=no"), "prepared_on")
    for permission, title, state, since in (
        ("loans.approve_subsidy_quarter", _("Interest subsidies to approve"), workflow.PREPARED, "prepared_on"),
        ("loans.pay_subsidy_quarter", _("Interest subsidies to pay"), workflow.APPROVED, "approved_on"),
    ):
        if access.may(user, permission):
            rows = SubsidyQuarter.objects.actionable_by(user, permission).filter(state=state)
            rows = rows.exclude(prepared_by=user).exclude(approved_by=user)
            yield _item(title, rows, _url("quarter_list", f"state={state}&others=yes"), since)


def _to_prepare(user: User, today: datetime.date) -> WorkItem:
    """The quarters that are over and have loans without a line, since the end of the oldest: a paper each."""
    lent = Loan.objects.actionable_by(user, PREPARE).filter(state__in=workflow.LENT)
    lines = SubsidyLine.objects.actionable_by(user, PREPARE).counting()
    first = _oldest(lent, "drawn_on")
    waiting = [quarter for quarter in _over(first, today) if _lacks_lines(lent, lines, quarter)] if first else []
    since = waiting[0].last_day + datetime.timedelta(days=1) if waiting else None
    return WorkItem(_("Interest subsidy to prepare"), len(waiting), reverse("loans:quarter_prepare"), since)


def _over(first: datetime.date, today: datetime.date) -> Iterator[Quarter]:
    quarter = Quarter.holding(first)
    while quarter.last_day < today:
        yield quarter
        quarter = quarter.next


def _lacks_lines(lent: QuerySet[Any], lines: QuerySet[Any], quarter: Quarter) -> bool:
    lived = lent.filter(drawn_on__lte=quarter.last_day, due_on__gt=quarter.first_day)
    lived = lived.exclude(settled_on__lte=quarter.first_day)
    return lived.exclude(Exists(lines.filter(loan=OuterRef("pk"), first_day=quarter.first_day))).exists()
