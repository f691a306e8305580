"""The two sheets of a household workbook, column by column, in the order and words of the official form.

The headings stand in the file itself, so they are the same in every language of the screens. Income is that of the
year before the file year.
"""

from typing import Any

from import_export import resources
from import_export.fields import Field

from households.policy.watching import FIRST_YEAR as WATCHED_FROM
from households.resources.cells import (
    AccountCell,
    Cell,
    ChoiceCell,
    CodeCell,
    CodesCell,
    DayCell,
    DigitsCell,
    IdentityCell,
    MoneyCell,
    NameCell,
    SizeCell,
    TextCell,
    WholeCell,
    YesNoCell,
)
from households.resources.headings import heading_key

HOUSEHOLDS, MEMBERS = "农户", "家庭成员"
NUMBER = "户编号"
MESSAGES = "检查结果"
# As the pages show the two kinds, and how lists write them.
ACCOUNT_KINDS = {"银行卡": "card", "存折（一折通）": "passbook"}
OTHER_ACCOUNT_KINDS = {
    **dict.fromkeys(("卡", "借记卡", "储蓄卡", "一卡通", "惠农一卡通", "社保卡"), "card"),
    **dict.fromkeys(("存折", "折", "一折通", "惠农一折通", "一本通"), "passbook"),
}


class Column(Field):
    """A column: heading, field of the facts, kind of cell; ``required`` as the form marks it.

    ``since``: the form of this year was the first that asked it. Such a column is read always, for a list may hold
    several years, and stands in the empty form from then on.
    """

    widget: Cell

    def __init__(self, heading: str, widget: Cell, *, required: bool = False, since: int = 0) -> None:
        super().__init__(column_name=heading, widget=widget)
        self.required, self.since = required, since

    @property
    def key(self) -> str:
        return heading_key(self.column_name)


def _of_year(code_set: str) -> CodeCell:
    return CodeCell(code_set, by_year=True)


class Sheet(resources.Resource):
    """A sheet: its columns are the fields of the resource.

    ``passes_over``: sheets whose columns may stand beside the own ones and are not read.
    """

    sheet_name = ""
    passes_over: tuple[type["Sheet"], ...] = ()

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Field of the facts to column."""
        return dict(cls.fields)

    @classmethod
    def asked_in(cls, year: int) -> list[Column]:
        """The columns that the form of a year has."""
        return [column for column in cls.columns().values() if column.since <= year]

    @classmethod
    def column_of(cls, name: str) -> Column:
        """The column in which a field stands; a problem without one is shown at the first one."""
        columns: dict[str, Any] = cls.fields
        return columns.get(name) or next(iter(columns.values()))


class HouseholdSheet(Sheet):
    """One household and its answers of one file year in each row."""

    sheet_name = HOUSEHOLDS

    number = Column(NUMBER, DigitsCell(), required=True)
    township = Column("乡镇", TextCell(40))
    village = Column("行政村", TextCell(40), required=True)
    group = Column("村民组", TextCell(40))
    address = Column("家庭住址", TextCell())
    phone = Column("联系电话", DigitsCell())
    identification_standard = Column("识别标准", CodeCell("identification_standard"))
    soldier_or_martyr_family = Column("军烈属", YesNoCell(blank=False))
    one_child_household = Column("独生子女户", YesNoCell(blank=False))
    two_daughters_household = Column("双女户", YesNoCell(blank=False))
    registered_on = Column("建档日期", DayCell())
    year = Column("年度", WholeCell(), required=True)
    attribute = Column("贫困户属性", _of_year("household_attribute"))
    main_cause = Column("主要致贫原因", _of_year("cause"))
    second_cause = Column("其他致贫原因1", _of_year("cause"))
    third_cause = Column("其他致贫原因2", _of_year("cause"))
    cause_note = Column("致贫原因说明", TextCell(100))
    exit_flag = Column("脱贫标志", _of_year("exit_flag"), required=True)
    planned_exit_year = Column("计划脱贫年度", WholeCell())
    exit_year = Column("脱贫年度", WholeCell())
    return_year = Column("返贫年度", WholeCell())
    return_cause = Column("返贫原因", _of_year("cause"))
    population_start = Column("年初家庭人口数", WholeCell())
    population_end = Column("年底家庭人口数", WholeCell(), required=True)
    farmland = Column("耕地面积(亩)", SizeCell())
    irrigated = Column("有效灌溉面积(亩)", SizeCell())
    woodland = Column("林地面积(亩)", SizeCell())
    returned_woodland = Column("退耕还林面积(亩)", SizeCell())
    orchard = Column("林果面积(亩)", SizeCell())
    grassland = Column("牧草地面积(亩)", SizeCell())
    water_surface = Column("水面面积(亩)", SizeCell())
    has_production_power = Column("是否通生产用电", YesNoCell())
    has_household_power = Column("是否通生活用电", YesNoCell())
    has_broadcast = Column("是否通广播电视", YesNoCell())
    road_distance = Column("与村主干路距离(公里)", SizeCell())
    road_type = Column("入户路类型", _of_year("road_type"))
    housing_area = Column("住房面积(平方米)", SizeCell())
    housing_structure = Column("住房结构", _of_year("housing_structure"))
    built_year = Column("建房年份", WholeCell())
    unsafe_house = Column("是否危房户", YesNoCell())
    danger_level = Column("危房级别", _of_year("danger_level"))
    water_difficulty = Column("饮水是否困难", YesNoCell())
    safe_water = Column("饮水是否安全", YesNoCell())
    water_source = Column("饮用水来源", _of_year("water_source"))
    fuel = Column("主要燃料类型", _of_year("fuel"))
    has_toilet = Column("有无卫生厕所", YesNoCell())
    in_cooperative = Column("是否加入农民专业合作社", YesNoCell())
    led_by_enterprise = Column("是否有龙头企业带动", YesNoCell())
    led_by_pacesetter = Column("是否有致富带头人带动", YesNoCell())
    income_from = Column("收入起算日期", DayCell())
    income_to = Column("收入截止日期", DayCell())
    wage_income = Column("工资性收入(元)", MoneyCell())
    business_income = Column("生产经营性收入(元)", MoneyCell())
    dividend_income = Column("资产收益扶贫分红收入(元)", MoneyCell())
    other_property_income = Column("其他财产性收入(元)", MoneyCell())
    family_planning_income = Column("计划生育金(元)", MoneyCell())
    low_income_allowance = Column("低保金(元)", MoneyCell())
    destitute_support = Column("五保金(元)", MoneyCell())
    pension_income = Column("养老保险金(元)", MoneyCell())
    ecology_income = Column("生态补偿金(元)", MoneyCell())
    other_transfer_income = Column("其他转移性收入(元)", MoneyCell())
    business_expense = Column("生产经营性支出(元)", MoneyCell())
    household_type = Column("户类型", _of_year("household_type"), since=WATCHED_FROM)
    monitored_type = Column("监测对象类别", _of_year("monitored_type"), since=WATCHED_FROM)
    first_risk = Column("致贫返贫风险1", _of_year("risk"), since=WATCHED_FROM)
    second_risk = Column("致贫返贫风险2", _of_year("risk"), since=WATCHED_FROM)
    third_risk = Column("致贫返贫风险3", _of_year("risk"), since=WATCHED_FROM)
    fourth_risk = Column("致贫返贫风险4", _of_year("risk"), since=WATCHED_FROM)
    fifth_risk = Column("致贫返贫风险5", _of_year("risk"), since=WATCHED_FROM)
    disaster_kind = Column("自然灾害类型", _of_year("disaster_kind"), since=WATCHED_FROM)
    risk_note = Column("风险说明", TextCell(100), since=WATCHED_FROM)
    risk_removed = Column("风险是否已消除", YesNoCell(), since=WATCHED_FROM)
    education_secured = Column("义务教育是否有保障", YesNoCell(), since=WATCHED_FROM)
    medical_secured = Column("基本医疗是否有保障", YesNoCell(), since=WATCHED_FROM)
    housing_secured = Column("住房安全是否有保障", YesNoCell(), since=WATCHED_FROM)
    insurance_payout = Column("家庭理赔收入(元)", MoneyCell(), since=WATCHED_FROM)
    self_paid_expense = Column("合规自付支出(元)", MoneyCell(), since=WATCHED_FROM)
    head_name = Column("户主姓名", NameCell())
    head_number = Column("户主证件号码", IdentityCell())
    account_holder = Column("收款人姓名", NameCell())
    account_bank = Column("开户银行", TextCell(80))
    account_kind = Column("账户类型", ChoiceCell(ACCOUNT_KINDS, OTHER_ACCOUNT_KINDS))
    account_number = Column("收款账号", AccountCell())


class MemberSheet(Sheet):
    """One member in each row, joined to the household by its number; answers are those of its file year."""

    sheet_name = MEMBERS

    number = Column(NUMBER, DigitsCell(), required=True)
    name = Column("姓名", NameCell(), required=True)
    relation = Column("与户主关系", CodeCell("relation"), required=True)
    id_number = Column("证件号码", IdentityCell())
    sex = Column("性别", CodeCell("sex"))
    birth_date = Column("出生日期", DayCell())
    ethnic_group = Column("民族", CodeCell("ethnic_group"))
    political_status = Column("政治面貌", CodeCell("political_status"))
    phone = Column("联系电话", DigitsCell())
    joined_on = Column("加入日期", DayCell())
    join_kind = Column("增加原因", CodeCell("member_increase"))
    left_on = Column("减少日期", DayCell())
    leave_kind = Column("减少原因", CodeCell("member_decrease"))
    education = Column("文化程度", _of_year("education"))
    school_status = Column("在校生状况", _of_year("school_status"))
    dropout_reason = Column("失学或辍学原因", _of_year("dropout_reason"))
    health = Column("健康状况", CodesCell("health", by_year=True))
    labour_skill = Column("劳动技能", _of_year("labour_skill"))
    work_region = Column("务工区域", _of_year("work_region"))
    work_place = Column("务工地点", TextCell(60))
    work_months = Column("务工时间(月)", WholeCell())
    on_active_service = Column("是否现役军人", YesNoCell(blank=False))
    resident_insurance = Column("城乡居民基本医疗保险", YesNoCell())
    employee_insurance = Column("城镇职工基本医疗保险", YesNoCell())
    serious_illness_insurance = Column("大病保险", YesNoCell())
    resident_pension = Column("城乡居民基本养老保险", YesNoCell())
    employee_pension = Column("城镇职工基本养老保险", YesNoCell())
    commercial_insurance = Column("商业补充医疗保险", YesNoCell())
    accident_insurance = Column("人身意外保险补贴", YesNoCell())
    speaks_mandarin = Column("是否会讲普通话", YesNoCell())
    low_income_aid = Column("是否享受低保", YesNoCell())
    public_post = Column("公益性岗位", YesNoCell())
    public_post_months = Column("公益性岗位月数", WholeCell())


class PersonSheet(Sheet):
    """One person in each row, with the household's answers in the head's: the list of persons as townships keep it."""

    sheet_name = MEMBERS


PersonSheet.fields.update(HouseholdSheet.columns() | MemberSheet.columns())

SHEETS: tuple[type[Sheet], ...] = (HouseholdSheet, MemberSheet)
