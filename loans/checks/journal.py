"""The book of loans: what it says per lender and village is the sum of the loans drawn and of what came back."""

import datetime
from collections import defaultdict
from collections.abc import Iterator

from loans.checks.posted import WHOLE, Effect, Posted, entry_fault, fault, posted_in, same
from loans.models import Loan, Repayment
from loans.services.books import LOANS
from yuping.core.checks import Fault
from yuping.core.money import ZERO

DRAW, REPAYMENT = "loans.draw:", "loans.repayment:"
Day = tuple[str, datetime.date]


def _nothing() -> Effect:
    return defaultdict(lambda: ZERO)


def draws_equal_the_journal() -> Iterator[Fault]:
    """For each lender and day the principal paid out stands in the book, village by village, to the fen."""
    entries: dict[Day, list[Posted]] = defaultdict(list)
    found: dict[Day, Effect] = defaultdict(_nothing)
    for key, entry in posted_in(LOANS).items():
        if key.startswith(REPAYMENT):
            continue
        if not key.startswith(DRAW) or entry.source[0] != "loans.Lender":
            yield entry_fault(entry, "is no entry of money paid out or back")
            continue
        lender = entry.source[1]
        entries[lender, entry.date].append(entry)
        for place, yuan in entry.effect.items():
            found[lender, entry.date][place] += yuan
    wanted: dict[Day, Effect] = defaultdict(_nothing)
    rows = Loan.objects.all_areas(reason=WHOLE).filter(drawn_on__isnull=False).order_by()
    for pk, code, day, village, principal in rows.values_list(
        "lender_id", "lender__code", "drawn_on", "village_id", "principal"
    ):
        effect = wanted[str(pk), day]
        effect[LOANS, "outstanding", code, village] += principal
        effect[LOANS, "lender_funds", code, ""] -= principal
    for lender, day in sorted(set(found) | set(wanted)):
        if same(found[lender, day], wanted[lender, day]):
            continue
        reason = f"the loans drawn on {day} from lender {lender} sum to other amounts"
        rows_of_day = entries[lender, day]
        if not rows_of_day:
            yield Fault("loans_lender", lender, f"the loans drawn on {day} are not in the journal")
        for entry in rows_of_day:
            yield entry_fault(entry, reason)


def repayments_equal_the_journal() -> Iterator[Fault]:
    """Every repayment lies in exactly one entry, whose postings are the sums of its repayments by village."""
    left = {
        row.pk: row for row in Repayment.objects.all_areas(reason=WHOLE).select_related("loan__lender").order_by("pk")
    }
    for key, entry in sorted(posted_in(LOANS).items()):
        if not key.startswith(REPAYMENT):
            continue
        first, _dash, last = key.removeprefix(REPAYMENT).partition("-")
        if not (first.isdigit() and last.isdigit()):
            yield entry_fault(entry, "its key names no repayments")
            continue
        rows = [left[pk] for pk in range(int(first), int(last) + 1) if pk in left]
        lenders = {row.loan.lender_id for row in rows if row.pk == int(first)}
        rows = [row for row in rows if row.loan.lender_id in lenders]
        yield from _against_rows(entry, rows, int(first))
        for row in rows:
            del left[row.pk]
    for row in left.values():
        yield fault(row, "is not in the journal")


def _against_rows(entry: Posted, rows: list[Repayment], first: int) -> Iterator[Fault]:
    if not rows:
        yield entry_fault(entry, "its repayments don't exist")
        return
    wanted = _nothing()
    for row in rows:
        code = row.loan.lender.code
        wanted[LOANS, "outstanding", code, row.village_id] -= row.principal
        wanted[LOANS, "lender_funds", code, ""] += row.principal
        wanted[LOANS, "interest_paid", code, row.village_id] -= row.interest
        wanted[LOANS, "interest_received", code, ""] += row.interest
    if not same(entry.effect, wanted):
        yield entry_fault(entry, "its postings differ from its repayments")
        for row in rows:
            yield fault(row, f"differs from its entry {entry.pk} in the journal, or another repayment of it does")
    if {(row.date, row.recorded_by_id) for row in rows} != {(entry.date, entry.posted_by)}:
        yield entry_fault(entry, "has another date or person than its repayments")
    if entry.source != ("loans.Repayment", str(first)):
        yield entry_fault(entry, "names another paper than its first repayment")
