"""Interest subsidy: lines computed anew, papers equal to their lines, bill and journal, told by the audit record."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from loans import workflow
from loans.checks.posted import WHOLE, Effect, acts_on, against_paper, entry_fault, fault, posted_in
from loans.interest import Debt, subsidised_line
from loans.models import Repayment, SubsidyBill, SubsidyLine, SubsidyQuarter
from loans.services.books import SUBSIDY
from loans.services.subsidy import REMOVED, digest_of_lines
from yuping.audit.models import AuditEntry
from yuping.core.checks import Fault
from yuping.core.money import ZERO

Back = tuple[datetime.datetime, datetime.date, Decimal]
APPROVED = (workflow.APPROVED, workflow.PAID)
# The verbs whose audit entry holds the digest of the paper's lines.
STEPS = (
    "loans.prepare_subsidy_quarter",
    "loans.take_out_subsidy_lines",
    "loans.approve_subsidy_quarter",
    "loans.pay_subsidy_quarter",
)


def lines_are_the_interest() -> Iterator[Fault]:
    """Each line is what the arithmetic gives for its loan, with the repayments known when the paper was prepared."""
    back: dict[int, list[Back]] = defaultdict(list)
    repaid = Repayment.objects.all_areas(reason=WHOLE)
    for loan_id, recorded_at, day, yuan in repaid.values_list("loan_id", "recorded_at", "date", "principal"):
        back[loan_id].append((recorded_at, day, yuan))
    rows = SubsidyLine.objects.all_areas(reason=WHOLE).select_related("loan__household", "quarter")
    for line in rows.defer("loan__household__phone").order_by("pk"):
        if not _fits(line, back[line.loan_id]):
            yield fault(line, "is not the interest that the loan's terms give for the quarter")
        if (line.village_id, line.quarter.first_day) != (line.loan.village_id, line.first_day):
            yield fault(line, "has another village than its loan or another quarter than its paper")
        if line.quarter.lender_id != line.loan.lender_id:
            yield fault(line, "stands in the paper of another lender")


def _fits(line: SubsidyLine, back: list[Back]) -> bool:
    """A household may have been removed after the paper was prepared: then its line stands as it was."""
    loan, paper = line.loan, line.quarter
    if None in (loan.rate_percent, loan.drawn_on, loan.due_on):
        return False
    known = tuple((day, yuan) for recorded_at, day, yuan in back if recorded_at <= paper.recorded_at)
    debt = Debt(loan.principal, loan.rate_percent, loan.drawn_on, loan.due_on, known)
    ends = {None, loan.household.left_on if loan.household.state == REMOVED else None}
    wanted = (subsidised_line(debt, paper.quarter, cap=loan.cap, entitled_until=end) for end in ends)
    found = (line.days, line.numbers, line.amount, line.rate_percent)
    return any(found == (one.days, one.numbers, one.amount, loan.rate_percent) for one in wanted)


def papers_equal_their_lines() -> Iterator[Fault]:
    """A paper's days, sum, digest, people, bill and journal entries are those of its lines and of its steps."""
    lines: dict[int, list[SubsidyLine]] = defaultdict(list)
    rows = SubsidyLine.objects.all_areas(reason=WHOLE).filter(live=True).order_by("loan_id")
    for line in rows:
        lines[line.quarter_id].append(line)
    acts = acts_on("loans.SubsidyQuarter", *STEPS)
    paid = acts_on("loans.SubsidyQuarter", "loans.pay_subsidy_quarter")
    posted = posted_in(SUBSIDY)
    for paper in SubsidyQuarter.objects.all_areas(reason=WHOLE).select_related("lender").order_by("pk"):
        mine = lines[paper.pk]
        yield from _against_record(paper, mine, acts.get(str(paper.pk)), paid.get(str(paper.pk)))
        if (paper.first_day, paper.last_day) != (paper.quarter.first_day, paper.quarter.last_day):
            yield fault(paper, "its days are not those of its quarter")
        if paper.state == workflow.CANCELLED and mine:
            yield fault(paper, "is cancelled and has lines that count")
        for pk, day, step in _entries(paper):
            entry = posted.pop(f"loans.subsidyquarter:{paper.pk}:{step}", None)
            effect = _granted(paper, mine) if step == "approved" else _paid(paper)
            yield from against_paper(entry, paper, date=day, actor_id=pk, effect=effect)
        if paper.state in APPROVED:
            yield from _against_approval(paper, mine)
    for entry in posted.values():
        yield entry_fault(entry, "belongs to no approved or paid paper")


def _against_record(
    paper: SubsidyQuarter, lines: list[SubsidyLine], act: AuditEntry | None, paid: AuditEntry | None
) -> Iterator[Fault]:
    """Lines and voucher against what the audit record says of them."""
    if paper.state != workflow.CANCELLED and (act is None or act.facts.get("digest") != digest_of_lines(lines)):
        yield fault(paper, "its lines are not those on the audit record")
    if paper.state == workflow.PAID and (paid is None or paid.facts.get("voucher") != paper.voucher):
        yield fault(paper, "its voucher is not the one on the audit record")


def _entries(paper: SubsidyQuarter) -> Iterator[tuple[int | None, datetime.date | None, str]]:
    """Who posted when, for each entry that a paper of this state has."""
    if paper.state in APPROVED:
        yield paper.approved_by_id, paper.approved_on, "approved"
    if paper.state == workflow.PAID:
        yield paper.paid_by_id, paper.paid_on, "paid"


def _granted(paper: SubsidyQuarter, lines: list[SubsidyLine]) -> Effect:
    code = paper.lender.code
    effect: Effect = defaultdict(lambda: ZERO)
    for line in lines:
        effect[SUBSIDY, "expense", code, line.village_id] += line.amount
        effect[SUBSIDY, "payable", code, ""] -= line.amount
    return effect


def _paid(paper: SubsidyQuarter) -> Effect:
    code, total = paper.lender.code, paper.approved_total or ZERO
    return {(SUBSIDY, "payable", code, ""): total, (SUBSIDY, "county_finance", code, ""): -total}


def _against_approval(paper: SubsidyQuarter, lines: list[SubsidyLine]) -> Iterator[Fault]:
    if paper.approved_total != sum((line.amount for line in lines), ZERO):
        yield fault(paper, "the approved total is not the sum of the lines")
    if paper.approved_digest != digest_of_lines(lines):
        yield fault(paper, "the lines are not the approved ones")
    if len({paper.prepared_by_id, paper.approved_by_id, paper.paid_by_id}) < (3 if paper.paid_by_id else 2):
        yield fault(paper, "one person took two steps")
    for line in lines:
        if line.bill_amount != line.amount:
            yield fault(line, "was approved without being equal to the bank's bill")


def bills_say_what_was_compared() -> Iterator[Fault]:
    """The last bill of a paper has the rows and the sum that stand beside its lines, and those that match none."""
    billed: dict[int, list[Decimal]] = defaultdict(list)
    rows = SubsidyLine.objects.all_areas(reason=WHOLE).filter(bill_amount__isnull=False)
    for quarter_id, yuan in rows.values_list("quarter_id", "bill_amount"):
        billed[quarter_id].append(yuan)
    last: dict[int, SubsidyBill] = {}
    for bill in SubsidyBill.objects.all_areas(reason=WHOLE).order_by("pk"):
        last[bill.quarter_id] = bill
    acts = acts_on("loans.SubsidyQuarter", "loans.compare_bill")
    for quarter_id, bill in last.items():
        unmatched = [Decimal(yuan) for _contract, _days, yuan in bill.unmatched]
        yuan = billed[quarter_id] + unmatched
        if (bill.row_count, bill.total) != (len(yuan), sum(yuan, ZERO)):
            yield fault(bill, "its rows and sum are not those beside the lines")
        act = acts.get(str(quarter_id))
        if act is None or act.facts.get("sha256") != bill.sha256:
            yield fault(bill, "is not the bill on the audit record")
    for line in rows.exclude(quarter__in=list(last)):
        yield fault(line, "has an amount of the bank without a bill")
