"""The quarterly interest subsidy: prepared from the loans, compared with the bank's bill, approved, paid."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop as _

from loans import workflow
from loans.interest import Debt, Line, Quarter, subsidised_line
from loans.models import Lender, Loan, Repayment, SubsidyLine, SubsidyQuarter
from loans.services.books import SubsidyBook, by_village, county_of
from loans.services.trail import day_of, digest_of
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused, StaleRecord
from yuping.core.money import ZERO
from yuping.ledger.services import post

REMOVED = "removed"


def prepare_subsidy_quarter(*, actor: User, lender_id: int, quarter: Quarter) -> SubsidyQuarter:
    """Compute the quarter's subsidy of every loan of the lender that has no line for it yet.

    Raises NotAllowedNow while the quarter runs or when no loan is left to prepare.
    """
    permission = "loans.prepare_subsidy_quarter"
    with transaction.atomic():
        access.require(actor, permission)
        on = day_of(None)
        if on <= quarter.last_day:
            raise NotAllowedNow("quarter_not_over", last_day=str(quarter.last_day))
        lender = Lender.objects.select_for_update().get(pk=lender_id)
        lines = list(_lines_of(actor, permission, lender, quarter))
        if not lines:
            raise NotAllowedNow("nothing_to_prepare", quarter=str(quarter))
        paper = SubsidyQuarter.objects.create(
            lender=lender,
            year=quarter.year,
            number=quarter.number,
            first_day=quarter.first_day,
            last_day=quarter.last_day,
            prepared_on=on,
            prepared_by=actor,
        )
        SubsidyLine.objects.bulk_create([_line(paper, loan, line) for loan, line in lines], batch_size=1000)
        record_act(actor=actor, verb=permission, obj=paper, facts=_facts(paper))
    return paper


def take_out_subsidy_lines(*, actor: User, quarter_id: int, line_ids: Sequence[int], reason: str) -> SubsidyQuarter:
    """Leave loans out of a prepared paper, for a reason; a further paper of the quarter may carry them."""
    permission = "loans.take_out_subsidy_lines"
    with transaction.atomic():
        paper = SubsidyQuarter.objects.for_action(actor, permission).get(pk=quarter_id)
        if not reason.strip():
            raise BadInput("reason_needed", field="reason")
        if paper.state != workflow.PREPARED:
            raise NotAllowedNow("wrong_state", state=paper.state)
        lines = SubsidyLine.objects.actionable_by(actor, permission).filter(quarter=paper, pk__in=line_ids).counting()
        taken = lines.update(live=False, taken_out_because=reason)
        if taken != len(set(line_ids)):
            raise SubsidyLine.DoesNotExist
        facts = {"count": taken, "lines": digest_of(sorted(line_ids)), **_facts(paper)}
        record_act(actor=actor, verb=permission, obj=paper, reason=reason, facts=facts)
    return paper


def approve_subsidy_quarter(*, actor: User, quarter_id: int, digest: str, note: str = "") -> SubsidyQuarter:
    """County finance approves exactly the lines whose digest was shown; not who prepared them.

    Raises StaleRecord when the lines are no longer those, PolicyRefused while the bank's bill is missing or differs.
    """
    permission = "loans.approve_subsidy_quarter"
    with transaction.atomic():
        paper = _paper(actor, "approve", quarter_id)
        lines = counting_lines(paper)
        if digest_of_lines(lines) != digest:
            raise StaleRecord("subsidy_changed")
        if reasons := reasons_against_approval(paper):
            raise PolicyRefused("subsidy_refused", reasons=reasons)
        paper.state, paper.approved_on, paper.approved_by = workflow.APPROVED, day_of(None), actor
        paper.approved_total = sum((line.amount for line in lines), ZERO)
        paper.approved_digest = digest
        paper.save(update_fields=["state", "approved_on", "approved_by", "approved_total", "approved_digest"])
        book = SubsidyBook(county_of(actor, permission), paper.lender)
        post(
            actor=actor,
            key=f"loans.subsidyquarter:{paper.pk}:approved",
            date=paper.approved_on,
            text=_("Interest subsidy granted"),
            source=paper,
            sides=book.granted(by_village((line.loan, line.amount) for line in lines)),
        )
        record_act(actor=actor, verb=permission, obj=paper, reason=note, facts=_facts(paper))
    return paper


def pay_subsidy_quarter(
    *, actor: User, quarter_id: int, voucher: str, on: datetime.date | None = None
) -> SubsidyQuarter:
    """The cashier has paid the approved total to the lender; a third person."""
    permission = "loans.pay_subsidy_quarter"
    with transaction.atomic():
        paper = _paper(actor, "pay", quarter_id)
        if not voucher.strip():
            raise BadInput("voucher_needed", field="voucher")
        paper.state, paper.paid_on, paper.paid_by, paper.voucher = workflow.PAID, day_of(on), actor, voucher.strip()
        if paper.paid_on < paper.approved_on:
            raise BadInput("before_the_step_before", field="on")
        paper.save(update_fields=["state", "paid_on", "paid_by", "voucher"])
        post(
            actor=actor,
            key=f"loans.subsidyquarter:{paper.pk}:paid",
            date=paper.paid_on,
            text=_("Interest subsidy paid"),
            source=paper,
            sides=SubsidyBook(county_of(actor, permission), paper.lender).paid(paper.approved_total),
        )
        record_act(actor=actor, verb=permission, obj=paper, facts={"voucher": voucher, **_facts(paper)})
    return paper


def cancel_subsidy_quarter(*, actor: User, quarter_id: int, reason: str) -> SubsidyQuarter:
    """Give up a prepared paper, for a reason; its loans can be prepared again."""
    permission = "loans.cancel_subsidy_quarter"
    with transaction.atomic():
        paper = _paper(actor, "cancel", quarter_id, reason=reason)
        facts = _facts(paper)
        SubsidyLine.objects.actionable_by(actor, permission).filter(quarter=paper).counting().update(
            live=False, taken_out_because=reason
        )
        paper.state, paper.cancelled_on = workflow.CANCELLED, day_of(None)
        paper.save(update_fields=["state", "cancelled_on"])
        record_act(actor=actor, verb=permission, obj=paper, reason=reason, facts=facts)
    return paper


def reasons_against_approval(paper: SubsidyQuarter) -> list[str]:
    """Why the paper can't be approved: no bill yet, rows unknown to us, lines that differ from the bill."""
    lines = SubsidyLine.objects.all_areas(reason="the lines of one paper").filter(quarter=paper)
    bill = paper.bills.order_by("-pk").first()
    reasons = []
    if bill is None:
        reasons.append("bill_missing")
    elif bill.unmatched:
        reasons.append("bill_has_unknown_rows")
    if bill is not None and lines.unlike_the_bill().exists():
        reasons.append("bill_differs")
    if not lines.counting().exists():
        reasons.append("no_lines")
    return reasons


def counting_lines(paper: SubsidyQuarter) -> list[SubsidyLine]:
    """The lines that count, in the order of their loans."""
    rows = SubsidyLine.objects.all_areas(reason="the lines of one paper").filter(quarter=paper).counting()
    return list(rows.prefetch_related("loan").order_by("loan_id"))


def digest_of_lines(lines: Iterable[SubsidyLine]) -> str:
    """The digest over what is approved: loan, days, rate, amount of each line."""
    return digest_of(f"{line.loan_id}|{line.days}|{line.rate_percent:.3f}|{line.amount:.2f}" for line in lines)


def _paper(actor: User, name: str, quarter_id: int, *, reason: str = "") -> SubsidyQuarter:
    """The paper, locked, from which the move may start."""
    move = workflow.SUBSIDY.moves[name]
    paper = SubsidyQuarter.objects.for_action(actor, move.permission).get(pk=quarter_id)
    takers = {"prepare": {paper.prepared_by_id}, "approve": {paper.approved_by_id}}
    workflow.SUBSIDY.require(name, state=paper.state, actor_id=actor.pk, takers=takers, reason=reason)
    return paper


def _facts(paper: SubsidyQuarter) -> dict[str, object]:
    lines = counting_lines(paper)
    total: Decimal = sum((line.amount for line in lines), ZERO)
    return {
        "quarter": str(paper.quarter),
        "lender": paper.lender.code,
        "count": len(lines),
        "total": str(total),
        "digest": digest_of_lines(lines),
    }


def _lines_of(actor: User, permission: str, lender: Lender, quarter: Quarter) -> Iterable[tuple[Loan, Line]]:
    """The loans that lived in the quarter and have no line for it, each with what the county owes for it."""
    taken = SubsidyLine.objects.actionable_by(actor, permission).counting().filter(first_day=quarter.first_day)
    loans = (
        Loan.objects.actionable_by(actor, permission)
        .filter(lender=lender, state__in=workflow.LENT, drawn_on__lte=quarter.last_day, due_on__gt=quarter.first_day)
        .exclude(pk__in=taken.values("loan"))
        .prefetch_related("household")
        .order_by("pk")
    )
    repaid: dict[int, list[tuple[datetime.date, Decimal]]] = {}
    rows = Repayment.objects.actionable_by(actor, permission).filter(loan__lender=lender, date__lte=quarter.last_day)
    for loan_id, day, principal in rows.values_list("loan_id", "date", "principal"):
        repaid.setdefault(loan_id, []).append((day, principal))
    for loan in loans:
        debt = Debt(loan.principal, loan.rate_percent, loan.drawn_on, loan.due_on, tuple(repaid.get(loan.pk, ())))
        gone = loan.household.left_on if loan.household.state == REMOVED else None
        line = subsidised_line(debt, quarter, cap=loan.cap, entitled_until=gone)
        if line.amount:
            yield loan, line


def _line(paper: SubsidyQuarter, loan: Loan, line: Line) -> SubsidyLine:
    return SubsidyLine(
        quarter=paper,
        loan=loan,
        village_id=loan.village_id,
        first_day=paper.first_day,
        days=line.days,
        numbers=line.numbers,
        rate_percent=loan.rate_percent,
        amount=line.amount,
    )
