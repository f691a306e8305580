"""The bank's quarterly bill as a file: the columns it has to have, and its rows.

The file that the list of subsidy lines exports can be sent to the bank and comes back filled in: its headings are
among those taken here.
"""

from collections.abc import Sequence
from decimal import Decimal

from loans.services.bills import BillRow
from yuping.core.errors import BadInput
from yuping.core.excel.reading import Cell, cell_text, read_sheet
from yuping.core.money import parse_yuan, to_fen

# Accepted headings of each column, the first one named when it is missing.
HEADINGS: dict[str, tuple[str, ...]] = {
    "contract": ("合同号", "合同编号", "合同號", "合同編號", "Contract number"),
    "days": ("账单天数", "计息天数", "天数", "賬單天數", "計息天數", "天數", "Days on the bill", "Days"),
    "amount": (
        "账单金额（元）",
        "利息（元）",
        "利息",
        "金额",
        "賬單金額（元）",
        "金額",
        "On the bill (yuan)",
        "Interest",
    ),
}
TOTALS = ("合计", "合計", "总计", "總計", "Total")
# A title and the exporter's name may stand above the heading.
HEADING_WITHIN = 6
LONGEST_QUARTER = 92


def read_bill(data: bytes, name: str) -> list[BillRow]:
    """The rows of the bill; blank rows and the row of the total are passed over.

    Raises BadInput: ``bill_file``, ``bill_column_missing`` (column), ``bill_row`` (the row's number in the file).
    """
    try:
        rows = read_sheet(data, name=name)
    except BadInput as error:
        raise BadInput("bill_file") from error
    start, places = _heading(rows)
    found = []
    for number, row in enumerate(rows[start + 1 :], start=start + 2):
        try:
            contract = cell_text(row[places["contract"]]).strip()
            if contract and contract not in TOTALS:
                found.append(_row(row, places, contract))
        except (ValueError, TypeError, ArithmeticError) as error:
            raise BadInput("bill_row", row=number) from error
    return found


def _heading(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]]:
    """Where the heading stands, and the place of each column in it."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:HEADING_WITHIN]):
        titles = [str(cell).strip() for cell in row]
        places = {}
        for column, names in HEADINGS.items():
            place = next((titles.index(title) for title in names if title in titles), None)
            if place is not None:
                places[column] = place
        if len(places) > len(best[1]):
            best = number, places
    for column, names in HEADINGS.items():
        if column not in best[1]:
            raise BadInput("bill_column_missing", column=names[0])
    return best


def _row(row: Sequence[Cell], places: dict[str, int], contract: str) -> BillRow:
    """One row; raises ValueError, TypeError or ArithmeticError for what is no count of days or no amount."""
    amount = row[places["amount"]]
    days = int(cell_text(row[places["days"]]))
    yuan = parse_yuan(amount) if isinstance(amount, str) else to_fen(Decimal(amount))
    if not 0 <= days <= LONGEST_QUARTER or yuan < 0 or (not isinstance(amount, str) and yuan != amount):
        raise ValueError("out of range")
    return BillRow(contract, days, yuan)
