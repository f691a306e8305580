"""Sheets about households that are on file already: their members, yearly records, accounts, visits.

A blank cell leaves what is on file as it is.
"""

from households.models import ImportKind
from households.resources.cells import (
    AccountCell,
    ChoiceCell,
    CodeCell,
    DayCell,
    DigitsCell,
    IdentityCell,
    NameCell,
    TextCell,
)
from households.resources.lead_sheet import LeadRows
from households.resources.sheets import (
    ACCOUNT_KINDS,
    NUMBER,
    OTHER_ACCOUNT_KINDS,
    Column,
    HouseholdSheet,
    MemberSheet,
    PersonSheet,
    Sheet,
)
from households.services.rows import YEAR_FIELDS

# Leaving a household and exit from poverty are verbs of their own.
NOT_BY_ROWS = frozenset({"left_on", "leave_kind"})
# Beside the number a list names the head; whoever slipped a line is told so. It is compared and never written.
NAMED_HEAD = "named_head"
HEAD = Column("户主姓名", NameCell())


class RowSheet(Sheet):
    """Rows about households on file. Other columns of the official lists may stand beside and are passed over."""

    passes_over = (PersonSheet,)


class MemberRows(RowSheet):
    """One member in each row, new or on file, with the answers of a file year.

    A masked number, as our own lists have it, tells which member on file the row means.
    """

    sheet_name = "家庭成员"


MemberRows.fields.update(
    {"number": MemberSheet.columns()["number"], NAMED_HEAD: HEAD, "year": HouseholdSheet.columns()["year"]}
    | {name: column for name, column in MemberSheet.columns().items() if name not in NOT_BY_ROWS}
    | {
        "id_number": Column("证件号码", IdentityCell(may_be_masked=True)),
        "phone": Column("联系电话", DigitsCell(may_be_masked=True)),
    }
)


class YearRows(RowSheet):
    """One household in each row with its answers of a file year."""

    sheet_name = "年度记录"


YearRows.fields.update(
    {"number": HouseholdSheet.columns()["number"], NAMED_HEAD: HEAD, "year": HouseholdSheet.columns()["year"]}
    | {name: column for name, column in HouseholdSheet.columns().items() if name in YEAR_FIELDS}
)


class AccountRows(RowSheet):
    """One payee account in each row; without a holder it is the head's."""

    sheet_name = "收款账户"

    number = Column(NUMBER, DigitsCell(), required=True)
    named_head = HEAD
    account_holder = Column("收款人姓名", NameCell())
    account_bank = Column("开户银行", TextCell(80), required=True)
    account_kind = Column("账户类型", ChoiceCell(ACCOUNT_KINDS, OTHER_ACCOUNT_KINDS), required=True)
    account_number = Column("收款账号", AccountCell(), required=True)


class VisitRows(RowSheet):
    """One visit in each row."""

    sheet_name = "走访记录"

    number = Column(NUMBER, DigitsCell(), required=True)
    named_head = HEAD
    date = Column("走访日期", DayCell(), required=True)
    visitor = Column("走访人", NameCell(), required=True)
    theme = Column("走访主题", TextCell(100), required=True)
    content = Column("走访内容", TextCell(2000), required=True)
    place = Column("走访地点", TextCell(100))
    people_met = Column("见到的人", TextCell(100))
    appeal_class = Column("问题类别", CodeCell("appeal_class"))
    problem = Column("存在问题", TextCell(500))
    measure = Column("帮扶措施", TextCell(500))
    responsible_unit = Column("责任单位", TextCell(80))
    due_on = Column("完成时限", DayCell())


ROW_SHEETS: dict[str, type[Sheet]] = {
    ImportKind.MEMBERS: MemberRows,
    ImportKind.YEARS: YearRows,
    ImportKind.ACCOUNTS: AccountRows,
    ImportKind.VISITS: VisitRows,
    ImportKind.LEADS: LeadRows,
}
# What a first record or a new member needs may stay blank for one on file.
OPTIONAL = ("population_end", "exit_flag", "name", "relation", "year")
