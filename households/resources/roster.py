"""The roster (花名册): one person in each row with the household's particulars; numbers masked unless in full."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from import_export import resources
from import_export.fields import Field

from households.models import HouseholdYear, Member, PayeeAccount
from yuping.core.bankcard import mask_account
from yuping.core.excel import Column
from yuping.core.fields import Sealed
from yuping.core.identity import mask_identity
from yuping.core.phone import mask_phone


@dataclass(slots=True)
class Entry:
    """A member with the household's answers of the year and its account in force."""

    member: Member
    record: HouseholdYear | None
    account: PayeeAccount | None
    size: int
    in_full: bool = field(default=False)

    def number(self, sealed: Sealed | None, mask: Callable[[str], str]) -> str:
        """A sealed number, masked unless the roster is in full."""
        if not sealed:
            return ""
        return sealed.open() if self.in_full else mask(sealed.open())


class RosterColumn(Field):
    """A column of the roster: heading, how its value is found, kind and width in the workbook."""

    def __init__(self, heading: str, value: Callable[[Entry], Any], kind: str = "text", width: int = 12) -> None:
        super().__init__(column_name=heading, readonly=True)
        self.value, self.kind, self.width = value, kind, width

    def get_value(self, instance: Entry, **kwargs: Any) -> Any:
        return self.value(instance)


def _of_year(name: str) -> Callable[[Entry], Any]:
    return lambda entry: getattr(entry.record, name)() if entry.record else ""


class RosterResource(resources.Resource):
    """The columns of the roster in their order."""

    number = RosterColumn("户编号", lambda entry: entry.member.household.number, width=16)
    township = RosterColumn("乡镇", lambda entry: entry.member.village.township.name)
    village = RosterColumn("行政村", lambda entry: entry.member.village.short_name)
    group = RosterColumn("村民组", lambda entry: str(entry.member.household.group or ""))
    head = RosterColumn("户主姓名", lambda entry: entry.member.household.head_name)
    name = RosterColumn("姓名", lambda entry: entry.member.name)
    relation = RosterColumn("与户主关系", lambda entry: entry.member.get_relation_display())
    sex = RosterColumn("性别", lambda entry: entry.member.get_sex_display(), width=6)
    birth_date = RosterColumn("出生日期", lambda entry: entry.member.birth_date, "date")
    ethnic_group = RosterColumn("民族", lambda entry: entry.member.get_ethnic_group_display())
    id_number = RosterColumn("证件号码", lambda entry: entry.number(entry.member.id_number, mask_identity), width=24)
    phone = RosterColumn(
        "联系电话", lambda entry: entry.number(entry.member.phone or entry.member.household.phone, mask_phone), width=14
    )
    size = RosterColumn("家庭人口", lambda entry: entry.size, "integer", 10)
    attribute = RosterColumn("贫困户属性", _of_year("get_attribute_display"), width=14)
    main_cause = RosterColumn("主要致贫原因", _of_year("get_main_cause_display"), width=14)
    exit_flag = RosterColumn("脱贫标志", _of_year("get_exit_flag_display"), width=10)
    per_head = RosterColumn(
        "人均纯收入(元)", lambda entry: entry.record.per_head_net_income if entry.record else None, "money", 14
    )
    account = RosterColumn(
        "收款账号", lambda entry: entry.number(entry.account and entry.account.number, mask_account), width=24
    )

    @classmethod
    def workbook_columns(cls) -> list[Column]:
        """The headings as the writer of workbooks takes them."""
        return [Column(column.column_name, column.kind, column.width) for column in cls.fields.values()]

    @classmethod
    def values(cls, entry: Entry) -> list[Any]:
        """One row of the roster."""
        return [column.get_value(entry) for column in cls.fields.values()]

    @classmethod
    def lines(cls, entries: Iterator[Entry]) -> Iterator[list[Any]]:
        """The rows, as they are written."""
        return map(cls.values, entries)
