"""The bank's files: the payment file we write and the result file we read. Pure.

Rule: the payment file holds only a reference, the account holder, the account and the amount (least data for the
purpose). GB18030, because GBK lacks characters that stand in people's names.
"""

import csv
import datetime
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from yuping.core.errors import BadInput
from yuping.core.money import parse_yuan
from yuping.core.text import BadText, clean_reference

ENCODING = "gb18030"
PAYMENT_HEADER = ["参考号", "户名", "账号", "金额", "摘要"]
RESULT_HEADER = ["参考号", "户名", "账号", "金额", "结果", "流水号", "日期", "原因"]
OUTCOMES = {"成功": "paid", "失败": "returned", "处理中": "unknown"}
MAX_BYTES = 10 * 1024 * 1024
LONGEST_REFERENCE, LONGEST_REASON = 40, 80
# Faulty rows that are named one by one.
MOST_TOLD = 20

Days = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Payment:
    """One line of the payment file; the amount in yuan."""

    reference: str
    name: str
    account: str
    amount: Decimal
    purpose: str


@dataclass(frozen=True)
class Result:
    """One line of the result file, checked against the payment it answers."""

    reference: str
    outcome: str
    bank_reference: str
    paid_on: datetime.date | None
    reason: str


@dataclass(frozen=True)
class RowFault:
    """What is wrong with a row of the result file, its header being row 1; row 0 is the file as a whole."""

    field: ClassVar[str] = "file"
    row: int
    fault: str
    more: int = 0

    @property
    def code(self) -> str:
        return f"result_file.{self.fault}"

    @property
    def params(self) -> dict[str, int]:
        return {"row": self.row, "more": self.more}


class BadResultFile(BadInput):
    """The result file can't be taken; ``params["reasons"]`` names the faulty rows."""

    def __init__(self, *faults: RowFault) -> None:
        told = faults[:MOST_TOLD]
        if len(faults) > len(told):
            told = (*told, RowFault(0, "more", len(faults) - len(told)))
        super().__init__("result_file", field="file", reasons=told)


def write_payments(payments: Iterable[Payment]) -> bytes:
    """The payment file; the same lines give the same bytes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(PAYMENT_HEADER)
    for payment in payments:
        writer.writerow(
            [payment.reference, payment.name, payment.account, format(payment.amount, ".2f"), payment.purpose]
        )
    return out.getvalue().encode(ENCODING)


def read_payments(content: bytes) -> list[Payment]:
    """The payment file read back, to prove that it says what the batch says."""
    rows = list(csv.reader(io.StringIO(content.decode(ENCODING), newline="")))
    return [Payment(row[0], row[1], row[2], Decimal(row[3]), row[4]) for row in rows[1:]]


def read_results(
    content: bytes, sent: Mapping[str, Payment], *, earliest: datetime.date, latest: datetime.date
) -> list[Result]:
    """The result file, whole or not at all.

    ``sent`` maps references to the payments of the batch; ``earliest`` and ``latest`` are the first and the last date
    a payment may carry.
    Raises BadResultFile for any faulty row: unknown or repeated references, and names, accounts or amounts that
    differ from what was sent settle nothing. Where every line was held back nothing was sent, and no row comes back.
    """
    rows = _rows(content)
    faults: list[RowFault] = []
    results: list[Result] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        fault = _fault(row, sent, seen, (earliest, latest))
        if fault:
            faults.append(RowFault(number, fault))
        else:
            results.append(_result(row))
        seen.add(row[0].strip())
    if faults or (sent and not rows):
        raise BadResultFile(*(faults or [RowFault(1, "empty")]))
    references = [result.bank_reference.upper() for result in results if result.bank_reference]
    if len(references) != len(set(references)):
        raise BadResultFile(RowFault(0, "bank_reference_twice"))
    return results


def _rows(content: bytes) -> list[list[str]]:
    if len(content) > MAX_BYTES:
        raise BadResultFile(RowFault(0, "too_large"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode(ENCODING)
        except UnicodeDecodeError as error:
            raise BadResultFile(RowFault(0, "encoding")) from error
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if any(row)]
    except csv.Error as error:
        raise BadResultFile(RowFault(0, "not_csv")) from error
    if not rows or [cell.strip() for cell in rows[0]] != RESULT_HEADER:
        raise BadResultFile(RowFault(1, "header"))
    return rows[1:]


def _fault(row: list[str], sent: Mapping[str, Payment], seen: set[str], days: Days) -> str:
    """The first fault of a row, or nothing."""
    if len(row) != len(RESULT_HEADER):
        return "columns"
    reference, name, account, amount, outcome, bank_reference, day, reason = (cell.strip() for cell in row)
    bank_reference = _reference(bank_reference)
    payment = sent.get(reference)
    if payment is None:
        return "unknown_reference"
    if reference in seen:
        return "reference_twice"
    if outcome not in OUTCOMES:
        return "outcome"
    return _differs(payment, name, account, amount) or _unfinished(outcome, bank_reference, day, reason, days)


def _differs(payment: Payment, name: str, account: str, amount: str) -> str:
    if name != payment.name:
        return "name_differs"
    if account != payment.account:
        return "account_differs"
    try:
        return "" if parse_yuan(amount) == payment.amount else "amount_differs"
    except BadInput:
        return "amount_differs"


def _reference(cell: str) -> str:
    """The bank's reference of a payment as it is kept: the same one in whatever spelling."""
    try:
        return clean_reference(cell)
    except BadText:
        # What can't be printed is told as the row's fault.
        return cell


def _unfinished(outcome: str, bank_reference: str, day: str, reason: str, days: Days) -> str:
    """A payment needs the bank's reference and date, a return its reason; neither holds more than is kept of it."""
    if len(bank_reference) > LONGEST_REFERENCE or len(reason) > LONGEST_REASON:
        return "too_long"
    if not (bank_reference + reason).isprintable():
        return "not_printable"
    if OUTCOMES[outcome] == "returned":
        return "" if reason else "reason_missing"
    if OUTCOMES[outcome] == "paid":
        if not bank_reference:
            return "bank_reference_missing"
        paid_on = _date(day)
        if paid_on is None or not days[0] <= paid_on <= days[1]:
            return "date"
    return ""


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _result(row: list[str]) -> Result:
    reference, _name, _account, _amount, outcome, bank_reference, day, reason = (cell.strip() for cell in row)
    code = OUTCOMES[outcome]
    return Result(
        reference=reference,
        outcome=code,
        bank_reference=_reference(bank_reference) if code == "paid" else "",
        paid_on=_date(day) if code == "paid" else None,
        reason=reason if code == "returned" else "",
    )
