"""The rosters (花名册): one person or one household in each row; numbers masked unless in full. And their summary."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from import_export import resources
from import_export.fields import Field

from households.models import HouseholdYear, Member, MemberYear, PayeeAccount
from households.resources.cells import MoneyCell, YesNoCell
from households.resources.sheets import Column as SheetColumn
from households.resources.sheets import HouseholdSheet
from yuping.core.bankcard import mask_account
from yuping.core.codes import label_of
from yuping.core.excel import Column
from yuping.core.fields import Sealed
from yuping.core.identity import mask_identity
from yuping.core.phone import mask_phone

# Lists that are signed number their lines and end with who filled them in, who checked them, and the stamp.
NUMBERED = Column("序号", "integer", 6)
SIGNED = "填表人：                审核人：                单位负责人（盖章）：                填表日期：    年  月  日"


@dataclass(slots=True)
class Entry:
    """A member with the household's answers of the year and its account in force."""

    member: Member
    record: HouseholdYear | None
    account: PayeeAccount | None
    size: int
    in_full: bool = field(default=False)
    answers: MemberYear | None = None
    cadre: str = ""

    def number(self, sealed: Sealed | None, mask: Callable[[str], str]) -> str:
        """A sealed number, masked unless the roster is in full."""
        if not sealed:
            return ""
        return sealed.open() if self.in_full else mask(sealed.open())


class RosterColumn(Field):
    """A column of the roster: heading, how its value is found, kind and width in the workbook.

    ``since``: the form of this year was the first that asked it; a roster of an earlier year leaves it out.
    """

    def __init__(
        self, heading: str, value: Callable[[Entry], Any], kind: str = "text", width: int = 12, since: int = 0
    ) -> None:
        super().__init__(column_name=heading, readonly=True)
        self.value, self.kind, self.width, self.since = value, kind, width, since

    def get_value(self, instance: Entry, **kwargs: Any) -> Any:
        return self.value(instance)


def _of_year(name: str) -> Callable[[Entry], Any]:
    return lambda entry: getattr(entry.record, name)() if entry.record else ""


def _answer(name: str) -> Callable[[Entry], Any]:
    return lambda entry: getattr(entry.answers, name)() if entry.answers else ""


def _word(answer: bool | None) -> str:
    return "" if answer is None else "是" if answer else "否"


def _yes(name: str) -> Callable[[Entry], str]:
    return lambda entry: _word(getattr(entry.answers, name, None))


def _health(entry: Entry) -> str:
    answers = entry.answers
    return "、".join(label_of("health", code, year=answers.year) for code in answers.health) if answers else ""


def _not_counted(entry: Entry) -> str:
    """The items of income left out at the exit, in the words of the form."""
    names = entry.record.not_counted_for_exit if entry.record else ()
    return "、".join(HouseholdSheet.column_of(name).column_name.removesuffix("(元)") for name in names)


def _asked_later(name: str, column: SheetColumn) -> RosterColumn:
    """A column that the form got later, under the heading that it has in the workbook of the form."""
    heading, since = column.column_name, column.since
    if isinstance(column.widget, MoneyCell):
        return RosterColumn(heading, lambda entry: getattr(entry.record, name, None), "money", 16, since)
    if isinstance(column.widget, YesNoCell):
        return RosterColumn(heading, lambda entry: _word(getattr(entry.record, name, None)), width=14, since=since)
    shown = f"get_{name}_display"
    if hasattr(HouseholdYear, shown):
        return RosterColumn(heading, _of_year(shown), width=14, since=since)
    return RosterColumn(heading, lambda entry: getattr(entry.record, name, ""), width=20, since=since)


def _added_to_the_form() -> dict[str, RosterColumn]:
    """What the form of 2021 asks besides, in its order, and the items not counted; behind what a roster always had."""
    added = {name: _asked_later(name, column) for name, column in HouseholdSheet.columns().items() if column.since}
    return added | {"not_counted_for_exit": RosterColumn("不计入脱贫的收入项目", _not_counted, width=24)}


class Roster(resources.Resource):
    """A list that is handed out: its columns in their order."""

    title = ""
    # One row for each person, or for each head of a household.
    heads_only = False

    @classmethod
    def columns_of(cls, year: int) -> dict[str, RosterColumn]:
        """The columns of the roster of a file year, by name."""
        return {name: column for name, column in cls.fields.items() if column.since <= year}

    @classmethod
    def workbook_columns(cls, year: int) -> list[Column]:
        """The headings as the writer of workbooks takes them, the number of the line before them."""
        columns = cls.columns_of(year).values()
        return [NUMBERED, *(Column(column.column_name, column.kind, column.width) for column in columns)]

    @classmethod
    def lines(cls, entries: Iterator[Entry], year: int) -> Iterator[list[Any]]:
        """The rows, as they are written."""
        columns = list(cls.columns_of(year).values())
        numbered = enumerate(entries, start=1)
        return ([number, *(column.get_value(entry) for column in columns)] for number, entry in numbered)


class RosterResource(Roster):
    """The roster of persons, each with the household's particulars."""

    title = "建档立卡人口花名册"

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

    education = RosterColumn("文化程度", _answer("get_education_display"), width=14)
    school_status = RosterColumn("在校生状况", _answer("get_school_status_display"), width=14)
    health = RosterColumn("健康状况", _health, width=16)
    labour_skill = RosterColumn("劳动技能", _answer("get_labour_skill_display"), width=14)
    work_region = RosterColumn("务工区域", _answer("get_work_region_display"), width=14)
    work_months = RosterColumn(
        "务工时间(月)", lambda entry: entry.answers.work_months if entry.answers else None, "integer", 12
    )
    resident_insurance = RosterColumn("城乡居民基本医疗保险", _yes("resident_insurance"))
    serious_illness_insurance = RosterColumn("大病保险", _yes("serious_illness_insurance"))
    resident_pension = RosterColumn("城乡居民基本养老保险", _yes("resident_pension"))
    low_income_aid = RosterColumn("是否享受低保", _yes("low_income_aid"))
    public_post = RosterColumn("公益性岗位", _yes("public_post"))


class HouseholdRoster(Roster):
    """The roster of households in the order of the official list."""

    title, heads_only = "贫困户花名册", True

    township = RosterColumn("乡镇", lambda entry: entry.member.village.township.name)
    village = RosterColumn("行政村", lambda entry: entry.member.village.short_name)
    group = RosterColumn("村民组", lambda entry: str(entry.member.household.group or ""))
    number = RosterColumn("户编号", lambda entry: entry.member.household.number, width=18)
    head = RosterColumn("户主姓名", lambda entry: entry.member.name)
    id_number = RosterColumn(
        "户主证件号码", lambda entry: entry.number(entry.member.id_number, mask_identity), width=24
    )
    size = RosterColumn("家庭人口", lambda entry: entry.size, "integer", 10)
    attribute = RosterColumn("贫困户属性", _of_year("get_attribute_display"), width=14)
    main_cause = RosterColumn("主要致贫原因", _of_year("get_main_cause_display"), width=14)
    per_head = RosterColumn(
        "人均纯收入(元)", lambda entry: entry.record.per_head_net_income if entry.record else None, "money", 14
    )
    exit_flag = RosterColumn("脱贫标志", _of_year("get_exit_flag_display"), width=10)
    phone = RosterColumn(
        "联系电话", lambda entry: entry.number(entry.member.household.phone or entry.member.phone, mask_phone), width=14
    )
    cadre = RosterColumn("帮扶责任人", lambda entry: entry.cadre)


for _roster in (RosterResource, HouseholdRoster):
    _roster.fields.update(_added_to_the_form())

ROSTERS: Mapping[str, type[Roster]] = {"persons": RosterResource, "households": HouseholdRoster}
